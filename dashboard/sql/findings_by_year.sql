-- 检查发现的条数，按年份和轻重；有年报而没有发现的年份为 0
-- Findings by year and severity; a year with reports and no finding counts 0
-- grain: year x severity
-- columns: year; series = severity; value = findings; reports = reports that have one
with severities as (
    select unnest(['error', 'warning', 'notice']) as severity
)
select
    r.year,
    s.severity as series,
    count(f.finding_no)::double as value,
    count(distinct f.report_id) as reports
from reports as r
cross join severities as s
left join findings as f
    on f.report_id = r.report_id
    and f.severity = s.severity
    and ($rules is null or f.rule in $rules)
where r.year between $from_year and $to_year
  and @scope(r)
  and ($severities is null or s.severity in $severities)
group by r.year, s.severity
order by r.year, series
