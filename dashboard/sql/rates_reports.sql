-- 一项比例的分子所依据的年报
-- The reports behind the numerator of one rate ($series)
-- grain: report
-- columns: the report and its agency; value = numerator; cases = denominator; status of the numerator; the cell (table_no,
--   row_code, column_code) that it rests on; finding_count and error_count of the report; matched = number of reports in all
with counts as (
    @rates()
)
select
    r.report_id,
    r.agency_id,
    r.agency,
    r.region,
    r.year,
    c.events::double as value,
    c.cases::double as cases,
    c.status,
    c.table_no,
    c.row_code,
    c.column_code,
    r.finding_count,
    r.error_count,
    count(*) over () as matched
from reports as r
join counts as c using (report_id)
where r.year between $from_year and $to_year
  and @scope(r)
  and c.measure = $series
order by ($missing_first and value is null) desc, value desc nulls last, r.year desc, r.agency, r.report_id
limit $row_limit
