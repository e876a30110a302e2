-- The unbroken runs of years for which there is a report of an agency. An agency reported in every year of a span just where a run
-- covers it.
-- grain: agency_id, first_year
-- kind: table
-- columns: agency_id, first_year, last_year
with numbered as (
    select agency_id, year, year - row_number() over (partition by agency_id order by year) as run
    from core.reports
    where agency_id is not null and year is not null
)
select agency_id, min(year) as first_year, max(year) as last_year
from numbered
group by agency_id, run
order by agency_id, first_year
