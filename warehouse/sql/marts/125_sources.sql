-- One row a source that was ever configured: how it did in its last run, when it last did well, what it has given.
-- grain: source
-- kind: view
-- columns: source, source_kind, is_configured, last_run_at, last_outcome, last_success_at, found_count, document_count, last_note
with last_runs as (
    select source, max_by(run_id, started_at) as run_id, max(ended_at) filter (where outcome = 'ok') as last_success_at
    from core.source_runs
    group by source
),
given as (
    select source, count(distinct sha256) as document_count from core.retrievals group by source
)
select
    r.source, r.source_kind,
    r.run_id = (select max_by(run_id, started_at) from core.source_runs) as is_configured,
    r.ended_at as last_run_at, r.outcome as last_outcome, l.last_success_at, r.found_count,
    coalesce(g.document_count, 0) as document_count,
    r.note as last_note
from core.source_runs as r
join last_runs as l on l.source = r.source and l.run_id = r.run_id
left join given as g on g.source = r.source
