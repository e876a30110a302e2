-- Every version of every report, the superseded ones too; superseded_by is the next newer version.
-- grain: report_id
-- kind: table
-- columns: report_id, agency_id, agency, year, sha256, loaded_at, is_current, superseded_by
select report_id, agency_id, agency, year, sha256, loaded_at, is_current, superseded_by
from versions
order by report_id
