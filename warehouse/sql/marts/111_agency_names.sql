-- Every name of an agency: as its reports print it (current: in the latest; former: before the current one; other: beside it),
-- in full with its place (full), and on its second plate (second, 加挂牌子). source is the last report that prints it, or
-- identity where the name is made from place and kind.
-- grain: agency_id, name
-- kind: table
-- columns: agency_id, name, kind, first_year, last_year, source
with identities as (
    select
        r.report_id, r.agency_id, l.agency, r.year,
        if(l.agency_id = r.agency_id, l.full_name, '') as full_name, l.second_names
    from core.reports as r
    join ledger.reports as l using (report_id)
    where r.agency_id is not null and r.year is not null and l.agency is not null
),
printed as (
    select agency_id, agency as name, min(year) as first_year, max(year) as last_year, arg_max(report_id, year) as source
    from identities
    group by agency_id, agency
),
made as (
    select agency_id, unnest(second_names) as name, 'second' as kind, year, report_id as source
    from identities
    union all
    select agency_id, full_name, 'full', year, null
    from identities
    where full_name <> ''
),
others as (
    select
        agency_id, name, max(kind) as kind, min(year) as first_year, max(year) as last_year,
        coalesce(arg_max(source, year) filter (where source is not null), 'identity') as source
    from made
    anti join printed using (agency_id, name)
    group by agency_id, name
)
select
    p.agency_id, p.name,
    case
        when p.name = a.agency then 'current'
        when p.last_year < (select c.first_year from printed as c where c.agency_id = p.agency_id and c.name = a.agency) then 'former'
        else 'other'
    end as kind,
    p.first_year, p.last_year, p.source
from printed as p
join marts.agencies as a using (agency_id)
union all
select agency_id, name, kind, first_year, last_year, source
from others
order by agency_id, first_year, name
