-- 已有的汇总，按省份和级别
-- What is summed already, by province and level, under the filters
-- grain: topic x series x year x province x level
select topic, series, year, summed as value, base, given, absent, report_count as reports, disputed
from totals_by_province
where ($regions is null or province in $regions)
  and ($levels is null or level in $levels)
