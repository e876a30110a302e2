-- How complete the reports of a year are, by place, level and function. expected: agencies of the roster, and others that reported
-- before (view filings); received, of them read, without an error; late, undated: received after the deadline, or without a
-- date; missing, awaited: expected and not there, overdue or not. expected = received - unexpected + missing + awaited.
-- grain: year, region_code, region, level, function
-- kind: table
-- columns: year, region_code, region, level, function, agencies_known, expected, on_roster, received, unexpected, read,
--          without_errors, late, undated, missing, awaited
with years as (
    select distinct year from core.reports where year is not null
    union
    select distinct year from marts.filings
),
organs as (
    select agency_id, region_code, region, level, function from marts.agencies
    union
    select agency_id, region_code, region, level, function from marts.filings
)
select
    y.year, o.region_code, o.region, o.level, o.function,
    count(*) as agencies_known,
    count(f.basis) as expected,
    count(*) filter (where f.basis = 'roster') as on_roster,
    count(f.report_id) as received,
    count(f.report_id) filter (where f.basis is null) as unexpected,
    count(*) filter (where f.is_read) as read,
    count(*) filter (where f.is_read and f.error_count = 0) as without_errors,
    count(*) filter (where f.state = 'late') as late,
    count(*) filter (where f.state = 'undated') as undated,
    count(*) filter (where f.state = 'missing') as missing,
    count(*) filter (where f.state = 'awaited') as awaited
from organs as o
cross join years as y
left join marts.filings as f on f.agency_id = o.agency_id and f.year = y.year
group by all
order by all
