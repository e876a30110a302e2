-- 一个主题（$topic）的各项数字比上年（$to_year 之前一年）增减多少，由汇总而来
-- The change on the year before ($to_year) of the figures of one topic ($topic), from what is summed already
-- grain: series
-- columns: as the question that it answers
select
    $to_year::bigint as year,
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
  and year = $to_year
group by series
order by series
