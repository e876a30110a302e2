-- By when the reports of a year, and of the year after the last one, had to be published: the first deadline that fits.
-- grain: function, level, region_code, year
-- kind: step
-- columns: function, level, region_code, year, due_on
with kinds as (
    select function, level, region_code, year from versions where is_current and year is not null
    union
    select function, level, region_code, year + 1 from versions where is_current and year is not null
)
select
    k.function, k.level, k.region_code, k.year,
    arg_min(make_date(k.year + 1, d.month, d.day), d.position) as due_on
from kinds as k
join deadlines as d
    on k.year between d.first_year and d.last_year
    and (d.functions is null or list_contains(d.functions, k.function))
    and (d.levels is null or list_contains(d.levels, k.level))
    and (d.region is null or starts_with(k.region_code, d.region))
group by k.function, k.level, k.region_code, k.year
