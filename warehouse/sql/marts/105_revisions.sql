-- Figures that changed after they were first served, one by one, and why: the organ published the report anew with another
-- figure (republished), or a newer reader read the same document otherwise (reread). `printed` is NULL where the figure is
-- one of the prose; the row of a figure of the prose or of an indicator table is its code, its column `value`, and it has
-- no table. A side that does not have the figure says `absent`.
-- grain: report_id, table_no, row_code, column_code, seen_at, reason
-- kind: table
-- columns: report_id, prior_report_id, agency_id, agency, year, table_no, row_code, column_code, old_value, old_printed,
--          old_status, new_value, new_printed, new_status, reason, seen_at, old_reader_version, new_reader_version
with changes as (
    select
        report_id, prior_report_id, table_no, row_code, column_code, old_value, old_printed, old_status,
        new_value, new_printed, new_status, 'republished' as reason, seen_at,
        reader_version as old_reader_version, reader_version as new_reader_version
    from republished
    union all
    select
        report_id, report_id, table_no, row_code, column_code, old_value, old_printed, old_status,
        new_value, new_printed, new_status, 'reread', seen_at, old_reader_version, new_reader_version
    from ledger.rereadings
)
select
    c.report_id, c.prior_report_id, v.agency_id, v.agency, v.year, c.table_no, c.row_code, c.column_code,
    c.old_value, c.old_printed, coalesce(c.old_status, 'absent') as old_status,
    c.new_value, c.new_printed, coalesce(c.new_status, 'absent') as new_status,
    c.reason, c.seen_at, c.old_reader_version, c.new_reader_version
from changes as c
left join versions as v using (report_id)
order by c.seen_at, c.report_id, c.table_no, c.row_code, c.column_code
