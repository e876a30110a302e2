-- Every agency that has a current report, with its name and place as its latest report gives them.
-- grain: agency_id
-- kind: table
-- columns: agency_id, agency, region_code, region, level, function, first_year, last_year, report_count
select
    agency_id,
    arg_max(agency, year) as agency,
    arg_max(region_code, year) as region_code,
    arg_max(region, year) as region,
    arg_max(level, year) as level,
    arg_max(function, year) as function,
    min(year) as first_year,
    max(year) as last_year,
    count(*) as report_count
from core.reports
where agency_id is not null and year is not null
group by agency_id
order by agency_id
