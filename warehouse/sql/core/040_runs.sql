-- Runs of the weekly job. The run that publishes this snapshot is shown as it ends by doing so.
-- grain: run_id
-- kind: table
-- columns: run_id, started_at, ended_at, outcome, exit_code, documents_seen, documents_read, documents_read_again,
--          documents_unchanged, documents_unreadable, reports_new, reports_changed, finding_count, bytes_read,
--          reader_version, is_fall_accepted, message, snapshot
select
    run_id, started_at, ended_at,
    case
        when outcome <> 'publishing' then outcome
        when documents_unreadable > 0 then 'published_with_unreadable'
        else 'published'
    end as outcome,
    exit_code, documents_seen, documents_read, documents_read_again, documents_unchanged, documents_unreadable,
    reports_new, reports_changed, finding_count, bytes_read, reader_version, is_fall_accepted, message,
    case when outcome = 'publishing' then getvariable('snapshot_id') else snapshot end as snapshot
from ledger.runs
order by started_at, run_id
