-- How complete the reports of a year are, by place, level and function. expected: agencies of the roster, and others that reported
-- before (view filings); received, of them read, without an error; late, undated: received after the deadline, or without a
-- date; missing, awaited: expected and not there, overdue or not. expected = received - unexpected + missing + awaited. province,
-- prefecture: the places around the region, or the region itself where it is one.
-- grain: year, region_code, region, level, function
-- kind: table
-- columns: year, region_code, region, level, function, agencies_known, expected, on_roster, received, unexpected, read,
--          without_errors, late, undated, missing, awaited, province, prefecture
with years as (
    select distinct year from core.reports where year is not null
    union
    select distinct year from marts.filings
),
organs as (
    select agency_id, region_code, region, level, function from marts.agencies
    union
    select agency_id, region_code, region, level, function from marts.filings
),
-- a place without a code of our own tells by its name what it lies in
places as (
    select
        c.region_code, c.region,
        if(own.region_code is not null, province.name, nullif(regexp_extract(c.region, '^.*?(省|自治区)'), '')) as province,
        if(
            own.region_code is not null, prefecture.name,
            nullif(regexp_extract(c.region, '^(.*?(省|自治区))?.+?(市|自治州|盟|地区)'), '')
        ) as prefecture
    from (select distinct region_code, region from organs) as c
    left join core.regions as own on own.region_code = c.region_code
    left join core.regions as province on province.region_code = coalesce(own.province_code, own.region_code)
    left join core.regions as prefecture on prefecture.region_code = own.prefecture_code
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
    count(*) filter (where f.state = 'awaited') as awaited,
    p.province, p.prefecture
from organs as o
cross join years as y
left join marts.filings as f on f.agency_id = o.agency_id and f.year = y.year
left join places as p on p.region_code is not distinct from o.region_code and p.region is not distinct from o.region
group by all
order by all
