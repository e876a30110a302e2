-- description: the report of an id, and the document that it was read from
-- grain: the one report
-- columns: report_id, agency, year, edition, published_on, source_name, source_url, sha256, retrieved_at, finding_count
select report_id, agency, year, edition, published_on, source_name, source_url, sha256, retrieved_at, finding_count
from reports
where report_id = $report_id
