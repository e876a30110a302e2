-- What a newer reader read otherwise in the documents of `old_reports` (report_id, sha256, reader_version), whose figures stood
-- in `old_figures`; its own reading is the batch $batch_no. A report is held against itself, or against the one report
-- that both readers found in the document. A report that the newer one did not find is noted as gone, figure by figure.
insert into rereadings
with old_ones as (
    select *, count(*) over (partition by sha256) as report_count from old_reports
),
new_documents as (
    select reader_version from documents where batch_no = $batch_no and reader_version <> ''
),
new_ones as (
    select report_id, sha256, count(*) over (partition by sha256) as report_count from reports where batch_no = $batch_no
),
pairs as (
    select o.report_id as old_report_id, n.report_id as new_report_id, coalesce(n.report_id, o.report_id) as report_id, o.reader_version
    from old_ones as o
    left join new_ones as n
        on n.sha256 = o.sha256
        and (n.report_id = o.report_id or (n.report_count = 1 and o.report_count = 1))
),
before as (
    select p.report_id, p.reader_version, f.* exclude (report_id, batch_no)
    from old_figures as f
    join pairs as p on p.old_report_id = f.report_id
),
after as (
    select p.report_id, p.reader_version, f.* exclude (report_id, batch_no)
    from figures as f
    join pairs as p on p.new_report_id = f.report_id
    where f.batch_no = $batch_no
)
select
    coalesce(b.report_id, a.report_id), coalesce(b.table_no, a.table_no), coalesce(b.row_code, a.row_code),
    coalesce(b.column_code, a.column_code), b.value, b.printed, b.status, a.value, a.printed, a.status,
    coalesce(b.reader_version, a.reader_version), (select any_value(reader_version) from new_documents), $seen_at, $batch_no
from before as b
full join after as a
    on a.report_id = b.report_id and a.table_no is not distinct from b.table_no
    and a.row_code = b.row_code and a.column_code = b.column_code
where a.value is distinct from b.value or a.status is distinct from b.status
