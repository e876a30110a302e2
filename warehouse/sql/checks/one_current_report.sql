-- An agency has one current report a year.
select agency_id, year, count(*) as report_count
from main.reports
where agency_id is not null and year is not null
group by agency_id, year
having count(*) > 1
