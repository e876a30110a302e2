-- What people decided, of whom and why. state: in_force; superseded by a later decision on the same subject; expired, where what it
-- speaks of is there no more; contradictory, where agencies that are said to be one another lead in a circle.
-- grain: decision_id
-- kind: table
-- columns: decision_id, decided_at, decided_by, subject, verdict, reason, state, report_id, finding_no, agency_id, agency, year,
--          rule, cells, about, message, other_agency_id, other_agency, sha256
with of_findings as (
    select decision_id, arg_min(report_id, rank) as report_id, arg_min(finding_no, rank) as finding_no, min(rank) as rank
    from decided_findings
    group by decision_id
)
select
    d.decision_id, d.decided_at, d.decided_by, d.subject, d.verdict, d.reason,
    case
        when coalesce(s.is_known, f.rank is not null) is not true then 'expired'
        when coalesce(s.rank, f.rank) > 1 then 'superseded'
        when d.verdict = 'same_as' and m.agency_id is null then 'contradictory'
        else 'in_force'
    end as state,
    coalesce(s.report_id, f.report_id, d.report_id) as report_id,
    f.finding_no,
    coalesce(s.agency_id, d.agency_id) as agency_id,
    d.agency, d.year, d.rule, d.cells, d.about, d.message,
    coalesce(s.other_agency_id, d.other_agency_id) as other_agency_id,
    d.other_agency, d.sha256
from decisions_made as d
left join decided_subjects as s using (decision_id)
left join of_findings as f using (decision_id)
left join agency_moves as m on m.agency_id = s.agency_id
order by d.decided_at, d.decision_id
