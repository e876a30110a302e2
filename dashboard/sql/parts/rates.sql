-- 各项比例的分子、分母，每份年报一行：纠错率的分母只含已审结的；办理结果的分母是办结总数；结转率的分母是新收加上年结转
-- Numerator (events) and denominator (cases) of each rate, and the cell that the numerator stands in
-- grain: report x measure
select
    report_id, 'correction_' || kind as measure, corrected as events, total - pending as cases,
    4 as table_no, kind as row_code, 'corrected' as column_code, corrected_status as status
from disputes
union all
select report_id, 'share_disclosed', granted + granted_in_part, concluded, 3, 'granted', 'total', granted_status
from applications
union all
select report_id, 'share_refused', refused, concluded, 3, 'refused', 'total', refused_status
from applications
union all
select report_id, 'share_unable', unable, concluded, 3, 'unable', 'total', unable_status
from applications
union all
select report_id, 'share_declined', declined, concluded, 3, 'declined', 'total', declined_status
from applications
union all
select report_id, 'share_carried_out', carried_out, received + carried_in, 3, 'carried_out', 'total', carried_out_status
from applications
