-- 比例（$measures），按年：分子之和除以分母之和，只计两者都给出的年报；分母不足下限的不计算
-- Rates ($measures) by year: sum of numerators over sum of denominators, over the reports that give both; none on few cases
-- grain: year x measure
-- columns: year; series = measure; value = rate, NULL where cases < $least_cases; events = numerator; cases = denominator (the n
--   of the rate); given = reports that give both; absent = reports without such a table; reports = all; disputed = with an error
with sums as (
    select
        year,
        measure as series,
        count(*) as reports,
        count(events + cases) as given,
        count_if(status = 'absent') as absent,
        count_if(error_count > 0) as disputed,
        sum(events) filter (cases is not null) as events,
        sum(cases) filter (events is not null) as cases
    from rates as r
    where year between $from_year and $to_year
      and @scope(r)
      and measure in $measures
    group by year, measure
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
from sums
order by year, series
