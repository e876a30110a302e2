-- Runs of the weekly job; the run that made this snapshot is still running in it.
-- grain: run_id
-- kind: table
-- columns: run_id, started_at, ended_at, outcome, exit_code, documents_seen, documents_read, documents_unchanged,
--          documents_unreadable, reports_new, reports_changed, snapshot
select
    run_id, started_at, ended_at, outcome, exit_code, documents_seen, documents_read, documents_unchanged,
    documents_unreadable, reports_new, reports_changed, snapshot
from ledger.runs
order by started_at, run_id
