-- The same sums as in totals_by_province, by year, level and function.
-- grain: topic, series, year, level, function
-- kind: table
-- columns: topic, series, year, level, function, summed, base, given, absent, report_count, disputed
select
    topic, series, year, level, function, sum(value) as summed, sum(base) as base, cast(sum(given) as bigint) as given,
    cast(sum(absent) as bigint) as absent, cast(sum(reports) as bigint) as report_count, cast(sum(disputed) as bigint) as disputed
from sums
where first_year is null
group by topic, series, year, level, function
order by topic, series, year, level, function
