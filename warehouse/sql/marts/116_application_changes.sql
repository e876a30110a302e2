-- What a report gives of applications beside what the report of the same agency for the year before gives; one line an agency and
-- year with either report, up to the last year reported. What is of one report alone is NULL where there is no such report.
-- grain: agency_id, year
-- kind: table
-- columns: agency_id, agency, year, report_id, received, received_before, carried_in, carried_out_before, carried_in_status,
--          finding_count, error_count, report_id_before, error_count_before, region_code, region, level, function
with given as (
    select
        agency_id, agency, year, report_id, received, carried_in, carried_out, carried_in_status, finding_count, error_count,
        region_code, region, level, function
    from marts.applications
    where agency_id is not null and year is not null
),
befores as (
    select * replace (year + 1 as year) from given where year < (select max(year) from given)
)
select
    coalesce(f.agency_id, b.agency_id) as agency_id, coalesce(f.agency, b.agency) as agency, coalesce(f.year, b.year) as year,
    f.report_id, f.received, b.received as received_before, f.carried_in, b.carried_out as carried_out_before, f.carried_in_status,
    f.finding_count, f.error_count, b.report_id as report_id_before, b.error_count as error_count_before,
    if(f.report_id is null, b.region_code, f.region_code) as region_code, if(f.report_id is null, b.region, f.region) as region,
    if(f.report_id is null, b.level, f.level) as level, if(f.report_id is null, b.function, f.function) as function
from given as f
full join befores as b on b.agency_id = f.agency_id and b.year = f.year
order by coalesce(f.year, b.year), if(f.report_id is null, b.region_code, f.region_code), coalesce(f.agency_id, b.agency_id)
