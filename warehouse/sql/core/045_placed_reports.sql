-- The reports of the ledger, each with the agency that it belongs to by the decisions of people; those that were found to be no
-- report are left out. Nothing that a report prints is changed.
-- grain: report_id
-- kind: step
-- columns: report_id, sha256, agency_id, agency, year, edition, region_code, region, level, function, published_on,
--          publication_items, publication_items_status, scope, is_identified
with decided as (
    select report_id, verdict, other_agency_id
    from decided_subjects
    where subject = 'report' and rank = 1 and is_known
),
targets as (
    select r.report_id, coalesce(m.target_id, d.other_agency_id) as target_id
    from ledger.reports as r
    left join decided as d on d.report_id = r.report_id and d.verdict = 'belongs_to'
    left join agency_moves as m on m.agency_id = coalesce(d.other_agency_id, r.agency_id)
)
select
    r.report_id, r.sha256,
    coalesce(a.agency_id, r.agency_id) as agency_id,
    if(a.agency_id is null, r.agency, a.agency) as agency,
    r.year, r.edition,
    if(a.agency_id is null, r.region_code, a.region_code) as region_code,
    if(a.agency_id is null, r.region, a.region) as region,
    if(a.agency_id is null, r.level, a.level) as level,
    if(a.agency_id is null, r.function, a.function) as function,
    r.published_on, r.publication_items, r.publication_items_status,
    r.scope, a.agency_id is not null or coalesce(r.is_identified, true) as is_identified
from ledger.reports as r
join targets as t using (report_id)
left join known_agencies as a on a.agency_id = t.target_id
where r.report_id not in (select report_id from decided where verdict = 'no_report')
