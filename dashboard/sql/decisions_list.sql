-- 人工决定，最近的在前
-- What people decided, the latest first
-- grain: decision
select
    decision_id,
    decided_at,
    decided_by,
    subject,
    verdict,
    reason,
    state,
    report_id,
    agency_id,
    agency,
    year,
    rule,
    message,
    other_agency
from decisions
order by decided_at desc, decision_id
limit $row_limit
