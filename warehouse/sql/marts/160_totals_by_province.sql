-- What the charts over years sum, summed already by year, province and level, so that a chart of the whole country costs no more than
-- one of a county. topic: applications, publications, a kind of dispute, applicants, a group of outcomes, rates, flow, carry_over,
-- change_applicants, change_ and a group of outcomes, change_agencies, coverage, a severity of findings. summed is NULL where no report gives the figure. base: the denominator of a
-- rate, the figure of the year before of a change. province is NULL where the region is in no known one.
-- grain: topic, series, year, province, level
-- kind: table
-- columns: topic, series, year, province, level, summed, base, given, absent, report_count, disputed
select
    topic, series, year, province, level, sum(value) as summed, sum(base) as base, cast(sum(given) as bigint) as given,
    cast(sum(absent) as bigint) as absent, cast(sum(reports) as bigint) as report_count, cast(sum(disputed) as bigint) as disputed
from sums
where first_year is null
group by topic, series, year, province, level
order by topic, series, year, province, level
