-- 可作筛选的地区：名称含 $pattern 的在前，其后依次为省、市、县，到上限为止
-- Places to filter by, up to the limit: those whose names hold $pattern first, then provinces, prefectures and the rest
-- grain: place
with places as (
    @places_of_agencies()
),
levels as (
    select name as place, min(case level when 'province' then 1 when 'prefecture' then 2 end) as step
    from regions
    group by name
)
select
    place,
    count(*) over () as matched
from places
left join levels using (place)
order by coalesce(contains(place, $pattern), false) desc, step nulls last, place
limit $row_limit
