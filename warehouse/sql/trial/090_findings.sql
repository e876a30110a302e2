-- What the checks of a single report would have found: the errors drawn, and totals left blank.
-- grain: report x finding
insert into findings (report_id, finding_no, rule, severity, message, cells, batch_no)
select
    report_id, 1, if(error = 'unreadable', 'unreadable_cell', error), if(error = 'outcome_sum', 'error', 'warning'),
    if(
        error = 'outcome_sum',
        '表三“总计”列：（七）总计比各项办理结果之和多3。',
        '表三“（一）予以公开·法人或其他组织·商业企业”一格无法读取：“十余”不是数字。'
    ),
    if(
        error = 'outcome_sum',
        [{'table_no': 3, 'row_code': 'concluded', 'column_code': 'total'}],
        [{'table_no': 3, 'row_code': 'granted', 'column_code': 'company'}]
    ), 1
from trial_figures
where error in ('outcome_sum', 'unreadable')
union all
select
    report_id, 2, 'blank_total', 'warning', '表三的合计有空白；合计应当填写。',
    [{'table_no': 3, 'row_code': 'granted', 'column_code': 'total'}], 1
from trial_figures
where manner = 'blank'
order by 1, 2
