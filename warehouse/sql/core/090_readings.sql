-- Every printed cell of the current reports, in the order of reports and printed place; made in parts (reading_parts).
-- grain: report_id, table_no, row_code, column_code
-- kind: kept
-- columns: report_id, table_no, row_code, column_code, value, printed, status, page, note,
--          edition, grid_no, grid_row, grid_column, box_left, box_top, box_right, box_bottom
select
    r.report_id, r.table_no, r.row_code, r.column_code, r.value, r.printed, r.status, r.page, r.note,
    p.edition, r.grid_no, r.grid_row, r.grid_column, r.box_left, r.box_top, r.box_right, r.box_bottom
from ledger.readings as r
join core.reports as p using (report_id)
left join core.cell_catalogue as c
    on c.edition = p.edition and c.table_no = r.table_no and c.row_code = r.row_code and c.column_code = r.column_code
where r.report_id between getvariable('part_from') and getvariable('part_to')
order by r.report_id, r.table_no, c.position, r.row_code, r.column_code
