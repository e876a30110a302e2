-- Every agency that has a current report, with its name and place as its latest report gives them, and what a person decided of
-- it: no_agency, ended (no report is expected after last_expected_year). series_id is shared by the agencies that one-to-one
-- renames link; is_identified is false where no report tells which organ it is.
-- grain: agency_id
-- kind: table
-- columns: agency_id, agency, region_code, region, level, function, first_year, last_year, report_count,
--          decision, decision_reason, decided_by, decided_at, last_expected_year, series_id, is_identified
with organs as (
    select
        agency_id,
        arg_max(agency, year) as agency,
        arg_max(region_code, year) as region_code,
        arg_max(region, year) as region,
        arg_max(level, year) as level,
        arg_max(function, year) as function,
        min(year) as first_year,
        max(year) as last_year,
        count(*) as report_count,
        bool_or(is_identified) as is_identified
    from core.reports
    where agency_id is not null and year is not null
    group by agency_id
)
select
    o.agency_id, o.agency, o.region_code, o.region, o.level, o.function, o.first_year, o.last_year, o.report_count,
    d.verdict as decision, m.reason as decision_reason, m.decided_by, m.decided_at, d.year as last_expected_year,
    s.series_id, o.is_identified
from organs as o
join series as s using (agency_id)
left join decided_subjects as d
    on d.agency_id = o.agency_id and d.subject = 'agency' and d.rank = 1 and d.verdict in ('no_agency', 'ended')
left join decisions_made as m using (decision_id)
order by o.region_code, o.agency_id
