-- 一份报告的统计指标（2019年以前）
-- The indicators of one report ($report_id) from before 2019
-- grain: indicator
select
    code,
    label,
    unit,
    value::double as value,
    cumulative::double as cumulative,
    printed,
    status,
    page
from indicators
where report_id = $report_id
