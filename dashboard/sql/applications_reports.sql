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
        map {
            'received': {'value': f.received::double, 'status': f.received_status},
            'carried_in': {'value': f.carried_in::double, 'status': f.carried_in_status},
            'granted': {'value': f.granted::double, 'status': f.granted_status},
            'granted_in_part': {'value': f.granted_in_part::double, 'status': f.granted_in_part_status},
            'refused': {'value': f.refused::double, 'status': f.refused_status},
            'unable': {'value': f.unable::double, 'status': f.unable_status},
            'declined': {'value': f.declined::double, 'status': f.declined_status},
            'other': {'value': f.other::double, 'status': f.other_status},
            'concluded': {'value': f.concluded::double, 'status': f.concluded_status},
            'carried_out': {'value': f.carried_out::double, 'status': f.carried_out_status}
        }[$series] as figure
    from applications as f
    where f.year between $from_year and $to_year
      and ($regions is null or len(list_filter($regions, lambda place: starts_with(f.region, place))) > 0)
      and ($levels is null or f.level in $levels)
      and ($functions is null or f.function in $functions)
      and ($agencies is null or f.agency_id in $agencies)
)
select
    f.report_id,
    f.agency_id,
    f.agency,
    f.region,
    f.year,
    f.figure.value as value,
    f.figure.status as status,
    3 as table_no,
    $series as row_code,
    'total' as column_code,
    r.finding_count,
    r.error_count,
    count(*) over () as matched
from figures as f
join reports as r using (report_id)
order by ($missing_first and value is null) desc, value desc nulls last, f.year desc, f.agency, f.report_id
limit $row_limit
