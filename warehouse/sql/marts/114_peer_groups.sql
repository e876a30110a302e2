-- The agencies that an agency may be compared with. level_function: of the same level and function, in the whole country;
-- province: those of them in the same province; superior: under the same superior (governments by the place around theirs,
-- other organs by their own place).
-- grain: agency_id, kind
-- kind: view
-- columns: agency_id, kind, peer_group, agency, region_code, region, level, function
with placed as (
    select
        a.*, r.parent_code, r.province_code,
        case when a.function in ('government', 'general_office') then coalesce(r.parent_code, '000000') else a.region_code end as superior
    from agencies as a
    left join regions as r using (region_code)
    where a.level is not null
)
select agency_id, 'level_function' as kind, level || '|' || function as peer_group, agency, region_code, region, level, function
from placed
union all
select agency_id, 'province', coalesce(province_code, region_code) || '|' || level || '|' || function, agency, region_code, region, level, function
from placed
where region_code is not null
union all
select agency_id, 'superior', superior || '|' || level, agency, region_code, region, level, function
from placed
where superior is not null
