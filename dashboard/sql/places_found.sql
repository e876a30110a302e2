-- 可作筛选的地区：名称含 $pattern 的在前，其后依次为省、市、县，到上限为止
-- Places to filter by, up to the limit: those whose names hold $pattern first, then provinces, prefectures and the rest
-- grain: place
with own as (
    select parent_code, prefecture_code, province_code
    from regions
    where region_code in (select region_code from agencies)
),
places as (
    select region as place
    from agencies
    where region is not null
    union
    select name
    from regions
    where region_code in (select unnest([parent_code, prefecture_code, province_code]) from own)
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
