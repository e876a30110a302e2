-- 一类办理结果（$outcome_group）的各项理由比上年增减多少：只计两年都给出这一项的机关
-- Change on the year before ($to_year) of the grounds within one group of outcomes, over the agencies that give both years
-- grain: outcome
-- columns: year; series = outcome; value = change; value_before, value_now = the two years' figures; given = agencies that give
--   both; absent = 0; reports = agencies with a report in both years; disputed = agencies with an error in either
with pairs as (
    select
        f.outcome as series,
        f.value as value_now,
        b.value as value_before,
        f.error_count + b.error_count > 0 as is_disputed
    from application_outcomes as f
    join application_outcomes as b on b.agency_id = f.agency_id and b.year = f.year - 1 and b.outcome = f.outcome
    where f.year = $to_year
      and b.year = $to_year - 1
      and ($near_from is null or b.region_code between $near_from and $near_to)
      and @scope(f)
      and f.outcome_group = $outcome_group
      and b.outcome_group = $outcome_group
)
select
    $to_year::bigint as year,
    series,
    @change(p)
from pairs as p
group by series
order by series
