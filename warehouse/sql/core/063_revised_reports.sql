-- revised: a current report of which an earlier version in the same form gave other figures.
-- grain: report_id
-- kind: step
-- columns: report_id, message, cells
with said_of_status as (
    select * from (values ('blank', '空白'), ('not_applicable', '“/”'), ('unreadable', '无法识读')) as s (status, zh)
),
changed as (
    select
        r.*,
        coalesce('“' || nullif(r.old_printed, '') || '”', regexp_replace(cast(r.old_value as varchar), '\.0$', ''), os.zh, '没有这个数字') as before,
        coalesce('“' || nullif(r.new_printed, '') || '”', regexp_replace(cast(r.new_value as varchar), '\.0$', ''), ns.zh, '没有这个数字') as after,
        c.position, coalesce(c.row_label || '·' || c.column_label, t.zh, r.row_code) as label
    from republished as r
    join versions as v using (report_id)
    left join ledger.cell_catalogue as c
        on c.edition = v.edition and c.table_no = r.table_no and c.row_code = r.row_code and c.column_code = r.column_code
    left join terms as t on t.code = r.row_code
    left join said_of_status as os on os.status = r.old_status
    left join said_of_status as ns on ns.status = r.new_status
    where v.is_current
)
select
    report_id,
    '该报告公布后有改动：与此前收到的版本（' || any_value(prior_report_id) || '）相比，有 ' || count(*) || ' 处数字不同，例如“'
        || first(label order by table_no, position, row_code, column_code) || '”由'
        || first(before order by table_no, position, row_code, column_code) || '改为'
        || first(after order by table_no, position, row_code, column_code) || '。' as message,
    list({'table_no': table_no, 'row_code': row_code, 'column_code': column_code} order by table_no, position, row_code, column_code)
        filter (where table_no is not null) as cells
from changed
group by report_id
