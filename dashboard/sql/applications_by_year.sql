-- 依申请公开各项数字，按年合计
-- The figures of applications, summed by year
-- grain: year x series
-- columns: year; series; value = sum over the reports that give the figure, NULL where none does; given = reports that
--   give it; absent = reports whose form or print has no such cell; reports = all reports; disputed = reports with an error
with sums as (
    select
        year,
        count(*) as reports,
        count_if(error_count > 0) as disputed,
        sum(received) as received, count(received) as received_given, count_if(received_status = 'absent') as received_absent,
        sum(carried_in) as carried_in, count(carried_in) as carried_in_given, count_if(carried_in_status = 'absent') as carried_in_absent,
        sum(granted) as granted, count(granted) as granted_given, count_if(granted_status = 'absent') as granted_absent,
        sum(granted_in_part) as granted_in_part, count(granted_in_part) as granted_in_part_given, count_if(granted_in_part_status = 'absent') as granted_in_part_absent,
        sum(refused) as refused, count(refused) as refused_given, count_if(refused_status = 'absent') as refused_absent,
        sum(unable) as unable, count(unable) as unable_given, count_if(unable_status = 'absent') as unable_absent,
        sum(declined) as declined, count(declined) as declined_given, count_if(declined_status = 'absent') as declined_absent,
        sum(other) as other, count(other) as other_given, count_if(other_status = 'absent') as other_absent,
        sum(concluded) as concluded, count(concluded) as concluded_given, count_if(concluded_status = 'absent') as concluded_absent,
        sum(carried_out) as carried_out, count(carried_out) as carried_out_given, count_if(carried_out_status = 'absent') as carried_out_absent
    from applications
    where year between $from_year and $to_year
      and @scope()
    group by year
)
select
    year,
    reports,
    disputed,
    unnest([
        {'series': 'received', 'value': received::double, 'given': received_given, 'absent': received_absent},
        {'series': 'carried_in', 'value': carried_in::double, 'given': carried_in_given, 'absent': carried_in_absent},
        {'series': 'granted', 'value': granted::double, 'given': granted_given, 'absent': granted_absent},
        {'series': 'granted_in_part', 'value': granted_in_part::double, 'given': granted_in_part_given, 'absent': granted_in_part_absent},
        {'series': 'refused', 'value': refused::double, 'given': refused_given, 'absent': refused_absent},
        {'series': 'unable', 'value': unable::double, 'given': unable_given, 'absent': unable_absent},
        {'series': 'declined', 'value': declined::double, 'given': declined_given, 'absent': declined_absent},
        {'series': 'other', 'value': other::double, 'given': other_given, 'absent': other_absent},
        {'series': 'concluded', 'value': concluded::double, 'given': concluded_given, 'absent': concluded_absent},
        {'series': 'carried_out', 'value': carried_out::double, 'given': carried_out_given, 'absent': carried_out_absent}
    ], recursive := true)
from sums
order by all
