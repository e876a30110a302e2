-- 一份报告的检查发现
-- The findings of one report ($report_id)
-- grain: finding
select
    finding_no,
    rule,
    severity,
    message,
    cells
from findings
where report_id = $report_id
order by finding_no
