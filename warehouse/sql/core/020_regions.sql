-- Every place, each with its place in the order of provinces, prefectures and counties: the divisions of today down to towns,
-- zones without a division code, and divisions that were merged into another (former, with their last year). Towns and zones
-- that are in no list, and that a report names, have a code that begins with that of their parent.
-- grain: region_code
-- kind: table
-- columns: region_code, region, level, parent_code, province_code, prefecture_code, name, kind, last_year
with named as (
    select
        region_code, any_value(region) as name, any_value(level) as level,
        regexp_extract(region_code, '^(.*)[ZT]\d{6}$', 1) as stem
    from ledger.reports
    where region_code is not null and region_code not in (select region_code from ledger.regions)
    group by region_code
)
select region_code, region, level, parent_code, province_code, prefecture_code, name, coalesce(kind, 'division') as kind, last_year
from ledger.regions
union all
select
    n.region_code, replace(n.name, coalesce(p.name, ''), '') as region, if(n.region_code like '%T%', 'township', 'county') as level,
    p.region_code as parent_code,
    if(p.level = 'province', p.region_code, p.province_code) as province_code,
    if(p.level = 'prefecture', p.region_code, p.prefecture_code) as prefecture_code,
    n.name, if(n.region_code like '%T%', 'township', 'zone') as kind, null
from named as n
left join ledger.regions as p
    on p.region_code = case when length(n.stem) in (2, 4) then rpad(n.stem, 6, '0') else n.stem end
order by region_code
