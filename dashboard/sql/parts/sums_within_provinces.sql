-- 已有的汇总，按省份、职能和级别
-- What is summed already, by province, function and level, under the filters
-- grain: topic x series x year x province x level x function
select topic, series, year, summed as value, base, given, absent, report_count as reports, disputed
from totals_within_provinces
where province in $regions
  and function in $functions
  and ($levels is null or level in $levels)
