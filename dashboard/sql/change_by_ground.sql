-- 一类办理结果（$outcome_group）的各项理由比上年增减多少：只计两年都给出这一项的机关
-- Change on the year before ($to_year) of the grounds within one group of outcomes, over the agencies that give both years
-- grain: outcome
-- columns: year; series = outcome; value = change; value_before, value_now = the two years' figures; given = agencies that give
--   both; absent = 0; reports = agencies with a report in both years; disputed = agencies with an error in either
with pairs as (
    select
        f.outcome,
        f.value as value_now,
        b.value as value_before,
        r.error_count + before.error_count > 0 as is_disputed
    from reports as r
    join reports as before on before.agency_id = r.agency_id and before.year = r.year - 1
    join application_outcomes as f on f.report_id = r.report_id
    join application_outcomes as b on b.report_id = before.report_id and b.outcome = f.outcome
    where r.year = $to_year
      and @scope(r)
      and f.outcome_group = $outcome_group
)
select
    $to_year::bigint as year,
    outcome as series,
    (sum(value_now - value_before))::double as value,
    sum(value_before) filter (value_now is not null)::double as value_before,
    sum(value_now) filter (value_before is not null)::double as value_now,
    count(value_now + value_before) as given,
    0 as absent,
    count(*) as reports,
    count_if(is_disputed) as disputed
from pairs
group by outcome
order by series
