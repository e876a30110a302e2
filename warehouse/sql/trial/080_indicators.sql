-- The lines of the indicator tables from before there was a common form.
-- grain: report x indicator
insert into indicators (
    report_id, line_no, code, label, unit, value, cumulative, printed, status, page, grid_no, grid_row, grid_column, batch_no
)
with lines as (
    select unnest([
        {'line_no': 1, 'code': 'publications', 'label': '主动公开政府信息数', 'unit': '条', 'per_application': 40.0},
        {'line_no': 2, 'code': 'applications_received', 'label': '收到申请数', 'unit': '件', 'per_application': 1.0},
        {'line_no': 3, 'code': 'applications_answered', 'label': '申请答复数', 'unit': '件', 'per_application': 0.97},
        {'line_no': 4, 'code': 'granted', 'label': '同意公开答复数', 'unit': '件', 'per_application': 0.7},
        {'line_no': 5, 'code': 'refused', 'label': '不同意公开答复数', 'unit': '件', 'per_application': 0.05},
        {'line_no': 6, 'code': 'reconsiderations', 'label': '行政复议数量', 'unit': '件', 'per_application': 0.04},
        {'line_no': 7, 'code': 'lawsuits', 'label': '行政诉讼数量', 'unit': '件', 'per_application': 0.03}
    ], recursive := true)
),
drawn as (
    select r.report_id, l.*, cast(floor(r.volume * l.per_application + chance(r.report_no, l.line_no, 'line')) as integer) as figure
    from trial_reports as r
    cross join lines as l
    where r.edition = 'pre2019'
)
select report_id, line_no, code, label, unit, figure, null, cast(figure as varchar), 'reported', null, 0, line_no, 2, 1
from drawn
order by report_id, line_no
