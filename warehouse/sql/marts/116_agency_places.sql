-- The places of an agency, as its reports give them, or as it is expected to report from: several where it was renamed or moved.
-- grain: agency_id, region_code, region
-- kind: table
-- columns: agency_id, region_code, region, first_year, last_year
with placed as (
    select agency_id, region_code, region, year from core.reports where agency_id is not null and year is not null
    union
    select agency_id, region_code, region, year from marts.filings
)
select agency_id, region_code, region, min(year) as first_year, max(year) as last_year
from placed
group by agency_id, region_code, region
order by region_code, agency_id, region
