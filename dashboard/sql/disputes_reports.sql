-- 一项复议诉讼数字所依据的报告
-- The reports behind one figure ($series) of one kind ($kind) of dispute
-- grain: report
-- columns: the report and its agency; value and status of the figure; the cell (table_no, row_code, column_code) that it
--   rests on; finding_count and error_count of the report; matched = number of reports in all
with figures as not materialized (
    select
        f.report_id,
        f.agency_id,
        f.agency,
        f.region,
        f.year,
        f.finding_count,
        f.error_count,
        case $series
            when 'upheld' then f.upheld
            when 'corrected' then f.corrected
            when 'other_result' then f.other_result
            when 'pending' then f.pending
            when 'total' then f.total
        end::double as value,
        case $series
            when 'upheld' then f.upheld_status
            when 'corrected' then f.corrected_status
            when 'other_result' then f.other_result_status
            when 'pending' then f.pending_status
            when 'total' then f.total_status
        end as status,
        4 as table_no,
        $kind as row_code,
        $series as column_code
    from disputes as f
    where f.year between $from_year and $to_year
      and @scope(f)
      and f.kind = $kind
)
@listed()
