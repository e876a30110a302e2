-- 每份年报的一项申请数字（$series）及其状态
-- One figure ($series) of applications and its status, by report, with the cell that it stands in
-- grain: report
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
    end as status,
    3 as table_no,
    $series as row_code,
    'total' as column_code
from applications as f
where f.year between $from_year and $to_year
  and @scope(f)
