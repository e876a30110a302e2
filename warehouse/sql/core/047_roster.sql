-- The user's roster, each agency as the one that a person found it to be.
-- grain: line
-- kind: step
-- columns: line, agency_id, agency, region_code, region, level, function, first_year, last_year
select
    r.line, coalesce(a.agency_id, r.agency_id) as agency_id,
    if(a.agency_id is null, r.agency, a.agency) as agency,
    if(a.agency_id is null, r.region_code, a.region_code) as region_code,
    if(a.agency_id is null, r.region, a.region) as region,
    if(a.agency_id is null, r.level, a.level) as level,
    if(a.agency_id is null, r.function, a.function) as function,
    r.first_year, r.last_year
from ledger.roster as r
left join agency_moves as m on m.agency_id = r.agency_id
left join known_agencies as a on a.agency_id = m.target_id
