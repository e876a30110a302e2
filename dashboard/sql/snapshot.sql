-- 快照
-- The snapshot and the years that it covers
-- grain: one row
-- columns: the snapshot; first_year, last_year; is_synthetic = its reports were made up (older snapshots do not say: they are real)
select
    s.snapshot_id,
    s.published_at,
    s.report_count,
    s.agency_count,
    s.reader_version,
    (select min(year) from reports) as first_year,
    (select max(year) from reports) as last_year,
    coalesce(to_json(s) ->> 'is_synthetic' = 'true', false) as is_synthetic
from snapshot_info as s
