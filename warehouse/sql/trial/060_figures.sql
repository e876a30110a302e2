-- The figures of the three tables, a list a report: cells as the form prints them, row by row. Sums are right, and what one year
-- carries out the next one carries in, but for the errors drawn.
-- grain: report
-- columns: report_no; report_id; edition; manner; error; figures = a value for each cell of the form
create or replace temp table trial_figures as
with shares (row_code, share) as (
    values
    ('granted', 0.52), ('granted_in_part', 0.07), ('refused_state_secret', 0.002), ('refused_prohibited_by_law', 0.008),
    ('refused_safety_stability', 0.002), ('refused_third_party_rights', 0.012), ('refused_internal_affairs', 0.012),
    ('refused_deliberative_process', 0.012), ('refused_enforcement_file', 0.012), ('refused_administrative_query', 0.008),
    ('unable_not_held', 0.17), ('unable_requires_creation', 0.03), ('unable_unclear_after_correction', 0.012),
    ('declined_petition', 0.03), ('declined_repeat', 0.015), ('declined_published_material', 0.001),
    ('declined_abusive_volume', 0.002), ('declined_reissue', 0.003), ('other_correction_overdue', 0.02),
    ('other_fee_overdue', 0.001), ('other_remaining', 0.058), ('other', 0.079)
),
outcomes as (
    select c.edition, list(s.share order by c.position) as shares
    from cell_catalogue as c
    join shares as s using (row_code)
    where c.table_no = 3 and c.column_code = 'total' and not (c.edition = '2021' and c.row_code = 'other')
    group by c.edition
),
-- six kinds of applicants, from natural persons to other organisations
applicants as (
    select [0.83, 0.1, 0.005, 0.005, 0.04, 0.02] as weights
),
drawn as (
    select
        r.*, length(o.shares) as row_count,
        flatten(list_transform(o.shares, lambda share, row_no: list_transform(a.weights, lambda weight, column_no:
            cast(floor(r.volume * share * weight + chance(r.report_no, row_no, column_no)) as integer)))) as outcomes,
        list_transform(a.weights, lambda weight, column_no:
            cast(floor(0.1 * r.volume * weight + chance(r.organ_no, r.year, column_no)) as integer)) as carried_out,
        list_transform(a.weights, lambda weight, column_no:
            cast(floor(0.1 * r.volume_before * weight + chance(r.organ_no, r.year - 1, column_no)) as integer)
            + if(r.error = 'carry_over' and column_no = 1, 2, 0)) as carried_in
    from trial_reports as r
    join outcomes as o using (edition)
    cross join applicants as a
    where r.edition <> 'pre2019'
),
-- nothing can have been received that is less than nothing: what was carried in beyond the rest was granted
settled as (
    select
        * exclude (outcomes),
        list_transform(outcomes, lambda n, i:
            if(i <= 6, n + greatest(0, carried_in[i] - carried_out[i] - list_sum(outcomes[i:-:6])), n)) as outcomes
    from drawn
),
summed as (
    select
        *,
        list_transform(range(1, 7), lambda c: list_sum(outcomes[c:-:6])) as concluded,
        list_transform(range(row_count), lambda r: list_sum(outcomes[r * 6 + 1:r * 6 + 6])) as row_totals
    from settled
),
received as (
    select *, list_transform(range(1, 7), lambda c: concluded[c] + carried_out[c] - carried_in[c]) as received from summed
),
documents as (
    select
        *,
        -- rules are made by governments of provinces and cities alone
        if(function = 'government' and level in ('province', 'prefecture'), 1, 0) as makes_rules,
        cast(floor(0.1 * volume) as integer) as issued,
        cast(floor(0.1 * volume_before) as integer) as issued_before,
        -- reconsiderations, lawsuits, lawsuits after reconsideration: upheld, corrected, otherwise, pending
        list_transform([0.05, 0.03, 0.015], lambda share, kind: list_transform([0.6, 0.12, 0.2, 0.08], lambda part, n:
            cast(floor(volume * share * part + 0.7 * chance(report_no, kind, n)) as integer))) as results
    from received
)
select
    report_no, report_id, edition, manner, error,
    flatten([
        if(
            edition = '2021',
            [
                2 * makes_rules, makes_rules, 30 * makes_rules,
                issued, issued_before, 40 + issued,
                cast(floor(20 * volume) as integer), cast(floor(9 * volume) as integer), cast(floor(0.4 * volume) as integer),
                cast(floor(3 * volume) as integer)
            ],
            [
                2 * makes_rules, 2 * makes_rules, 30 * makes_rules, issued, issued, 40 + issued,
                60, 0, cast(floor(20 * volume) as integer), 12, 0, cast(floor(2 * volume) as integer),
                90, 0, cast(floor(9 * volume) as integer), 8, 0, cast(floor(0.4 * volume) as integer),
                5, 0, cast(floor(0.2 * volume) as integer), cast(floor(30 * volume) as integer)
            ]
        ),
        received, [list_sum(received)], carried_in, [list_sum(carried_in)],
        flatten(list_transform(range(row_count), lambda r: list_append(outcomes[r * 6 + 1:r * 6 + 6], row_totals[r + 1]))),
        concluded, [list_sum(concluded) + if(error = 'outcome_sum', 3, 0)], carried_out, [list_sum(carried_out)],
        flatten(list_transform(results, lambda parts: list_append(parts, list_sum(parts))))
    ]) as figures
from documents
