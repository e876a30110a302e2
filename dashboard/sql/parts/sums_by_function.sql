-- 已有的汇总，按职能和级别
-- What is summed already, by function and level, under the filters
-- grain: topic x series x year x level x function
select topic, series, year, summed as value, base, given, absent, report_count as reports, disputed
from totals_by_function
where function in $functions
  and ($levels is null or level in $levels)
