-- The figures of each applicant column of table 3, side by side; made in parts (reading_parts).
-- grain: report_id, applicant
-- kind: step
-- columns: report_id, applicant, received, carried_in, concluded, carried_out,
--          received_status, carried_in_status, concluded_status, carried_out_status
select
    report_id, column_code as applicant,
    max(value) filter (where row_code = 'received') as received,
    max(value) filter (where row_code = 'carried_in') as carried_in,
    max(value) filter (where row_code = 'concluded') as concluded,
    max(value) filter (where row_code = 'carried_out') as carried_out,
    coalesce(max(value_status) filter (where row_code = 'received'), 'absent') as received_status,
    coalesce(max(value_status) filter (where row_code = 'carried_in'), 'absent') as carried_in_status,
    coalesce(max(value_status) filter (where row_code = 'concluded'), 'absent') as concluded_status,
    coalesce(max(value_status) filter (where row_code = 'carried_out'), 'absent') as carried_out_status
from figures
where table_no = 3 and column_code <> 'total' and report_id between getvariable('part_from') and getvariable('part_to')
group by report_id, column_code
