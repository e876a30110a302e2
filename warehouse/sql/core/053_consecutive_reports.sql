-- Current reports of one agency for two years in a row: what one hands on, the other takes up.
-- grain: report_id
-- kind: step
-- columns: report_id, prior_report_id, year, edition, prior_edition
select report_id, prior_report_id, year, edition, prior_edition
from (
    select
        report_id, year, edition,
        lag(report_id) over by_year as prior_report_id,
        lag(year) over by_year as prior_year,
        lag(edition) over by_year as prior_edition
    from versions
    where is_current and agency_id is not null and year is not null
    window by_year as (partition by agency_id order by year)
)
where prior_year = year - 1
