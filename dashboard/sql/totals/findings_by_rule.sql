-- 检查发现的条数，按年份、规则和轻重，由汇总而来
-- Findings by year, rule and severity, from what is summed already
-- grain: year x rule x severity
-- columns: as the question that it answers, with the year
select
    year,
    series as category,
    topic as series,
    sum(value) as value,
    sum(given)::bigint as reports
from (
    @sums()
)
where topic in ('error', 'warning', 'notice')
  and year between $from_year and $to_year
  and ($rules is null or series in $rules)
  and ($severities is null or topic in $severities)
group by year, topic, series
order by year, category, topic
