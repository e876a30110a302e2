-- 某一年度（$year）按地区统计的报送情况：全国按省；选定一地（$parent）时按其下一级，该地本级自成一行
-- How complete a year is by place: by province, or by the parts of one place ($parent), whose own organs are a line by themselves
-- grain: place (NULL: no place, as of national organs)
with placed as (
    select
        c.*,
        case
            when starts_with(c.province, coalesce($parent, '')) and c.province <> coalesce($parent, '') then c.province
            when starts_with(c.prefecture, coalesce($parent, '')) and c.prefecture <> coalesce($parent, '') then c.prefecture
            when starts_with(c.region, coalesce($parent, '')) and c.region <> coalesce($parent, '') then c.region
            else $parent
        end as place
    from coverage as c
    where c.year = $year
      and ($near_from is null or c.region_code between $near_from and $near_to)
      and ($regions is null or len(list_filter($regions, lambda place: starts_with(c.region, place))) > 0)
      and ($levels is null or c.level in $levels)
      and ($functions is null or c.function in $functions)
)
select
    place,
    sum(expected)::integer as expected,
    sum(received - unexpected)::integer as received,
    sum(received - late - undated)::integer as on_time,
    sum(received - undated + missing)::integer as judged,
    sum(late)::integer as late,
    sum(undated)::integer as undated,
    sum(missing)::integer as missing,
    sum(awaited)::integer as awaited,
    sum(received)::integer as all_received,
    sum(read)::integer as read,
    sum(without_errors)::integer as without_errors
from placed
group by place
having sum(expected) > 0 or sum(received) > 0
order by place is null, place
