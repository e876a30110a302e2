-- 纠错率 = 结果纠正 / (总计 - 尚未审结)，只计三项都给出的报告
-- Correction rate = corrected / (total - pending), over the reports that give all three; undecided cases are left out
-- grain: year x kind
-- columns: year; series = kind; value = rate, NULL where nothing was decided; corrected; decided = total - pending (the n of the
--   rate); given = reports that give all three; absent = reports without table 4; reports = all reports; disputed = with an error
with totals as (
    select
        year,
        kind as series,
        count(*) as reports,
        count(corrected + total - pending) as given,
        count_if(total_status = 'absent') as absent,
        count_if(error_count > 0) as disputed,
        sum(corrected) filter (total - pending is not null) as corrected,
        sum(total - pending) filter (corrected is not null) as decided
    from disputes
    join (select report_id, error_count from reports) using (report_id)
    where year between $from_year and $to_year
          and ($regions is null or len(list_filter($regions, lambda place: starts_with(region, place))) > 0)
          and ($levels is null or level in $levels)
          and ($functions is null or function in $functions)
          and ($agencies is null or agency_id in $agencies)
    group by year, kind
)
select
    year,
    series,
    (corrected / nullif(decided, 0))::double as value,
    corrected::double as corrected,
    decided::double as decided,
    given,
    absent,
    reports,
    disputed
from totals
order by year, series
