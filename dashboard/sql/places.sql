-- 机关所在的地区，可作筛选：省、市、县
-- The regions down to the county that have agencies in or below them
-- grain: region
with used as (
    select distinct unnest([region_code, parent_code, prefecture_code, province_code]) as region_code
    from regions
    where region_code in (select region_code from agencies)
)
select
    region_code,
    region,
    level,
    name
from regions
where region_code in (select region_code from used)
  and level <> 'township'
order by region_code
