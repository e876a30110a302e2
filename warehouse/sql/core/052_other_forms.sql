-- Where another form of the same report (a PDF beside the page) gives another figure for a cell: the report counts once, by
-- the better reading, and the difference is told. Versions of the same form are corrections, not compared.
-- grain: report_id, other_report_id
-- kind: step
-- columns: report_id, other_report_id, message, cells
with pairs as (
    select c.report_id, o.report_id as other_report_id, d.source_name
    from versions as c
    join versions as o on o.subject = c.subject and o.media_type <> c.media_type
    join ledger.documents as d on d.sha256 = o.sha256
    where c.is_current
)
select
    p.report_id, p.other_report_id,
    '同一年度报告的另一种形式（' || any_value(p.source_name) || '）中，有 ' || count(*) || ' 格的数字与此不同，例如此处为 '
        || first(mine.printed order by mine.table_no, mine.row_code, mine.column_code) || '，该处为 '
        || first(theirs.printed order by mine.table_no, mine.row_code, mine.column_code) || '。' as message,
    list({'table_no': mine.table_no, 'row_code': mine.row_code, 'column_code': mine.column_code}
        order by mine.table_no, mine.row_code, mine.column_code) as cells
from pairs as p
join ledger.readings as mine on mine.report_id = p.report_id
join ledger.readings as theirs
    on theirs.report_id = p.other_report_id and theirs.table_no = mine.table_no
    and theirs.row_code = mine.row_code and theirs.column_code = mine.column_code
where mine.value <> theirs.value
group by p.report_id, p.other_report_id
