-- 比例（$measures），按年，由汇总而来；分母不足下限的不计算
-- Rates ($measures) by year, from what is summed already; none on few cases
-- grain: year x measure
-- columns: as the question that it answers
select
    year,
    series,
    if(sum(base) >= $least_cases, sum(value) / sum(base), null) as value,
    sum(value) as events,
    sum(base) as cases,
    sum(given)::bigint as given,
    sum(absent)::bigint as absent,
    sum(reports)::bigint as reports,
    sum(disputed)::bigint as disputed
from (
    @sums()
)
where topic = $topic
  and series in $measures
  and year between $from_year and $to_year
group by year, series
order by year, series
