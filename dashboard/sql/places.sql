-- 可作筛选的地区全称：机关所在的地区及其上级
-- Full names of the places that agencies are in, and of the places above them; filters take all that begins with a name
-- grain: place
with own as (
    select parent_code, prefecture_code, province_code
    from regions
    where region_code in (select region_code from agencies)
)
select region as place
from agencies
where region is not null
union
select name
from regions
where region_code in (select unnest([parent_code, prefecture_code, province_code]) from own)
order by place
