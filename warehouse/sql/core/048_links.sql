-- Links between agencies, by the decisions of people: an agency that was found to be another one has the other's links.
-- grain: from_agency_id, to_agency_id, kind, year, source
-- kind: step
-- columns: from_agency_id, from_agency, to_agency_id, to_agency, kind, year, source
select distinct
    coalesce(f.target_id, l.from_agency_id) as from_agency_id, l.from_agency,
    coalesce(t.target_id, l.to_agency_id) as to_agency_id, l.to_agency,
    l.kind, l.year, l.source
from ledger.agency_links as l
left join agency_moves as f on f.agency_id = l.from_agency_id
left join agency_moves as t on t.agency_id = l.to_agency_id
where coalesce(f.target_id, l.from_agency_id) <> coalesce(t.target_id, l.to_agency_id)
