-- The province that a region of a report or an agency lies in, by its name; NULL where it is in no known one.
-- grain: region
-- kind: step
-- columns: region, province
select r.region, any_value(p.name) as province
from (
    select region from core.reports where region is not null
    union
    select region from marts.coverage where region is not null
) as r
left join core.regions as p on p.level = 'province' and starts_with(r.region, p.name)
group by r.region
