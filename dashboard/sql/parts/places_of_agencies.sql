-- 机关所在的地区及其上级，全称
-- Full names of the places that agencies are in, and of the places above them
-- grain: place
select region as place
from agencies
where region is not null
union
select name
from regions
where region_code in (
    select unnest([parent_code, prefecture_code, province_code])
    from regions
    where region_code in (select region_code from agencies)
)
