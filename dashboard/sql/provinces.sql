-- 各省级行政区的全称；快照没有汇总的，一个也没有
-- The full names of the provinces, of a snapshot that has sums by province; none of one that has not
-- grain: province
select name as province
from regions
where level = 'province'
  and (select count(*) from duckdb_views() where view_name in ('totals_by_run', 'largest_changes') and not internal) = 2
order by name
