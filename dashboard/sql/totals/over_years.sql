-- 一个主题（$topic）的各项数字，所选年份合计，由汇总而来
-- The figures of one topic ($topic), summed over the chosen years, from what is summed already
-- grain: series
-- columns: as the question that it answers
select
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
group by series
order by series
