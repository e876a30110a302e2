-- missing_report: an agency that reported before and after a year reported in it, too; one that has reported for years is
-- expected to go on, once the deadline is over and the year as a whole is collected. Each missing year stands beside the
-- agency's last report before it.
-- grain: agency_id, year
-- kind: step
-- columns: agency_id, year, report_id, reported_before, reported_after, due_on, severity
with agency_years as (
    select
        report_id, agency_id, year, function, level, region_code,
        lead(year) over (partition by agency_id order by year) as next_year,
        count(*) over (partition by agency_id) as report_count
    from versions
    where is_current and agency_id is not null and year is not null
),
collected_years as (
    select year + 1 as year
    from agency_years
    group by year
    having count(*) filter (where next_year = year + 1) >= getvariable('collected_share') * count(*)
)
select
    agency_id, unnest(range(year + 1, next_year)) as year, report_id,
    year as reported_before, next_year as reported_after, null as due_on, 'warning' as severity
from agency_years
where next_year > year + 1
union all
select a.agency_id, a.year + 1, a.report_id, a.year, null, d.due_on, 'notice'
from agency_years as a
join collected_years as c on c.year = a.year + 1
join due_dates as d
    on d.year = a.year + 1 and d.function is not distinct from a.function and d.level is not distinct from a.level
    and d.region_code is not distinct from a.region_code
where a.next_year is null and a.report_count > 1 and d.due_on < cast(getvariable('published_at') as date)
