-- 比例（$measures），按年：分子之和除以分母之和，只计两者都给出的年报；分母不足下限的不计算
-- Rates ($measures) by year: sum of numerators over sum of denominators, over the reports that give both; none on few cases
-- grain: year x measure
-- columns: year; series = measure; value = rate, NULL where cases < $least_cases; events = numerator; cases = denominator (the n
--   of the rate); given = reports that give both; absent = reports without such a table; reports = all; disputed = with an error
with counts as (
    @rates()
),
totals as (
    select
        r.year,
        c.measure as series,
        count(*) as reports,
        count(c.events + c.cases) as given,
        count_if(c.status = 'absent') as absent,
        count_if(r.error_count > 0) as disputed,
        sum(c.events) filter (c.cases is not null) as events,
        sum(c.cases) filter (c.events is not null) as cases
    from counts as c
    join reports as r using (report_id)
    where r.year between $from_year and $to_year
      and @scope(r)
      and c.measure in $measures
    group by r.year, c.measure
)
select
    year,
    series,
    if(cases >= $least_cases, events / cases, null)::double as value,
    events::double as events,
    cases::double as cases,
    given,
    absent,
    reports,
    disputed
from totals
order by year, series
