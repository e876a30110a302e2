-- 快照
-- The snapshot and the years that it covers
-- grain: one row
select
    s.snapshot_id,
    s.published_at,
    s.report_count,
    s.agency_count,
    s.reader_version,
    (select min(year) from reports) as first_year,
    (select max(year) from reports) as last_year
from snapshot_info as s
