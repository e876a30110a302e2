-- 已有的汇总：按省份和级别；选定职能的，按职能和级别
-- What is summed already, under the filters: by province and level or, where functions are chosen, by function and level
-- grain: topic x series x year x level x (province or function)
select topic, series, year, summed as value, base, given, absent, report_count as reports, disputed
from totals_by_province
where $functions is null
  and ($regions is null or province in $regions)
  and ($levels is null or level in $levels)
union all
select topic, series, year, summed as value, base, given, absent, report_count as reports, disputed
from totals_by_function
where $functions is not null
  and function in $functions
  and ($levels is null or level in $levels)
