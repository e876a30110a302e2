-- Current reports of one series (an agency, and those that it was called before) for two years in a row: what one hands on, the
-- other takes up. Not across a year in which another agency, or another division, was merged in or came out.
-- grain: report_id
-- kind: step
-- columns: report_id, prior_report_id, year, edition, prior_edition
select report_id, prior_report_id, year, edition, prior_edition
from (
    select
        v.report_id, v.agency_id, v.year, v.edition,
        lag(v.report_id) over by_year as prior_report_id,
        lag(v.year) over by_year as prior_year,
        lag(v.edition) over by_year as prior_edition
    from versions as v
    join series as s using (agency_id)
    where v.is_current and v.year is not null
    window by_year as (partition by s.series_id order by v.year)
) as pairs
where prior_year = year - 1
    and not exists (from breaks as b where b.agency_id = pairs.agency_id and b.year = pairs.year)
