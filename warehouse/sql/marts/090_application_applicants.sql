-- Applications by kind of applicant: each applicant column of table 3, without the total.
-- grain: report_id, applicant
-- kind: table
-- columns: report_id, agency_id, agency, year, applicant, received, carried_in, concluded, carried_out,
--          received_status, carried_in_status, concluded_status, carried_out_status, region_code, region, level, function,
--          finding_count, error_count
select
    r.report_id, r.agency_id, r.agency, r.year, c.applicant,
    c.received, c.carried_in, c.concluded, c.carried_out,
    c.received_status, c.carried_in_status, c.concluded_status, c.carried_out_status,
    r.region_code, r.region, r.level, r.function, r.finding_count, r.error_count
from applicant_figures as c
join core.reports as r using (report_id)
order by r.region_code, r.agency_id, r.year, r.report_id, c.applicant
