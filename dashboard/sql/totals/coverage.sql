-- 覆盖情况，按年，由汇总而来
-- Coverage by year, from what is summed already
-- grain: year x series
-- columns: as the question that it answers
select
    year,
    series,
    sum(value) as value
from (
    @sums()
)
where topic = 'coverage'
  and year between $from_year and $to_year
group by year, series
order by year, series
