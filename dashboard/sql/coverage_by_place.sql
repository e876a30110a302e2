-- 某一年度（$year）按地区统计的报送情况：全国按省；选定一地（$parent）时按其下一级，该地本级自成一行
-- How complete a year is by place: by province, or by the parts of one place ($parent), whose own organs are a line by themselves
-- grain: place (NULL: no place, as of national organs)
with chains as (
    select
        c.*,
        if(
            own.region_code is not null,
            [province.name, prefecture.name, c.region],
            [
                nullif(regexp_extract(c.region, '^.*?(省|自治区)'), ''),
                nullif(regexp_extract(c.region, '^(.*?(省|自治区))?.+?(市|自治州|盟|地区)'), ''),
                c.region
            ]
        ) as chain
    from coverage as c
    left join regions as own on own.region_code = c.region_code
    left join regions as province on province.region_code = coalesce(own.province_code, own.region_code)
    left join regions as prefecture on prefecture.region_code = own.prefecture_code
    where c.year = $year
      and ($regions is null or len(list_filter($regions, lambda place: starts_with(c.region, place))) > 0)
      and ($levels is null or c.level in $levels)
      and ($functions is null or c.function in $functions)
),
placed as (
    select
        *,
        coalesce(
            list_filter(chain, lambda place: place is not null
                and ($parent is null or (starts_with(place, $parent) and length(place) > length($parent))))[1],
            $parent
        ) as place
    from chains
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
