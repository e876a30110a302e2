-- 检查发现的条数，按年份和轻重
-- Findings by year and severity
-- grain: year x severity
-- columns: year; series = severity; value = findings; reports = reports that have one
select
    r.year,
    f.severity as series,
    count(*)::double as value,
    count(distinct f.report_id) as reports
from findings as f
join reports as r using (report_id)
where r.year between $from_year and $to_year
  and ($regions is null or len(list_filter($regions, lambda place: starts_with(r.region, place))) > 0)
  and ($levels is null or r.level in $levels)
  and ($functions is null or r.function in $functions)
  and ($agencies is null or r.agency_id in $agencies)
  and ($rules is null or f.rule in $rules)
  and ($severities is null or f.severity in $severities)
group by r.year, f.severity
order by r.year, series
