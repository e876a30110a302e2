-- 已有的汇总，按各机关连续报送的年份和级别：固定样本即覆盖所选各年的那些
-- What is summed already, by level and the runs of years that cover those of the constant panel
-- grain: topic x series x year x level x run
select topic, series, year, summed as value, base, given, absent, report_count as reports, disputed
from totals_by_run
where first_year <= $panel_from
  and last_year >= $panel_to
  and ($levels is null or level in $levels)
