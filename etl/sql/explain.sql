-- description: where each number of one report stands in its document
-- grain: one printed cell of the report
-- columns: table_no, row_label, column_label, value, printed, status, page, grid_no, grid_row, grid_column, note, findings (messages that speak of the cell)
select
    c.table_no, c.row_label, c.column_label, c.value, c.printed, c.status, c.page, c.grid_no, c.grid_row, c.grid_column,
    c.note,
    (
        select list(f.message order by f.finding_no)
        from findings f
        where f.report_id = c.report_id
          and list_contains(f.cells, {'table_no': c.table_no, 'row_code': c.row_code, 'column_code': c.column_code})
    ) as findings
from cells c
where c.report_id = $report_id
  and ($row_code is null or c.row_code = $row_code)
  and ($column_code is null or c.column_code = $column_code)
order by c.table_no, c.grid_no, c.grid_row, c.grid_column
