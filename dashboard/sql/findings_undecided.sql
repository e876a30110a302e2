-- 尚无人工决定的检查发现（$severities），错误在前
-- Findings that nobody has decided ($severities), errors first; one of an organ that never reported has no report
-- grain: finding
-- columns: the report, its agency and year; finding_no, rule, severity, message, cells, about; matched = number of findings in all
with waiting as not materialized (
    select f.*
    from findings as f
    where f.decision is null
      and f.severity in $severities
      and (f.report_id is null or f.year between $from_year and $to_year)
      and ($near_from is null or f.region_code between $near_from and $near_to or f.report_id is null)
      and ($regions is null or len(list_filter($regions, lambda place: starts_with(f.region, place))) > 0)
      and ($levels is null or f.level in $levels)
      and ($functions is null or f.function in $functions)
      and ($agencies is null or f.agency_id in $agencies)
)
select
    f.report_id,
    f.agency_id,
    f.agency,
    f.year,
    f.finding_no,
    f.rule,
    f.severity,
    f.message,
    f.cells,
    f.about,
    (select count(*) from waiting) as matched
from waiting as f
order by case f.severity when 'error' then 1 when 'warning' then 2 else 3 end, f.year desc nulls first, f.agency, f.report_id, f.finding_no
limit $row_limit
