-- The same sums as in totals_by_province, by year, level and the unbroken run of years (view agency_runs) that the report is part of:
-- what a constant panel gives is the sum over the runs that cover its years. The coverage is not among them.
-- grain: topic, series, year, level, first_year, last_year
-- kind: table
-- columns: topic, series, year, level, first_year, last_year, summed, base, given, absent, report_count, disputed
select
    topic, series, year, level, first_year, last_year, sum(value) as summed, sum(base) as base, cast(sum(given) as bigint) as given,
    cast(sum(absent) as bigint) as absent, cast(sum(reports) as bigint) as report_count, cast(sum(disputed) as bigint) as disputed
from sums
where first_year is not null
group by topic, series, year, level, first_year, last_year
order by topic, series, year, level, first_year, last_year
