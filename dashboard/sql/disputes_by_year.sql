-- 一类复议诉讼的各项结果，按年合计
-- The results of one kind of dispute ($kind), summed by year
-- grain: year x series
-- columns: year; series; value = sum over the reports that give the figure, NULL where none does; given = reports that
--   give it; absent = reports whose form or print has no such cell; reports = all reports; disputed = reports with an error
with sums as (
    select
        year,
        count(*) as reports,
        count_if(error_count > 0) as disputed,
        sum(upheld) as upheld, count(upheld) as upheld_given, count_if(upheld_status = 'absent') as upheld_absent,
        sum(corrected) as corrected, count(corrected) as corrected_given, count_if(corrected_status = 'absent') as corrected_absent,
        sum(other_result) as other_result, count(other_result) as other_result_given, count_if(other_result_status = 'absent') as other_result_absent,
        sum(pending) as pending, count(pending) as pending_given, count_if(pending_status = 'absent') as pending_absent,
        sum(total) as total, count(total) as total_given, count_if(total_status = 'absent') as total_absent
    from disputes
    where year between $from_year and $to_year
      and @scope()
      and kind = $kind
    group by year
)
select
    year,
    reports,
    disputed,
    unnest([
        {'series': 'upheld', 'value': upheld::double, 'given': upheld_given, 'absent': upheld_absent},
        {'series': 'corrected', 'value': corrected::double, 'given': corrected_given, 'absent': corrected_absent},
        {'series': 'other_result', 'value': other_result::double, 'given': other_result_given, 'absent': other_result_absent},
        {'series': 'pending', 'value': pending::double, 'given': pending_given, 'absent': pending_absent},
        {'series': 'total', 'value': total::double, 'given': total_given, 'absent': total_absent}
    ], recursive := true)
from sums
order by all
