-- Reports that do not tell which organ they are of, for a person to decide: the name as printed, and the organs that it may be,
-- each with the reason. candidate is NULL where only a reason can be told. Until decided such a report is of an agency of its own.
-- grain: report_id, candidate_no
-- kind: table
-- columns: report_id, agency_id, printed_name, year, source_name, source_url, candidate_no, candidate, region_code, region, reason
select
    r.report_id, r.agency_id, coalesce(r.agency, json_extract_string(l.evidence, '$.printed_name')) as printed_name, r.year, r.source_name, r.source_url,
    c.candidate_no, c.agency as candidate, c.region_code, c.region, c.reason
from core.reports as r
join ledger.reports as l using (report_id)
join ledger.candidates as c using (report_id)
where not r.is_identified
order by r.report_id, c.candidate_no
