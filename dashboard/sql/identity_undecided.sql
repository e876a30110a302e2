-- 年报没有写明是哪个机关的，及其可能的机关，待人认定
-- Reports that do not tell which organ they are of, with the organs that each may be, waiting for a person
-- grain: report
select
    report_id,
    any_value(printed_name) as printed_name,
    any_value(year) as year,
    any_value(source_name) as source_name,
    list(candidate order by candidate_no) filter (where candidate is not null) as candidates,
    string_agg(distinct reason, '；' order by reason) as reason,
    count(*) over () as matched
from identity_queue
group by report_id
order by source_name, report_id
limit $row_limit
