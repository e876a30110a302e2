-- 各机关各年的一项申请数字（$figure），没有年报的年份也占一格
-- One figure ($figure) of applications, agency by year; a year without a report has its row too
-- grain: agency x year
-- columns: year; series = figure; agency_id; agency; value; status = status of the figure, no_report where no report came in;
--   disputed = 1 where an error stands against the report; given, absent, reports = 0 or 1; agencies = agencies in all, of which
--   the $agency_limit with the largest figures are listed
with figures as not materialized (
    select
        f.*,
        case $figure when 'received' then f.received when 'carried_out' then f.carried_out when 'refused' then f.refused end as value,
        case $figure when 'received' then f.received_status when 'carried_out' then f.carried_out_status when 'refused' then f.refused_status end
            as value_status
    from applications as f
    where f.year between $from_year and $to_year
      and ($near_from is null or f.region_code between $near_from and $near_to)
),
in_scope as (
    select a.agency_id, a.agency, a.region
    from agencies as a
    where true
      and @scope(a)
),
years as (
    select distinct year from reports where year between $from_year and $to_year
),
-- as many rows hold the largest agencies, even if each has all its years among them
large as (
    select f.agency_id, f.value
    from figures as f
    where f.value is not null
      and f.agency_id in (select agency_id from in_scope)
    order by f.value desc, f.agency_id
    limit $agency_limit * ($to_year - $from_year + 1)
),
listed as (
    select a.*, (select count(*) from in_scope) as agencies, l.largest
    from in_scope as a
    left join (select agency_id, max(value) as largest from large group by agency_id) as l using (agency_id)
    order by l.largest desc nulls last, a.agency_id
    limit $agency_limit
)
select
    y.year,
    $figure as series,
    a.agency_id,
    a.agency,
    a.region,
    f.value::double as value,
    if(f.report_id is null, 'no_report', f.value_status) as status,
    if(f.error_count > 0, 1, 0) as disputed,
    if(f.value is null, 0, 1) as given,
    if(f.value_status = 'absent', 1, 0) as absent,
    if(f.report_id is null, 0, 1) as reports,
    a.agencies
from listed as a
cross join years as y
left join figures as f on f.agency_id = a.agency_id and f.year = y.year
order by a.largest desc nulls last, a.agency_id, y.year
