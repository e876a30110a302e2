-- 发布后有变动的数字，新的在前
-- Figures that changed after they were served, the newest first
-- grain: change of a figure
-- columns: the report, the cell, the figure before and after, why and when; matched = number of changes in all
select
    v.seen_at, v.reason, v.agency, v.year, v.table_no, v.row_code, v.column_code,
    coalesce(v.old_printed, cast(v.old_value as varchar)) as old_printed,
    coalesce(v.new_printed, cast(v.new_value as varchar)) as new_printed,
    count(*) over () as matched
from revisions as v
order by v.seen_at desc, v.agency, v.year, v.table_no, v.row_code, v.column_code
limit $row_limit
