-- Administrative divisions, each with its place in the order of provinces, prefectures and counties.
-- grain: region_code
-- kind: table
-- columns: region_code, region, level, parent_code, province_code, prefecture_code, name
select region_code, region, level, parent_code, province_code, prefecture_code, name
from ledger.regions
order by region_code
