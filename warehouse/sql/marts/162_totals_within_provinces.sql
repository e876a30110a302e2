-- The same sums as in totals_by_province, by year, province, level and function.
-- grain: topic, series, year, province, level, function
-- kind: table
-- columns: topic, series, year, province, level, function, summed, base, given, absent, report_count, disputed
select
    topic, series, year, province, level, function, sum(value) as summed, sum(base) as base, cast(sum(given) as bigint) as given,
    cast(sum(absent) as bigint) as absent, cast(sum(reports) as bigint) as report_count, cast(sum(disputed) as bigint) as disputed
from sums
where first_year is null and province is not null
group by topic, series, year, province, level, function
order by topic, province, series, year, level, function
