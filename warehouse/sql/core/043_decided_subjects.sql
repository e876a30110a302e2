-- Decisions on agencies and reports, each with what it speaks of as it is known now: an agency by its id, else by its printed
-- name; a report by its document. rank 1 is the latest on a subject; one that takes a decision back is a decision, too.
-- grain: decision_id
-- kind: step
-- columns: decision_id, subject, verdict, decided_at, agency_id, other_agency_id, report_id, year, is_known, rank
with names as (
    select agency_id, unnest(names) as agency from known_agencies
),
by_name as (
    select agency, min(agency_id) as agency_id from names group by agency
),
lone_reports as (
    select sha256, min(report_id) as report_id from ledger.reports group by sha256 having count(*) = 1
),
found as (
    select
        d.decision_id, d.subject, d.verdict, d.decided_at, d.position, d.year,
        coalesce(k.agency_id, n.agency_id) as agency_id,
        coalesce(ok.agency_id, o.agency_id) as other_agency_id,
        d.other_agency_id is not null or d.other_agency is not null as has_other,
        coalesce(l.report_id, r.report_id) as report_id
    from decisions_made as d
    left join known_agencies as k on k.agency_id = d.agency_id
    left join by_name as n on n.agency = d.agency
    left join known_agencies as ok on ok.agency_id = d.other_agency_id
    left join by_name as o on o.agency = d.other_agency
    left join lone_reports as l on l.sha256 = d.sha256
    left join ledger.reports as r on r.sha256 = d.sha256 and r.report_id = d.report_id
    where d.subject in ('agency', 'report')
)
select
    decision_id, subject, verdict, decided_at, agency_id, other_agency_id, report_id, year,
    if(subject = 'report', report_id, agency_id) is not null and (not has_other or other_agency_id is not null) as is_known,
    row_number() over (
        partition by
            subject, if(subject = 'report', report_id, agency_id),
            -- that two are not one says nothing of either alone
            case when subject = 'agency' and has_other and verdict in ('different_from', 'reopened') then other_agency_id end
        order by decided_at desc, position desc
    ) as rank
from found
