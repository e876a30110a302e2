-- What the checks found in the current reports, and what a person decided of it; neither changes a figure. A missing report of an
-- agency that never reported has no report_id and no year; about names the years that are missed, or the other report of a like
-- text.
-- grain: report_id, finding_no
-- kind: table
-- columns: report_id, rule, severity, message, finding_no, agency_id, agency, year, cells, about,
--          decision, decision_reason, decided_by, decided_at, region_code, region, level, function
select
    f.report_id, f.rule, f.severity, f.message, f.finding_no,
    coalesce(r.agency_id, f.agency_id) as agency_id, coalesce(r.agency, f.agency) as agency, r.year, f.cells, f.about,
    d.verdict as decision, m.reason as decision_reason, m.decided_by, m.decided_at,
    r.region_code, r.region, r.level, r.function
from found as f
left join core.reports as r using (report_id)
left join decided_findings as d
    on d.report_id is not distinct from f.report_id and d.finding_no = f.finding_no and d.rank = 1 and d.verdict <> 'reopened'
left join decisions_made as m using (decision_id)
where r.report_id is not null or f.report_id is null
order by f.report_id, f.finding_no
