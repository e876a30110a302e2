-- 所选地区、机关所在各地的区划代码在什么范围内；有的地方没有代码时不作答
-- The bounds of the codes of all places of the agencies that are ever at the chosen places, or chosen themselves; no row where there
-- are none, or where a place has no code
-- grain: one row at most
with wanted as (
    select agency_id
    from agency_places as p
    where true
      and ($regions is null or len(list_filter($regions, lambda place: starts_with(p.region, place))) > 0)
      and ($agencies is null or p.agency_id in $agencies)
)
select min(region_code) as near_from, max(region_code) as near_to
from agency_places
where agency_id in (select agency_id from wanted)
having count(*) > 0 and count(*) = count(region_code)
