-- Every agency that a report, the roster or a decision names, as its latest report describes it; names: all that it bears.
-- grain: agency_id
-- kind: step
-- columns: agency_id, agency, region_code, region, level, function, names
with named as (
    select agency_id, agency, region_code, region, level, function, year from ledger.reports where agency_id is not null
    union all
    select agency_id, agency, region_code, region, level, function, null from ledger.roster
    union all
    select agency_id, agency, region_code, region, level, function, null from ledger.named_agencies
),
latest as (
    select * from named
    qualify row_number() over (partition by agency_id order by year desc nulls last, agency) = 1
)
select
    l.agency_id, l.agency, l.region_code, l.region, l.level, l.function,
    (select list(distinct n.agency) from named as n where n.agency_id = l.agency_id) as names
from latest as l
