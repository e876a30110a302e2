-- A document with no report says why there is none.
select sha256, source_name, outcome, reason, report_id
from main.documents
where (outcome = 'report') is distinct from (report_id is not null)
    or (outcome <> 'report' and coalesce(reason, '') = '')
