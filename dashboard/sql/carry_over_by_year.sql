-- 结转衔接：上年报告的结转下年度，与本年报告的上年结转，只计两年都有报告的机关
-- The carry-over: what last year's report carries out and this year's carries in, for agencies that report in both years
-- grain: year x series
-- columns: year; series = carried_out_before, carried_in, carry_over_differing (agencies whose two figures differ); value = sum
--   over the pairs that give both figures; given = such pairs; reports = all pairs; absent = 0; disputed = pairs that differ
with pairs as (
    select c.year, c.carried_in, c.carried_out_before
    from application_changes as c
    where c.year between $from_year and $to_year
      and c.report_id is not null
      and c.report_id_before is not null
      and @scope(c)
),
sums as (
    select
        year,
        count(*) as reports,
        count(carried_out_before + carried_in) as given,
        sum(carried_out_before) filter (carried_in is not null) as carried_out_before,
        sum(carried_in) filter (carried_out_before is not null) as carried_in,
        count_if(carried_out_before <> carried_in) as differing
    from pairs
    group by year
)
select
    year,
    reports,
    given,
    0 as absent,
    differing as disputed,
    unnest([
        {'series': 'carried_out_before', 'value': carried_out_before::double},
        {'series': 'carried_in', 'value': carried_in::double},
        {'series': 'carry_over_differing', 'value': if(given = 0, null, differing)::double}
    ], recursive := true)
from sums
order by all
