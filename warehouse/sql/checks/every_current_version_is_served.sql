-- Every current version of a report is among the reports, and nothing else is.
select v.report_id as current_version, r.report_id as report
from (select report_id from main.report_versions where is_current) as v
full join main.reports as r using (report_id)
where v.report_id is null or r.report_id is null
