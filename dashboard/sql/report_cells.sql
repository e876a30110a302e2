-- 一份报告印出的单元格
-- The printed cells of one report ($report_id)
-- grain: cell
select
    table_no,
    row_code,
    column_code,
    value::double as value,
    printed,
    status,
    page,
    note,
    row_label,
    column_label,
    grid_no,
    grid_row,
    grid_column,
    box_left,
    box_top,
    box_right,
    box_bottom
from cells
where report_id = $report_id
order by table_no, grid_no, grid_row, grid_column
