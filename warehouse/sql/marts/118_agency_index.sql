-- Every agency that has a current report, with all its names (view agency_names) and the first letters of their pinyin, a name a
-- line: what a search looks through.
-- grain: agency_id
-- kind: table
-- columns: agency_id, agency, region, level, function, report_count, names, initials, region_code
with names as (
    select agency_id, name from marts.agency_names
    union
    select agency_id, agency from marts.agencies
),
lettered as (
    select name, pinyin_initials(name) as initials from (select distinct name from names)
),
gathered as (
    select
        n.agency_id,
        string_agg(n.name, chr(10) order by n.name) as names,
        string_agg(l.initials, chr(10) order by n.name) as initials
    from names as n
    join lettered as l using (name)
    group by n.agency_id
)
select a.agency_id, a.agency, a.region, a.level, a.function, a.report_count, g.names, g.initials, a.region_code
from marts.agencies as a
join gathered as g using (agency_id)
order by a.region_code, a.agency_id
