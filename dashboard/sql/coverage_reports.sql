-- 覆盖情况所依据的报告；没有差错一项只列没有差错的报告
-- The reports behind the coverage; for agencies_without_errors only those
-- grain: report
-- columns: the report and its agency; value = cells read; status; no single cell; finding_count and error_count of the
--   report; matched = number of reports in all
select
    report_id,
    agency_id,
    agency,
    region,
    year,
    cell_count::double as value,
    null::varchar as status,
    null::integer as table_no,
    null::varchar as row_code,
    null::varchar as column_code,
    finding_count,
    error_count,
    count(*) over () as matched
from reports
where year between $from_year and $to_year
      and ($regions is null or len(list_filter($regions, lambda place: starts_with(region, place))) > 0)
      and ($levels is null or level in $levels)
      and ($functions is null or function in $functions)
      and ($agencies is null or agency_id in $agencies)
  and ($series <> 'agencies_without_errors' or error_count = 0)
order by error_count desc, finding_count desc, year desc, agency, report_id
limit $row_limit
