-- The reports in parts of so many readings (part_size) as can be sorted and checked in the memory of an ordinary machine, by
-- report_id. What is made or checked part by part keeps between the variables part_from and part_to.
-- grain: part_no
-- kind: step
-- columns: part_no, part_from, part_to
with counted as (
    select report_id, sum(cell_count) over (order by report_id) // getvariable('part_size') as part_no from core.reports
)
select part_no, min(report_id) as part_from, max(report_id) as part_to
from counted
group by part_no
union all
select 0, '', '' where not exists (from core.reports)
