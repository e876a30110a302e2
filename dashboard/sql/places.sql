-- 可作筛选的地区全称：机关所在的地区及其上级
-- Full names of the places that agencies are in, and of the places above them; filters take all that begins with a name
-- grain: place
select distinct place
from (
    select region as place
    from agencies
    where region is not null
    union all
    select above.name
    from agencies as a
    join regions as own on own.region_code = a.region_code
    join regions as above on above.region_code in (own.parent_code, own.prefecture_code, own.province_code)
)
order by place
