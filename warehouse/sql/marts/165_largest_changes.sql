-- The agencies whose applications received changed most on the year before: of each year the 200 with the largest changes within each
-- province and level, and within each level and function. The 200 largest of the country, of provinces or of functions, at any levels, are
-- among them, so that a list of them reads little else.
-- grain: agency_id, year
-- kind: table
-- columns: year, agency_id, agency, received, received_before, error_count, error_count_before, region, province, level, function
with compared as (
    select
        c.year, c.agency_id, c.agency, c.received, c.received_before, c.error_count, c.error_count_before, c.region, p.province, c.level, c.function,
        abs(c.received - c.received_before) as difference
    from marts.application_changes as c
    left join provinces as p using (region)
    where c.received is not null and c.received_before is not null
)
select year, agency_id, agency, received, received_before, error_count, error_count_before, region, province, level, function
from compared
qualify
    row_number() over (partition by year, province, level order by difference desc, agency_id) <= 200
    or row_number() over (partition by year, level, function order by difference desc, agency_id) <= 200
order by year, difference desc, agency_id
