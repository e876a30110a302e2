-- 一类申请人的申请数所依据的报告
-- The reports behind the applications received from one kind of applicant ($series)
-- grain: report
-- columns: the report and its agency; value and status of the figure; the cell (table_no, row_code, column_code) that it
--   rests on; finding_count and error_count of the report; matched = number of reports in all
select
    r.report_id,
    r.agency_id,
    r.agency,
    r.region,
    r.year,
    f.received::double as value,
    f.received_status as status,
    3 as table_no,
    'received' as row_code,
    $series as column_code,
    r.finding_count,
    r.error_count,
    count(*) over () as matched
from reports as r
join application_applicants as f using (report_id)
where r.year between $from_year and $to_year
  and @scope(r)
  and f.applicant = $series
order by ($missing_first and value is null) desc, value desc nulls last, r.year desc, r.agency, r.report_id
limit $row_limit
