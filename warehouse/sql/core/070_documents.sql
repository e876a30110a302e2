-- Every document that came in, what became of it and, where there is no report in it, why.
-- grain: sha256
-- kind: table
-- columns: sha256, source_name, source_url, media_type, byte_count, outcome, reason, retrieved_at, loaded_at, report_id
select
    d.sha256, d.source_name, d.source_url, d.media_type, d.byte_count, d.outcome, d.reason, d.retrieved_at, d.loaded_at,
    (select min(v.report_id) from versions as v where v.sha256 = d.sha256) as report_id
from ledger.documents as d
order by d.sha256
