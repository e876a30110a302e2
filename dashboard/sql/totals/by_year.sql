-- 一个主题（$topic）的各项数字，按年合计，由汇总而来
-- The figures of one topic ($topic), summed by year, from what is summed already
-- grain: year x series
-- columns: as the question that it answers
select
    year,
    series,
    sum(value) as value,
    sum(given)::bigint as given,
    sum(absent)::bigint as absent,
    sum(reports)::bigint as reports,
    sum(disputed)::bigint as disputed
from (
    @sums()
)
where topic = $topic
  and year between $from_year and $to_year
group by year, series
order by year, series
