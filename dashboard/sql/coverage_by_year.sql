-- 覆盖情况：应报机关、其中收到年报的、读出数字的、没有错误的，按年
-- Coverage by year: agencies expected, of them received, and the reports read, and read without an error
-- grain: year x series
-- columns: year; series; value = number of agencies or reports; a year for which none is expected or there has no row
select
    year,
    unnest([
        {'series': 'agencies_expected', 'value': sum(expected)::double},
        {'series': 'agencies_received', 'value': sum(received - unexpected)::double},
        {'series': 'agencies_read', 'value': sum(read)::double},
        {'series': 'agencies_without_errors', 'value': sum(without_errors)::double}
    ], recursive := true)
from coverage
where year between $from_year and $to_year
      and ($near_from is null or region_code between $near_from and $near_to)
      and ($regions is null or len(list_filter($regions, lambda place: starts_with(region, place))) > 0)
      and ($levels is null or level in $levels)
      and ($functions is null or function in $functions)
group by year
having sum(expected + received + read) > 0
order by all
