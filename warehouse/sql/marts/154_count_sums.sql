-- What is counted, not reported, summed as `summed_reports` has the reports: findings by severity (topic) and rule (series), with the
-- reports that have one as given; and, by province, level and function alone, the coverage, and for how many agencies the applications
-- received can be compared with those of the year before (_of_both: of those with a report in both years).
-- grain: topic, series, year, province, level, function, first_year, last_year
-- kind: step
-- columns: topic, series, year, province, level, function, first_year, last_year, value, base, given, absent, reports, disputed
with found as (
    select
        f.severity as topic, f.rule as series, p.year, p.province, p.level, p.function, p.first_year, p.last_year,
        count(*)::double as value, null::double as base, count(distinct f.report_id) as given, 0 as absent,
        count(distinct f.report_id) as reports, 0 as disputed
    from core.findings as f
    join summed_reports as p using (report_id)
    group by all
),
covered as (
    select
        c.year, p.province, c.level, c.function,
        sum(c.expected)::double as agencies_expected,
        sum(c.received - c.unexpected)::double as agencies_received,
        sum(c.received)::double as received,
        sum(c.read)::double as agencies_read,
        sum(c.without_errors)::double as agencies_without_errors
    from marts.coverage as c
    left join provinces as p using (region)
    group by all
),
compared as (
    select
        c.year, p.province, c.level, c.function,
        count(c.received + c.received_before)::double as agencies,
        sum(c.received_before) filter (c.received is not null)::double as total_before,
        sum(c.received) filter (c.received_before is not null)::double as total_now,
        count_if(c.received is not null and c.received_before is null)::double as new_agencies,
        count_if(c.received is null and c.received_before is not null)::double as gone_agencies,
        count_if(c.received is not null and c.received_before is null and c.report_id_before is not null)::double as new_of_both,
        count_if(c.received is null and c.received_before is not null and c.report_id is not null)::double as gone_of_both
    from marts.application_changes as c
    left join provinces as p using (region)
    group by all
)
from found
union all by name
select
    'coverage' as topic, series, year, province, level, function, null as first_year, null as last_year, value,
    null::double as base, 0 as given, 0 as absent, 0 as reports, 0 as disputed
from covered
unpivot (value for series in (agencies_expected, agencies_received, received, agencies_read, agencies_without_errors))
union all by name
select
    'change_agencies' as topic, series, year, province, level, function, null as first_year, null as last_year, value,
    null::double as base, 0 as given, 0 as absent, 0 as reports, 0 as disputed
from compared
unpivot (value for series in (agencies, total_before, total_now, new_agencies, gone_agencies, new_of_both, gone_of_both))
