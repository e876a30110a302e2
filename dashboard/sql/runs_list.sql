-- 最近的运行，新的在前
-- The last runs, the newest first
-- grain: run
-- columns: when it began and ended, how it ended, and what it counted
select
    started_at, ended_at, outcome, documents_seen, documents_read, documents_read_again, documents_unchanged,
    documents_unreadable, reports_new, reports_changed, finding_count, snapshot, message
from runs
order by started_at desc
limit $row_limit
