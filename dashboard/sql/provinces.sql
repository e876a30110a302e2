-- 各省级行政区的全称；快照没有汇总的，一个也没有
-- The full names of the provinces, of a snapshot that has sums by province; none of one that has not
-- grain: province
select name as province
from regions
where level = 'province' and exists (from duckdb_views() where view_name = 'totals_by_run' and not internal)
order by name
