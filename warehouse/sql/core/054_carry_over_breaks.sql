-- carry_over: what a year carries in is what the year before carried out, column by column, where both are printed.
-- grain: report_id
-- kind: step
-- columns: report_id, severity, message, cells
with breaks as (
    select
        n.report_id, n.year, i.column_code,
        regexp_replace(cast(i.value as varchar), '\.0$', '') as carried_in,
        regexp_replace(cast(o.value as varchar), '\.0$', '') as carried_out,
        c.column_label, i.column_code = 'total' as is_total, c.position
    from consecutive_reports as n
    join ledger.readings as i
        on i.report_id = n.report_id and i.table_no = 3 and i.row_code = 'carried_in' and i.status = 'reported'
    join ledger.readings as o
        on o.report_id = n.prior_report_id and o.table_no = 3 and o.row_code = 'carried_out' and o.status = 'reported'
        and o.column_code = i.column_code
    left join ledger.cell_catalogue as c
        on c.edition = n.edition and c.table_no = 3 and c.row_code = 'carried_in' and c.column_code = i.column_code
    where i.value <> o.value
)
select
    report_id,
    case when bool_or(is_total) then 'error' else 'warning' end as severity,
    '上年（' || any_value(year) - 1 || '年度）报告“结转下年度继续办理”与本年（' || any_value(year)
        || '年度）报告“上年结转”应当相等，但不一致：'
        || string_agg(
            '“' || coalesce(column_label, column_code) || '”列上年报告为' || carried_out || '，本年报告为' || carried_in, '；'
            order by is_total desc, position
        ) || '。' as message,
    list({'table_no': cast(3 as utinyint), 'row_code': 'carried_in', 'column_code': column_code}
        order by is_total desc, position) as cells
from breaks
group by report_id
