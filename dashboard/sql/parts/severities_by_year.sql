-- 逐年逐级：years 中的年份，counts 中的条数
-- Each severity in each of the years, with what counts has of it
-- grain: year x severity
select
    y.year,
    s.severity as series,
    -- a count of ours: where there is a report and no finding, it is 0
    if(c.findings is null, 0, c.findings)::double as value,
    y.reports
from years as y
cross join (select unnest(['error', 'warning', 'notice']) as severity) as s
left join counts as c using (year, severity)
where true
  and ($severities is null or s.severity in $severities)
order by y.year, series
