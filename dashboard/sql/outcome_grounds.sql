-- 一类办理结果的各项理由，所选年份合计
-- The grounds within one group of outcomes ($outcome_group), summed over the chosen years
-- grain: outcome
-- columns: series = outcome; value = sum over the reports that give the figure, NULL where none does; given = reports that
--   give it; absent = reports whose form or print has no such row; reports = all reports; disputed = reports with an error
select
    f.outcome as series,
    sum(f.value)::double as value,
    count(f.value) as given,
    count_if(f.value_status = 'absent') as absent,
    count(*) as reports,
    count_if(f.error_count > 0) as disputed
from application_outcomes as f
where f.year between $from_year and $to_year
  and @scope(f)
  and f.outcome_group = $outcome_group
group by f.outcome
order by series
