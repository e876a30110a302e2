-- 一项比例的分子所依据的年报
-- The reports behind the numerator of one rate ($series)
-- grain: report
-- columns: the report and its agency; value = numerator; cases = denominator; status of the numerator; the cell (table_no,
--   row_code, column_code) that it rests on; finding_count and error_count of the report; matched = number of reports in all
with behind as not materialized (
    select
        r.report_id,
        r.agency_id,
        r.agency,
        r.region,
        r.year,
        r.events::double as value,
        r.cases::double as cases,
        r.status,
        r.table_no,
        r.row_code,
        r.column_code,
        r.finding_count,
        r.error_count
    from rates as r
    where r.year between $from_year and $to_year
      and @scope(r)
      and r.measure = $series
)
select
    *,
    (select count(*) from behind) as matched
from behind
order by ($missing_first and value is null) desc, value desc nulls last, year desc, agency, report_id
limit $row_limit
