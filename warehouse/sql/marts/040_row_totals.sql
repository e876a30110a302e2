-- The 总计 of each row of table 3: as printed; where it is blank, the sum of the applicant columns if all are reported;
-- made in parts (reading_parts).
-- grain: report_id, row_code
-- kind: step
-- columns: report_id, row_code, value, value_status
with applicant_columns as (
    select edition, count(distinct column_code) as column_count
    from core.cell_catalogue
    where table_no = 3 and column_code <> 'total'
    group by edition
),
rows_of_table_3 as (
    select
        f.report_id, f.row_code,
        max(f.value) filter (where f.column_code = 'total') as total,
        coalesce(max(f.value_status) filter (where f.column_code = 'total'), 'absent') as total_status,
        sum(f.value) filter (where f.column_code <> 'total') as parts,
        count(f.value) filter (where f.column_code <> 'total') as part_count
    from figures as f
    where f.table_no = 3 and f.report_id between getvariable('part_from') and getvariable('part_to')
    group by f.report_id, f.row_code
),
completed as (
    select t.*, t.total_status = 'blank' and t.part_count = a.column_count as is_from_parts
    from rows_of_table_3 as t
    join core.reports as r using (report_id)
    left join applicant_columns as a using (edition)
)
select
    report_id, row_code,
    case when is_from_parts then cast(parts as bigint) else total end as value,
    case when is_from_parts then 'from_parts' else total_status end as value_status
from completed
