-- 一个主题（$topic）的各项数字，各年比上年增减多少，由汇总而来
-- The change on the year before of the figures of one topic ($topic), by year, from what is summed already
-- grain: year x series
-- columns: as the question that it answers
select
    year,
    series,
    sum(value) as value,
    sum(base) as value_before,
    sum(base + value) as value_now,
    sum(given)::bigint as given,
    0 as absent,
    sum(reports)::bigint as reports,
    sum(disputed)::bigint as disputed
from (
    @sums()
)
where topic = $topic
  and year between $from_year and $to_year
group by year, series
order by year, series
