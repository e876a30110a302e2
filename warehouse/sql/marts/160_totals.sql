-- What the charts over years sum, already summed by year, province, level and function, so that a chart of the whole country costs no
-- more than one of a county. topic: applications, publications, a kind of dispute, applicants, a group of outcomes, rates, flow,
-- carry_over, change_applicants, change_ and a group of outcomes. value is NULL where no report gives the figure. base: the
-- denominator of a rate, the figure of the year before of a change. province is NULL where the region is in no known one.
-- grain: topic, series, year, province, level, function
-- kind: table
-- columns: topic, series, year, province, level, function, value, base, given, absent, reports, disputed
select topic, series, year, province, level, function, value, base, given, absent, reports, disputed
from (from column_totals union all by name from row_sums)
order by topic, series, year, province, level, function
