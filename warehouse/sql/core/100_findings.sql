-- What the checks found in the current reports; a finding never changes a figure.
-- grain: report_id, finding_no
-- kind: table
-- columns: report_id, rule, severity, message, finding_no, agency_id, agency, year, cells
select f.report_id, f.rule, f.severity, f.message, f.finding_no, r.agency_id, r.agency, r.year, f.cells
from found as f
join core.reports as r using (report_id)
order by f.report_id, f.finding_no
