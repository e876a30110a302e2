-- 覆盖情况所依据的机关：某年应报的、其中收到年报的、读出数字的、没有错误的；没有年报的排在最前
-- The agencies behind the coverage of a year ($to_year), those without a report first
-- grain: agency
-- columns: the report (NULL where none came in) and its agency; the year; value = cells read; status = no_report or
--   NULL; no single cell; finding_count and error_count of the report; matched = number of agencies in all
select
    f.report_id,
    f.agency_id,
    f.agency,
    f.region,
    f.year,
    r.cell_count::double as value,
    if(f.report_id is null, 'no_report', null) as status,
    null::integer as table_no,
    null::varchar as row_code,
    null::varchar as column_code,
    r.finding_count,
    r.error_count,
    count(*) over () as matched
from filings as f
left join reports as r using (report_id)
where f.year = $to_year
  and (f.basis is not null or $series in ('agencies_read', 'agencies_without_errors'))
  and (f.report_id is not null or $series = 'agencies_expected')
  and (f.is_read or $series not in ('agencies_read', 'agencies_without_errors'))
  and (f.error_count = 0 or $series <> 'agencies_without_errors')
  and @scope(f)
order by f.report_id is not null, r.error_count desc, r.finding_count desc, f.agency
limit $row_limit
