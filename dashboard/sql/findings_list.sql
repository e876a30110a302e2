-- 检查发现清单，差错在前
-- The findings, errors first
-- grain: finding
-- columns: the report, its agency and year; finding_no, rule, severity, message; cells; matched = number of findings in all
select
    f.report_id,
    r.agency_id,
    r.agency,
    r.region,
    r.year,
    f.finding_no,
    f.rule,
    f.severity,
    f.message,
    f.cells,
    count(*) over () as matched
from findings as f
join reports as r using (report_id)
where r.year between $from_year and $to_year
  and @scope(r)
  and ($rules is null or f.rule in $rules)
  and ($severities is null or f.severity in $severities)
order by case f.severity when 'error' then 1 when 'warning' then 2 else 3 end, r.year desc, r.agency, f.report_id, f.finding_no
limit $row_limit
