-- 已有的汇总：按省份和级别；选定职能的，按职能和级别，或再按省份；固定样本的，按各机关连续报送的年份
-- What is summed already, under the filters: by province and level or, where functions are chosen, by function and level, or by all
-- three; for a constant panel by level and the runs of years that cover its own
-- grain: topic x series x year x level x (province and function, or run)
select topic, series, year, summed as value, base, given, absent, report_count as reports, disputed
from totals_by_province
where $functions is null
  and $panel_from is null
  and ($regions is null or province in $regions)
  and ($levels is null or level in $levels)
union all
select topic, series, year, summed as value, base, given, absent, report_count as reports, disputed
from totals_by_function
where $functions is not null
  and $panel_from is null
  and $regions is null
  and function in $functions
  and ($levels is null or level in $levels)
union all
select topic, series, year, summed as value, base, given, absent, report_count as reports, disputed
from totals_within_provinces
where $functions is not null
  and $regions is not null
  and $panel_from is null
  and province in $regions
  and function in $functions
  and ($levels is null or level in $levels)
union all
select topic, series, year, summed as value, base, given, absent, report_count as reports, disputed
from totals_by_run
where $panel_from is not null
  and first_year <= $panel_from
  and last_year >= $panel_to
  and ($levels is null or level in $levels)
