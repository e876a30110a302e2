-- 新收申请比上年增减多少，各机关各占多少，由汇总和增减最多的机关而来
-- Change of the applications received on the year before ($to_year), agency by agency, from what is summed and listed already
-- grain: agency
-- columns: as the question that it answers; a constant panel is that of the two years
with sums as (
    select
        sum(value) filter (series = 'agencies')::bigint as agencies,
        sum(value) filter (series = 'total_before') as total_before,
        sum(value) filter (series = 'total_now') as total_now,
        sum(value) filter (series = if($panel_from is null, 'new_agencies', 'new_of_both'))::bigint as new_agencies,
        sum(value) filter (series = if($panel_from is null, 'gone_agencies', 'gone_of_both'))::bigint as gone_agencies
    from (
        @sums()
    )
    where topic = $topic
      and year = $to_year
)
select
    @agency_change(c)
from largest_changes as c
cross join sums as s
where c.year = $to_year
  and ($regions is null or c.province in $regions)
  and ($levels is null or c.level in $levels)
  and ($functions is null or c.function in $functions)
order by abs(c.received - c.received_before) desc, c.agency_id
limit $agency_limit
