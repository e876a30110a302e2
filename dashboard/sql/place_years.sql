-- 所选地区（$regions）各年的一项申请数字（$figure），各含所辖下级地区
-- One figure ($figure) of applications by year for each of the chosen places ($regions), what lies below them included
-- grain: year x place
-- columns: year; series = place; value = sum over the reports that give the figure, NULL where none does; given = reports that
--   give it; absent = reports without such a cell; reports = all reports; disputed = reports with an error
with figures as (
    select
        f.year,
        f.region,
        f.error_count,
        case $figure when 'received' then f.received when 'carried_out' then f.carried_out when 'refused' then f.refused end as value,
        case $figure when 'received' then f.received_status when 'carried_out' then f.carried_out_status when 'refused' then f.refused_status end as status
    from applications as f
    where f.year between $from_year and $to_year
      and @scope(f)
)
select
    f.year,
    p.place as series,
    sum(f.value)::double as value,
    count(f.value) as given,
    count_if(f.status = 'absent') as absent,
    count(*) as reports,
    count_if(f.error_count > 0) as disputed
from (select unnest($regions::varchar[]) as place) as p
join figures as f on starts_with(f.region, p.place)
group by f.year, p.place
order by f.year, p.place
