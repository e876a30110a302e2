-- 各机关各年的一项申请数字（$figure），没有年报的年份也占一格
-- One figure ($figure) of applications, agency by year; a year without a report has its row too
-- grain: agency x year
-- columns: year; series = figure; agency_id; agency; value; status = status of the figure, no_report where no report came in;
--   disputed = 1 where an error stands against the report; given, absent, reports = 0 or 1; agencies = agencies in all, of which
--   the $agency_limit with the largest figures are listed
with largest as (
    select
        agency_id,
        max(case $figure when 'received' then received when 'carried_out' then carried_out when 'refused' then refused end) as largest
    from applications
    where year between $from_year and $to_year
    group by agency_id
),
listed as (
    select
        a.agency_id,
        a.agency,
        a.region,
        count(*) over () as agencies,
        l.largest
    from agencies as a
    left join largest as l using (agency_id)
    where true
      and @scope(a)
    order by largest desc nulls last, a.agency_id
    limit $agency_limit
),
years as (
    select distinct year from reports where year between $from_year and $to_year
)
select
    y.year,
    $figure as series,
    a.agency_id,
    a.agency,
    a.region,
    case $figure when 'received' then f.received when 'carried_out' then f.carried_out when 'refused' then f.refused end::double as value,
    if(f.report_id is null, 'no_report',
        case $figure when 'received' then f.received_status when 'carried_out' then f.carried_out_status when 'refused' then f.refused_status end
    ) as status,
    if(f.error_count > 0, 1, 0) as disputed,
    if(value is null, 0, 1) as given,
    if(status = 'absent', 1, 0) as absent,
    if(f.report_id is null, 0, 1) as reports,
    a.agencies
from listed as a
cross join years as y
left join applications as f on f.agency_id = a.agency_id and f.year = y.year
order by a.largest desc nulls last, a.agency_id, y.year
