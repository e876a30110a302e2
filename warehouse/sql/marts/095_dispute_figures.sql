-- The figures of each line of table 4, side by side; made in parts (reading_parts).
-- grain: report_id, kind
-- kind: step
-- columns: report_id, kind, upheld, upheld_status, corrected, corrected_status, other_result, other_result_status, pending,
--          pending_status, total, total_status, parts, part_count
select
    report_id, row_code as kind,
    max(value) filter (where column_code = 'upheld') as upheld,
    max(value_status) filter (where column_code = 'upheld') as upheld_status,
    max(value) filter (where column_code = 'corrected') as corrected,
    max(value_status) filter (where column_code = 'corrected') as corrected_status,
    max(value) filter (where column_code = 'other_result') as other_result,
    max(value_status) filter (where column_code = 'other_result') as other_result_status,
    max(value) filter (where column_code = 'pending') as pending,
    max(value_status) filter (where column_code = 'pending') as pending_status,
    max(value) filter (where column_code = 'total') as total,
    max(value_status) filter (where column_code = 'total') as total_status,
    sum(value) filter (where column_code <> 'total') as parts,
    count(value) filter (where column_code <> 'total') as part_count
from figures
where table_no = 4 and report_id between getvariable('part_from') and getvariable('part_to')
group by report_id, row_code
