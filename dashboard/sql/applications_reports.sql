-- 一项申请数字所依据的报告
-- The reports behind one figure ($series) of applications
-- grain: report
-- columns: the report and its agency; value and status of the figure; the cell (table_no, row_code, column_code) that it
--   rests on; finding_count and error_count of the report; matched = number of reports in all
with figures as (
    select
        f.report_id,
        f.agency_id,
        f.agency,
        f.region,
        f.year,
        f.finding_count,
        f.error_count,
        case $series
            when 'received' then f.received
            when 'carried_in' then f.carried_in
            when 'granted' then f.granted
            when 'granted_in_part' then f.granted_in_part
            when 'refused' then f.refused
            when 'unable' then f.unable
            when 'declined' then f.declined
            when 'other' then f.other
            when 'concluded' then f.concluded
            when 'carried_out' then f.carried_out
        end::double as value,
        case $series
            when 'received' then f.received_status
            when 'carried_in' then f.carried_in_status
            when 'granted' then f.granted_status
            when 'granted_in_part' then f.granted_in_part_status
            when 'refused' then f.refused_status
            when 'unable' then f.unable_status
            when 'declined' then f.declined_status
            when 'other' then f.other_status
            when 'concluded' then f.concluded_status
            when 'carried_out' then f.carried_out_status
        end as status
    from applications as f
    where f.year between $from_year and $to_year
      and @scope(f)
)
select
    f.report_id,
    f.agency_id,
    f.agency,
    f.region,
    f.year,
    f.value,
    f.status,
    3 as table_no,
    $series as row_code,
    'total' as column_code,
    f.finding_count,
    f.error_count,
    (select count(*) from figures) as matched
from figures as f
order by ($missing_first and value is null) desc, value desc nulls last, f.year desc, f.agency, f.report_id
limit $row_limit
