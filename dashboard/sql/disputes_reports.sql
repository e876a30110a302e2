-- 一项复议诉讼数字所依据的报告
-- The reports behind one figure ($series) of one kind ($kind) of dispute
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
            'upheld': {'value': f.upheld::double, 'status': f.upheld_status},
            'corrected': {'value': f.corrected::double, 'status': f.corrected_status},
            'other_result': {'value': f.other_result::double, 'status': f.other_result_status},
            'pending': {'value': f.pending::double, 'status': f.pending_status},
            'total': {'value': f.total::double, 'status': f.total_status}
        }[$series] as figure
    from disputes as f
    where f.year between $from_year and $to_year
      and ($regions is null or len(list_filter($regions, lambda place: starts_with(f.region, place))) > 0)
      and ($levels is null or f.level in $levels)
      and ($functions is null or f.function in $functions)
      and ($agencies is null or f.agency_id in $agencies)
      and f.kind = $kind
)
select
    f.report_id,
    f.agency_id,
    f.agency,
    f.region,
    f.year,
    f.figure.value as value,
    f.figure.status as status,
    4 as table_no,
    $kind as row_code,
    $series as column_code,
    r.finding_count,
    r.error_count,
    count(*) over () as matched
from figures as f
join reports as r using (report_id)
order by ($missing_first and value is null) desc, value desc nulls last, f.year desc, f.agency, f.report_id
limit $row_limit
