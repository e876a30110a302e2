-- What each run of the weekly job got from each configured source, and what was amiss.
-- grain: run_id, source
-- kind: table
-- columns: run_id, source, source_kind, outcome, started_at, ended_at, request_count, bytes_received, found_count, new_count,
--          changed_count, unchanged_count, gone_count, failed_count, forbidden_count, note
select
    run_id, source, source_kind, outcome, started_at, ended_at, request_count, bytes_received, found_count, new_count,
    changed_count, unchanged_count, gone_count, failed_count, forbidden_count, note
from ledger.source_runs
order by started_at, run_id, source
