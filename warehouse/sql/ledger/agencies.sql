-- Every agency that has a report with a year: its latest name, where and what it is, its years, and its second names.
select
    agency_id,
    arg_max(agency, year) as agency,
    arg_max(place_id, year) as place_id,
    coalesce(arg_max(organ, year), '') as organ,
    arg_max(level, year) as level,
    min(year) as first_year,
    max(year) as last_year,
    coalesce(list_sort(list_distinct(flatten(list(coalesce(second_names, []))))), []) as second_names
from reports
where agency_id is not null and agency is not null and year is not null
group by agency_id
order by agency_id
