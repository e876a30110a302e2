-- Lines of the indicator tables that reports printed before there was a common form (before 2019).
-- grain: report_id, line_no
-- kind: table
-- columns: report_id, line_no, code, label, unit, value, cumulative, printed, status, page,
--          grid_no, grid_row, grid_column, box_left, box_top, box_right, box_bottom
select
    i.report_id, i.line_no, i.code, i.label, i.unit, i.value, i.cumulative, i.printed, i.status, i.page,
    i.grid_no, i.grid_row, i.grid_column, i.box_left, i.box_top, i.box_right, i.box_bottom
from ledger.indicators as i
join core.reports as r using (report_id)
order by i.report_id, i.line_no
