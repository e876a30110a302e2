-- One printed cell of a current report: what it says, how it was read, and where it stands in the document.
-- grain: report_id, table_no, row_code, column_code
-- kind: view
-- columns: report_id, table_no, row_code, column_code, value, printed, status, page, note, row_label, column_label,
--          grid_no, grid_row, grid_column, box_left, box_top, box_right, box_bottom
select
    f.report_id, f.table_no, f.row_code, f.column_code, f.value, f.printed, f.status, f.page, f.note,
    c.row_label, c.column_label,
    f.grid_no, f.grid_row, f.grid_column, f.box_left, f.box_top, f.box_right, f.box_bottom
from core.readings as f
left join core.cell_catalogue as c
    on c.edition = f.edition and c.table_no = f.table_no and c.row_code = f.row_code and c.column_code = f.column_code
