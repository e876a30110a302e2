-- 一类申请人的申请数所依据的报告
-- The reports behind the applications received from one kind of applicant ($series)
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
        f.received::double as value,
        f.received_status as status,
        3 as table_no,
        'received' as row_code,
        $series as column_code
    from application_applicants as f
    where f.year between $from_year and $to_year
      and @scope(f)
      and f.applicant = $series
)
@listed()
