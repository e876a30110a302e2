-- By when the reports of a kind had to be published, for each year from the first to the last that may be asked of: the first
-- deadline that fits. A kind is what deadlines look at.
-- grain: function, level, region_code, region, year
-- kind: step
-- columns: function, level, region_code, region, year, due_on
with kinds as (
    select function, level, region_code, region from versions where is_current and agency_id is not null
    union
    select function, level, region_code, region from roster
),
span as (
    select
        least((select min(year) from versions), (select min(first_year) from roster)) as first_year,
        greatest((select max(year) from versions) + 1, year(cast(getvariable('published_at') as date)) - 1) as last_year
),
kind_years as (
    select k.*, unnest(range(s.first_year, s.last_year + 1)) as year from kinds as k cross join span as s
)
select
    k.function, k.level, k.region_code, k.region, k.year,
    arg_min(make_date(k.year + 1, d.month, d.day), d.position) as due_on
from kind_years as k
join deadlines as d
    on k.year between d.first_year and d.last_year
    and (d.functions is null or list_contains(d.functions, k.function))
    and (d.levels is null or list_contains(d.levels, k.level))
    and (d.region is null or starts_with(k.region_code, d.region))
    and (d.place is null or starts_with(k.region, d.place))
group by k.function, k.level, k.region_code, k.region, k.year
