-- Years in which the figures of an agency break, by the decisions of people.
-- grain: agency_id, year, source
-- kind: step
-- columns: agency_id, year, source
select distinct coalesce(m.target_id, b.agency_id) as agency_id, b.year, b.source
from ledger.agency_breaks as b
left join agency_moves as m using (agency_id)
