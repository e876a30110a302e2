-- Figures that have a row each, summed as `summed_reports` has the reports: applicants and outcomes, rates, what came in and went,
-- the carry-over, and what changed on the year before. base: the denominator of a rate, the figure of the year before of a change.
-- Only figures count of which all parts are given.
-- grain: topic, series, year, province, level, function, first_year, last_year
-- kind: step
-- columns: topic, series, year, province, level, function, first_year, last_year, value, base, given, absent, reports, disputed
with pairs as (
    select r.*, c.report_id_before, r.error_count + c.error_count_before > 0 as is_disputed
    from summed_reports as r
    join marts.application_changes as c using (report_id)
    where c.report_id_before is not null
),
applicants as (
    select
        'applicants' as topic, f.applicant as series, r.year, r.province, r.level, r.function, r.first_year, r.last_year,
        sum(f.received)::double as value, null::double as base, count(f.received) as given,
        count_if(f.received_status = 'absent') as absent, count(*) as reports, count_if(r.error_count > 0) as disputed
    from summed_reports as r
    join marts.application_applicants as f using (report_id)
    group by all
),
outcomes as (
    select
        f.outcome_group as topic, f.outcome as series, r.year, r.province, r.level, r.function, r.first_year, r.last_year,
        sum(f.value)::double as value, null::double as base, count(f.value) as given,
        count_if(f.value_status = 'absent') as absent, count(*) as reports, count_if(r.error_count > 0) as disputed
    from summed_reports as r
    join marts.application_outcomes as f using (report_id)
    group by all
),
rates_given as (
    select
        'rates' as topic, c.measure as series, p.year, p.province, p.level, p.function, p.first_year, p.last_year,
        sum(c.events) filter (c.cases is not null)::double as value, sum(c.cases) filter (c.events is not null)::double as base,
        count(c.events + c.cases) as given, count_if(c.status = 'absent') as absent, count(*) as reports,
        count_if(c.error_count > 0) as disputed
    from main.rates as c
    join summed_reports as p using (report_id)
    group by all
),
flows as (
    select
        *,
        received + carried_in + granted + granted_in_part + refused + unable + declined + other + carried_out is not null as is_whole,
        is_whole and received + carried_in <> granted + granted_in_part + refused + unable + declined + other + carried_out as is_unbalanced
    from marts.applications
),
flow_sums as (
    select
        p.year, p.province, p.level, p.function, p.first_year, p.last_year,
        count_if(is_whole) as given, count_if(received_status = 'absent' or carried_in_status = 'absent') as absent,
        count(*) as reports, count_if(is_unbalanced) as disputed,
        sum(columns('^(received|carried_in|granted|granted_in_part|refused|unable|declined|other|carried_out)$'))
            filter (is_whole)::double as '\1'
    from flows as f
    join summed_reports as p using (report_id)
    group by p.year, p.province, p.level, p.function, p.first_year, p.last_year
),
flow as (
    select
        'flow' as topic, series, year, province, level, function, first_year, last_year, value, null::double as base, given, absent,
        reports, disputed
    from flow_sums
    unpivot include nulls (
        value for series in (received, carried_in, granted, granted_in_part, refused, unable, declined, other, carried_out)
    )
),
carried as (
    select
        p.year, p.province, p.level, p.function, p.first_year, p.last_year,
        count(c.carried_out_before + c.carried_in) as given,
        count(*) as reports,
        count_if(c.carried_out_before <> c.carried_in) as differing,
        sum(c.carried_out_before) filter (c.carried_in is not null)::double as carried_out_before,
        sum(c.carried_in) filter (c.carried_out_before is not null)::double as carried_in
    from pairs as p
    join marts.application_changes as c using (report_id)
    group by all
),
carry_over as (
    select
        'carry_over' as topic,
        unnest([
            {'series': 'carried_out_before', 'value': carried_out_before},
            {'series': 'carried_in', 'value': carried_in},
            {'series': 'carry_over_differing', 'value': if(given = 0, null, differing)::double}
        ], recursive := true),
        year, province, level, function, first_year, last_year, null::double as base, given, 0 as absent, reports,
        differing as disputed
    from carried
),
applicant_changes as (
    select
        'change_applicants' as topic, f.applicant as series, p.year, p.province, p.level, p.function, p.first_year, p.last_year,
        sum(f.received - b.received)::double as value, sum(b.received) filter (f.received is not null)::double as base,
        count(f.received + b.received) as given, 0 as absent, count(*) as reports, count_if(p.is_disputed) as disputed
    from pairs as p
    join marts.application_applicants as f on f.report_id = p.report_id
    join marts.application_applicants as b on b.report_id = p.report_id_before and b.applicant = f.applicant
    group by all
),
outcome_changes as (
    select
        'change_' || f.outcome_group as topic, f.outcome as series, p.year, p.province, p.level, p.function, p.first_year, p.last_year,
        sum(f.value - b.value)::double as value, sum(b.value) filter (f.value is not null)::double as base,
        count(f.value + b.value) as given, 0 as absent, count(*) as reports, count_if(p.is_disputed) as disputed
    from pairs as p
    join marts.application_outcomes as f on f.report_id = p.report_id
    join marts.application_outcomes as b on b.report_id = p.report_id_before and b.outcome = f.outcome
    group by all
)
from applicants
union all by name
from outcomes
union all by name
from rates_given
union all by name
from flow
union all by name
from carry_over
union all by name
from applicant_changes
union all by name
from outcome_changes
