-- 一份报告的检查发现
-- The findings of one report ($report_id)
-- grain: finding
-- columns: the finding, its cells, the other report of a like text (about), and what a person decided of it (NULL where nobody did)
select
    finding_no,
    rule,
    severity,
    message,
    cells,
    about,
    decision,
    decision_reason,
    decided_by
from findings
where report_id = $report_id
order by finding_no
