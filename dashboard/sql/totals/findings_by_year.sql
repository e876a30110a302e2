-- 检查发现的条数，按年份和轻重，由汇总而来；有年报而没有发现的年份为 0
-- Findings by year and severity, from what is summed already; a year with reports and no finding counts 0
-- grain: year x severity
-- columns: as the question that it answers
with sums as materialized (
    select *
    from (
        @sums()
    )
    where (topic in ('error', 'warning', 'notice') and ($rules is null or series in $rules) or topic = 'applications' and series = 'received')
      and year between $from_year and $to_year
),
years as (
    select year, sum(reports)::bigint as reports from sums where topic = 'applications' group by year
),
counts as (
    select year, topic as severity, sum(value) as findings from sums where topic <> 'applications' group by year, topic
)
@severities_by_year()
