-- 覆盖情况，按年，由汇总而来
-- Coverage by year, from what is summed already
-- grain: year x series
-- columns: as the question that it answers
with counted as (
    select
        year,
        series,
        sum(value) as value,
        sum(sum(value)) over (partition by year) as all_of_year
    from (
        @sums()
    )
    where topic = 'coverage'
      and year between $from_year and $to_year
    group by year, series
)
select year, series, value
from counted
where all_of_year > 0
  and series <> 'received'
order by year, series
