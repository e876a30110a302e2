-- 某一年度（$year）逾期、缺报等机关的名单（$states）
-- The agencies of a year whose report is late, missing and so on ($states), the missing first
-- grain: agency
-- columns: the agency; state, basis, due_on, published_on, days_late; report_id where one came in; matched = number in all
select
    f.agency_id,
    f.agency,
    f.region,
    f.level,
    f.function,
    f.year,
    f.state,
    f.basis,
    f.due_on,
    f.published_on,
    f.days_late,
    f.report_id,
    f.reason,
    count(*) over () as matched
from filings as f
where f.year = $year
  and f.state in $states
  and ($near_from is null or f.region_code between $near_from and $near_to)
  and ($regions is null or len(list_filter($regions, lambda place: starts_with(f.region, place))) > 0)
  and ($levels is null or f.level in $levels)
  and ($functions is null or f.function in $functions)
  and ($agencies is null or f.agency_id in $agencies)
order by case f.state when 'missing' then 1 when 'late' then 2 when 'undated' then 3 else 4 end, f.days_late desc nulls last, f.region, f.agency
limit $row_limit
