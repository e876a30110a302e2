-- The reports that are expected or came in, one an agency and year. Expected are, by the user's roster, its agencies; of others
-- the years from their first report to their last and, of those that reported more than once, the years after.
-- An expected report is missing once its deadline is over; without a roster only in a gap between two reports, or where the
-- year as a whole is collected. basis: roster, inferred, NULL where none was expected.
-- grain: agency_id, year
-- kind: step
-- columns: agency_id, agency, region_code, region, level, function, year, basis, report_id, due_on, reported_before, reported_after,
--          is_missing
with reported as (
    select report_id, agency_id, series_id, agency, region_code, region, level, function, year
    from versions
    join series using (agency_id)
    where is_current and agency_id is not null and year is not null
),
organs as (
    select
        agency_id, arg_max(agency, year) as agency, arg_max(region_code, year) as region_code, arg_max(region, year) as region,
        arg_max(level, year) as level, arg_max(function, year) as function,
        min(year) as first_year, max(year) as last_year, count(*) as report_count
    from reported
    group by agency_id
    union all
    select
        agency_id, any_value(agency), any_value(region_code), any_value(region), any_value(level), any_value(function),
        null, null, 0
    from roster
    where agency_id not in (select agency_id from reported)
    group by agency_id
),
newest as (
    select max(year) as year from reported
),
-- an agency that was renamed, merged, or whose division was, is not expected after its last report; the one that it was renamed
-- to is expected from the year after that report on
closed as (
    select from_agency_id as agency_id from links where kind in ('renamed', 'merged')
    union
    select o.agency_id from organs as o join ledger.regions as r using (region_code) where r.kind = 'former'
),
taken_over as (
    select l.to_agency_id as agency_id, max(o.last_year) + 1 as first_year
    from links as l
    join organs as o on o.agency_id = l.from_agency_id
    where l.kind = 'renamed'
    group by l.to_agency_id
),
collected_years as (
    select t.year + 1 as year
    from reported as t
    left join reported as n on n.series_id = t.series_id and n.year = t.year + 1
    group by t.year
    having count(n.year) >= getvariable('collected_share') * count(*)
),
-- a roster that does not say from when begins with the first year for which enough of its agencies reported
roster_start as (
    select
        coalesce(
            min(year) filter (where n >= getvariable('collected_share') * (select count(distinct agency_id) from roster)),
            max(year),
            year(cast(getvariable('published_at') as date)) - 1
        ) as year
    from (select year, count(*) as n from reported where agency_id in (select agency_id from roster) group by year)
),
-- a person found: no administrative organ, or one that ended
ended as (
    select agency_id, if(verdict = 'ended', year, 0) as last_year
    from decided_subjects
    where subject = 'agency' and rank = 1 and is_known and verdict in ('no_agency', 'ended')
),
expected as (
    select distinct
        agency_id, 'roster' as basis,
        unnest(range(
            coalesce(first_year, (select year from roster_start)),
            least(coalesce(last_year, year(cast(getvariable('published_at') as date)) - 1), year(cast(getvariable('published_at') as date)) - 1) + 1
        )) as year
    from roster
    union all
    select
        agency_id, 'inferred',
        unnest(range(
            coalesce(least(t.first_year, o.first_year), o.first_year),
            if(report_count > 1 and agency_id not in (select agency_id from closed), (select year from newest), last_year) + 1
        ))
    from organs as o
    left join taken_over as t using (agency_id)
    where agency_id not in (select agency_id from roster)
),
still_expected as (
    select e.*
    from expected as e
    left join ended as d using (agency_id)
    where d.agency_id is null or e.year <= d.last_year
),
placed as (
    select
        agency_id, year, e.basis, r.report_id, r.region_code, r.region, r.level, r.function,
        max(r.year) over (by_year rows between unbounded preceding and 1 preceding) as reported_before,
        min(r.year) over (by_year rows between 1 following and unbounded following) as reported_after
    from still_expected as e
    full join reported as r using (agency_id, year)
    window by_year as (partition by agency_id order by year)
)
select
    agency_id, o.agency, o.region_code, o.region, o.level, o.function, p.year, p.basis, p.report_id, d.due_on,
    p.reported_before, p.reported_after,
    p.report_id is null and case
        when p.basis = 'inferred' and p.reported_after is not null then true
        else coalesce(d.due_on < cast(getvariable('published_at') as date), false)
            and (p.basis = 'roster' or p.year in (select year from collected_years))
    end as is_missing
from placed as p
join organs as o using (agency_id)
left join due_dates as d
    on d.year = p.year
    and d.function is not distinct from if(p.report_id is null, o.function, p.function)
    and d.level is not distinct from if(p.report_id is null, o.level, p.level)
    and d.region_code is not distinct from if(p.report_id is null, o.region_code, p.region_code)
    and d.region is not distinct from if(p.report_id is null, o.region, p.region)
