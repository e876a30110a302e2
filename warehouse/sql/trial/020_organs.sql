-- Organs that are plainly invented (虚构), at real places: so many of all governments, offices and departments that the divisions
-- of the country could have, in an order by chance; once all are taken, each a second time. Bound: $functions and, for each, $words = the name of such an organ.
-- grain: organ_no
-- columns: organ_no; agency_id; agency; region_code; region; level; function; size = applications in a year, about; first_year
create or replace temp table trial_organs as
with functions as (
    select unnest($functions) as function, unnest($words) as word
),
places as (
    select region_code, name as region, level
    from regions
    where kind <> 'former' and level in ('province', 'prefecture', 'county', 'township')
),
possible as (
    select p.*, f.function, f.word
    from places as p
    join functions as f on f.function = 'government' or p.level <> 'township'
),
numbered as (
    select *, row_number() over (order by chance(region_code, function, 'organ'), region_code, function) as place_no from possible
),
repeated as (
    select n.*, t.turn
    from numbered as n
    cross join (
        select unnest(range(cast(ceil(getvariable('trial_organs') / (select count(*) from possible)) as bigint))) as turn
    ) as t
),
named as (
    select
        *,
        region || '虚构' || if(turn = 0, '', '第' || turn + 1) || word as agency
    from repeated
    order by turn, place_no
    limit getvariable('trial_organs')
)
select
    row_number() over (order by turn, place_no) as organ_no,
    'a' || md5(agency)[:12] as agency_id,
    agency, region_code, region, level, function,
    case level when 'province' then 400 when 'prefecture' then 90 when 'county' then 14 else 2 end
        * if(function in ('government', 'natural_resources', 'housing_construction', 'public_security'), 4, 1)
        * exp(2.4 * (chance(agency, 'size', 1) + chance(agency, 'size', 2) + chance(agency, 'size', 3) - 1.5)) as size,
    getvariable('trial_first_year') + cast(floor(
        power(chance(agency, 'first_year', 1), 4) * (getvariable('trial_last_year') - getvariable('trial_first_year'))
    ) as integer) as first_year
from named
