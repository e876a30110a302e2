-- A figure stands exactly where its status says that there is one.
select report_id, 'applications.received' as figure, received as value, received_status as value_status
from main.applications where (received is not null) is distinct from (received_status in ('printed', 'from_parts'))
union all
select report_id, 'applications.' || outcome, value, value_status
from main.application_outcomes where (value is not null) is distinct from (value_status in ('printed', 'from_parts'))
union all
select report_id, 'disputes.' || kind || '.total', total, total_status
from main.disputes where (total is not null) is distinct from (total_status in ('printed', 'from_parts'))
union all
select report_id, 'publications.publication_items', publication_items, publication_items_status
from main.publications
where (publication_items is not null) is distinct from (publication_items_status in ('printed', 'prose'))
union all
select report_id, 'cells.' || row_code || '.' || column_code, value, status
from main.cells where (value is not null) is distinct from (status = 'reported')
