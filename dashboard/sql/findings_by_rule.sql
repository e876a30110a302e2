-- 检查发现的条数，按规则和轻重
-- Findings by rule and severity
-- grain: rule x severity
-- columns: category = rule; series = severity; value = findings; reports = reports that have one
select
    f.rule as category,
    f.severity as series,
    count(*)::double as value,
    count(distinct f.report_id) as reports
from findings as f
where f.report_id is not null
  and f.year between $from_year and $to_year
  and @scope(f)
  and ($rules is null or f.rule in $rules)
  and ($severities is null or f.severity in $severities)
group by f.rule, f.severity
order by category, series
