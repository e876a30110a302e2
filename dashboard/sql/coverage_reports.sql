-- 覆盖情况所依据的机关：某年已知的、收到年报的、读出数字的、没有错误的；没有年报的排在最前
-- The agencies behind the coverage of a year ($to_year), those without a report first
-- grain: agency
-- columns: the report (NULL where none came in) and its agency; year of the report; value = cells read; status = no_report or
--   NULL; no single cell; finding_count and error_count of the report; matched = number of agencies in all
with with_figure as (
    select report_id from filings where is_read
)
select
    r.report_id,
    a.agency_id,
    a.agency,
    a.region,
    r.year,
    r.cell_count::double as value,
    if(r.report_id is null, 'no_report', null) as status,
    null::integer as table_no,
    null::varchar as row_code,
    null::varchar as column_code,
    r.finding_count,
    r.error_count,
    count(*) over () as matched
from agencies as a
left join reports as r on r.agency_id = a.agency_id and r.year = $to_year
where (r.report_id is not null or $series = 'agencies_known')
  and ($series not in ('agencies_read', 'agencies_without_errors') or r.report_id in (select report_id from with_figure))
  and ($series <> 'agencies_without_errors' or r.error_count = 0)
  and @scope(a)
order by r.report_id is not null, r.error_count desc, r.finding_count desc, a.agency
limit $row_limit
