-- Figures in which a version of a report differs from the one before it in the same form (two web pages, two PDFs): the organ
-- changed the report after it was published. Versions follow each other as in `versions`. A figure that only one of the two
-- has is told as well, where the other was read at all. Only versions that the same readers read are held against each
-- other: else a difference might be ours.
-- grain: report_id, table_no, row_code, column_code
-- kind: step
-- columns: report_id, prior_report_id, table_no, row_code, column_code, old_value, old_printed, old_status, new_value,
--          new_printed, new_status, seen_at, reader_version, prior_loaded_at
with successions as (
    select
        v.report_id, v.loaded_at, d.reader_version, v.agency_id, v.year,
        lead(v.report_id) over newest_first as prior_report_id,
        lead(v.loaded_at) over newest_first as prior_loaded_at,
        lead(d.reader_version) over newest_first as prior_reader_version
    from versions as v
    join ledger.documents as d using (sha256)
    window newest_first as (
        partition by v.subject, v.media_type
        order by
            v.is_served desc, v.table_count desc nulls last, v.published_on desc nulls last, v.retrieved_at desc nulls last,
            v.loaded_at desc, v.sha256 desc, v.report_id desc
    )
),
pairs as (
    select * from successions where prior_report_id is not null and reader_version = prior_reader_version
),
before as (
    select p.report_id, f.* exclude (report_id, batch_no)
    from ledger.figures as f
    join pairs as p on p.prior_report_id = f.report_id
),
after as (
    select p.report_id, f.* exclude (report_id, batch_no)
    from ledger.figures as f
    join pairs as p on p.report_id = f.report_id
),
differences as (
    select
        coalesce(b.report_id, a.report_id) as report_id, coalesce(b.table_no, a.table_no) as table_no,
        coalesce(b.row_code, a.row_code) as row_code, coalesce(b.column_code, a.column_code) as column_code,
        b.value as old_value, b.printed as old_printed, b.status as old_status,
        a.value as new_value, a.printed as new_printed, a.status as new_status
    from before as b
    full join after as a
        on a.report_id = b.report_id and a.table_no is not distinct from b.table_no
        and a.row_code = b.row_code and a.column_code = b.column_code
    where a.value is distinct from b.value or a.status is distinct from b.status
)
select
    d.report_id, p.prior_report_id, d.table_no, d.row_code, d.column_code, d.old_value, d.old_printed, d.old_status,
    d.new_value, d.new_printed, d.new_status, greatest(p.loaded_at, p.prior_loaded_at) as seen_at, p.reader_version, p.prior_loaded_at
from differences as d
join pairs as p using (report_id)
