-- 一种办理结果所依据的报告
-- The reports behind one outcome ($series) of applications
-- grain: report
-- columns: the report and its agency; value and status of the figure; the cell (table_no, row_code, column_code) that it
--   rests on; finding_count and error_count of the report; matched = number of reports in all
select
    r.report_id,
    r.agency_id,
    r.agency,
    r.region,
    r.year,
    f.value::double as value,
    f.value_status as status,
    3 as table_no,
    $series as row_code,
    'total' as column_code,
    r.finding_count,
    r.error_count,
    count(*) over () as matched
from reports as r
join application_outcomes as f using (report_id)
where r.year between $from_year and $to_year
  and @scope(r)
  and f.outcome = $series
order by ($missing_first and value is null) desc, value desc nulls last, r.year desc, r.agency, r.report_id
limit $row_limit
