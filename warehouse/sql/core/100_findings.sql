-- What the checks found in the current reports; a finding never changes a figure. A missing report of an agency that never
-- reported has no report_id and no year; about names the years that are missed, or the other report of a like text.
-- grain: report_id, finding_no
-- kind: table
-- columns: report_id, rule, severity, message, finding_no, agency_id, agency, year, cells, about
select
    f.report_id, f.rule, f.severity, f.message, f.finding_no,
    coalesce(r.agency_id, f.agency_id) as agency_id, coalesce(r.agency, f.agency) as agency, r.year, f.cells, f.about
from found as f
left join core.reports as r using (report_id)
where r.report_id is not null or f.report_id is null
order by f.report_id, f.finding_no
