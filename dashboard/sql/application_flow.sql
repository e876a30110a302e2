-- 申请的进与出：新收加上年结转，等于各种办理结果加结转下年度；只计九项数字都给出的年报
-- What came in (received, carried in) and where it went (outcomes, carried out), over the reports that give all nine figures
-- grain: year x series
-- columns: year; series; value = sum; given = reports that give all; absent = reports without table 3; reports = all reports;
--   disputed = reports among the given whose two sides differ
with whole as (
    select
        *,
        (
            @whole()
        ) is not null as is_whole,
        is_whole and received + carried_in <> granted + granted_in_part + refused + unable + declined + other + carried_out as is_unbalanced
    from applications
    where year between $from_year and $to_year
      and @scope()
),
sums as (
    select
        year,
        count(*) as reports,
        count_if(is_whole) as given,
        count_if(received_status = 'absent' or carried_in_status = 'absent') as absent,
        count_if(is_unbalanced) as disputed,
        sum(received) filter (is_whole) as received,
        sum(carried_in) filter (is_whole) as carried_in,
        sum(granted) filter (is_whole) as granted,
        sum(granted_in_part) filter (is_whole) as granted_in_part,
        sum(refused) filter (is_whole) as refused,
        sum(unable) filter (is_whole) as unable,
        sum(declined) filter (is_whole) as declined,
        sum(other) filter (is_whole) as other,
        sum(carried_out) filter (is_whole) as carried_out
    from whole
    group by year
)
select
    year,
    reports,
    given,
    absent,
    disputed,
    unnest([
        {'series': 'received', 'value': received::double},
        {'series': 'carried_in', 'value': carried_in::double},
        {'series': 'granted', 'value': granted::double},
        {'series': 'granted_in_part', 'value': granted_in_part::double},
        {'series': 'refused', 'value': refused::double},
        {'series': 'unable', 'value': unable::double},
        {'series': 'declined', 'value': declined::double},
        {'series': 'other', 'value': other::double},
        {'series': 'carried_out', 'value': carried_out::double}
    ], recursive := true)
from sums
order by all
