-- 检查发现清单，差错在前
-- The findings, errors first
-- grain: finding
-- columns: the report, its agency and year; finding_no, rule, severity, message; cells; matched = number of findings in all
with found as not materialized (
    select f.*
    from findings as f
    where f.report_id is not null
      and f.year between $from_year and $to_year
      and @scope(f)
      and ($rules is null or f.rule in $rules)
      and ($severities is null or f.severity in $severities)
)
select
    f.report_id,
    f.agency_id,
    f.agency,
    f.region,
    f.year,
    f.finding_no,
    f.rule,
    f.severity,
    f.message,
    f.cells,
    (select count(*) from found) as matched
from found as f
order by case f.severity when 'error' then 1 when 'warning' then 2 else 3 end, f.year desc, f.agency, f.report_id, f.finding_no
limit $row_limit
