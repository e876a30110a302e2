-- 检查发现的条数，按年份和轻重；有年报而没有发现的年份为 0
-- Findings by year and severity; a year with reports and no finding counts 0
-- grain: year x severity
-- columns: year; series = severity; value = findings; reports = reports of the year
with years as (
    select r.year, count(*) as reports
    from reports as r
    where r.year between $from_year and $to_year
      and @scope(r)
    group by r.year
),
counts as (
    select f.year, f.severity, count(*) as findings
    from findings as f
    where f.report_id is not null
      and f.year between $from_year and $to_year
      and @scope(f)
      and ($rules is null or f.rule in $rules)
    group by f.year, f.severity
)
@severities_by_year()
