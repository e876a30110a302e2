-- 结转衔接所依据的报告，差额大的在前
-- The reports behind the carry-over, the largest difference first
-- grain: report that has a report of the year before
-- columns: the report and its agency; value = carried in; value_before = carried out of the year before; status; the cell that
--   it rests on; finding_count and error_count of the report; matched = number of reports in all
with pairs as not materialized (
    select *
    from application_changes as c
    where c.year between $from_year and $to_year
      and c.report_id is not null
      and c.report_id_before is not null
      and @scope(c)
      and ($series <> 'carry_over_differing' or c.carried_in <> c.carried_out_before)
)
select
    p.report_id,
    p.agency_id,
    p.agency,
    p.region,
    p.year,
    p.carried_in::double as value,
    p.carried_out_before::double as value_before,
    p.carried_in_status as status,
    3 as table_no,
    'carried_in' as row_code,
    'total' as column_code,
    p.finding_count,
    p.error_count,
    (select count(*) from pairs) as matched
from pairs as p
order by abs(p.carried_in - p.carried_out_before) desc nulls last, p.year desc, p.agency, p.report_id
limit $row_limit
