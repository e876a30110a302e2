-- How the reports are summed: each once by province, level and function, and once by level and the unbroken run of years that it is
-- part of (view agency_runs), so that a constant panel can be summed from the runs that cover its years.
-- grain: report_id, first_year
-- kind: step
-- columns: report_id, agency_id, year, province, level, function, first_year, last_year, error_count
with placed as (
    select r.report_id, r.agency_id, r.year, p.province, r.level, r.function, r.error_count
    from core.reports as r
    left join provinces as p using (region)
    where r.year is not null
)
select report_id, agency_id, year, province, level, function, null as first_year, null as last_year, error_count
from placed
union all
select p.report_id, p.agency_id, p.year, null, p.level, null, a.first_year, a.last_year, p.error_count
from placed as p
join marts.agency_runs as a on a.agency_id = p.agency_id and p.year between a.first_year and a.last_year
