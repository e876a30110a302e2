-- What the identity of a current report rests on: for the agency, the year and the date of publication, the text that each was
-- read from and where it stands.
-- grain: report_id, field
-- kind: table
-- columns: report_id, agency_id, agency, year, field, evidence
with fields as (
    select report_id, evidence, unnest(json_keys(evidence)) as field from ledger.reports
)
select r.report_id, r.agency_id, r.agency, r.year, f.field, json_extract_string(f.evidence, '$."' || f.field || '"') as evidence
from fields as f
join core.reports as r using (report_id)
order by r.report_id, f.field
