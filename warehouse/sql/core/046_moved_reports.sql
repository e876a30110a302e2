-- Reports that decisions of people took away, gave to another agency, or put beside one so given: the rows by which a snapshot
-- may be shorter than the one before.
-- grain: report_id
-- kind: step
-- columns: report_id
with changed as (
    select r.report_id, r.agency_id as old_id, p.agency_id as new_id
    from ledger.reports as r
    left join placed_reports as p using (report_id)
    where p.report_id is null or p.agency_id is distinct from r.agency_id
)
select report_id
from ledger.reports
where report_id in (select report_id from changed) or agency_id in (select new_id from changed where new_id is not null)
