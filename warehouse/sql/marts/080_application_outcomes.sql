-- How applications ended, by each outcome row of table 3 that the report prints.
-- grain: report_id, outcome
-- kind: table
-- columns: report_id, agency_id, agency, year, outcome, outcome_group, value, value_status, region_code, region, level, function,
--          finding_count, error_count
select
    r.report_id, r.agency_id, r.agency, r.year, t.row_code as outcome, o.row_group as outcome_group, t.value, t.value_status,
    r.region_code, r.region, r.level, r.function, r.finding_count, r.error_count
from row_totals as t
join outcome_rows as o using (row_code)
join core.reports as r using (report_id)
order by o.row_group, r.region_code, r.agency_id, r.year, r.report_id, t.row_code
