-- 覆盖情况：已知机关、收到、读出与没有差错的报告，按年
-- Coverage by year: agencies known, reports received, read, and read without an error
-- grain: year x series
-- columns: year; series; value = number of agencies or reports
select
    year,
    unnest([
        {'series': 'agencies_known', 'value': sum(agencies_known)::double},
        {'series': 'agencies_received', 'value': sum(received)::double},
        {'series': 'agencies_read', 'value': sum(read)::double},
        {'series': 'agencies_without_errors', 'value': sum(without_errors)::double}
    ], recursive := true)
from coverage
where year between $from_year and $to_year
      and ($regions is null or len(list_filter($regions, lambda place: starts_with(region, place))) > 0)
      and ($levels is null or level in $levels)
      and ($functions is null or function in $functions)
group by year
order by all
