-- 尚无人工决定的检查发现（$severities），错误在前
-- Findings that nobody has decided ($severities), errors first; one of an organ that never reported has no report
-- grain: finding
-- columns: the report, its agency and year; finding_no, rule, severity, message, about; matched = number of findings in all
select
    f.report_id,
    f.agency_id,
    f.agency,
    f.year,
    f.finding_no,
    f.rule,
    f.severity,
    f.message,
    f.about,
    count(*) over () as matched
from findings as f
left join reports as r using (report_id)
where f.decision is null
  and f.severity in $severities
  and (r.report_id is null or r.year between $from_year and $to_year)
  and ($regions is null or len(list_filter($regions, lambda place: starts_with(r.region, place))) > 0)
  and ($levels is null or r.level in $levels)
  and ($functions is null or r.function in $functions)
  and ($agencies is null or f.agency_id in $agencies)
order by case f.severity when 'error' then 1 when 'warning' then 2 else 3 end, f.year desc nulls first, f.agency, f.report_id, f.finding_no
limit $row_limit
