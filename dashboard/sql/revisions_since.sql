-- 某时（$since）以来改动过的数字：机关改了年报，或新的阅读器读法不同
-- The figures that changed after a moment ($since): the organ published anew, or a newer reader read otherwise
-- grain: change of a figure
-- columns: the report and its agency; table_no, row_code, column_code; row_label, column_label; old and new print, value, status;
--   reason = republished, reread; seen_at; matched = number of changes in all
select
    v.report_id,
    v.agency_id,
    v.agency,
    v.year,
    v.table_no,
    v.row_code,
    v.column_code,
    c.row_label,
    c.column_label,
    v.old_printed,
    v.old_value::double as old_value,
    v.old_status,
    v.new_printed,
    v.new_value::double as new_value,
    v.new_status,
    v.reason,
    v.seen_at,
    count(*) over () as matched
from revisions as v
join reports as r using (report_id)
left join cell_catalogue as c
    on c.edition = r.edition and c.table_no = v.table_no and c.row_code = v.row_code and c.column_code = v.column_code
where v.seen_at > $since::timestamp
  and @scope(r)
order by v.seen_at desc, v.agency, v.year desc, v.table_no, c.position
limit $row_limit
