-- How complete the reports of a year are, by place, level and function: agencies that reported in any year, those whose
-- report of this year came in, those of which a figure could be read, those without a finding that is an error, and those
-- whose report of this year is missed (missing_report).
-- grain: year, region_code, region, level, function
-- kind: table
-- columns: year, region_code, region, level, function, agencies_known, received, read, without_errors, missing
with years as (
    select distinct year from core.reports where year is not null
),
with_figure as (
    select distinct report_id from core.readings where value is not null
    union
    select distinct report_id from core.indicators where value is not null
)
select
    y.year, a.region_code, a.region, a.level, a.function,
    count(*) as agencies_known,
    count(r.report_id) as received,
    count(f.report_id) as read,
    count(f.report_id) filter (where r.error_count = 0) as without_errors,
    count(m.agency_id) as missing
from marts.agencies as a
cross join years as y
left join core.reports as r on r.agency_id = a.agency_id and r.year = y.year
left join with_figure as f on f.report_id = r.report_id
left join missing_reports as m on m.agency_id = a.agency_id and m.year = y.year
group by all
order by all
