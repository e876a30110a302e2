-- 一种办理结果所依据的报告
-- The reports behind one outcome ($series) of applications
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
        f.value::double as value,
        f.value_status as status,
        3 as table_no,
        $series as row_code,
        'total' as column_code
    from application_outcomes as f
    where f.year between $from_year and $to_year
      and @scope(f)
      and f.outcome = $series
)
@listed()
