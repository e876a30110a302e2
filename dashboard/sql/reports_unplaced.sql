-- 机关或年度不明的年度报告
-- Reports of no known agency or year
-- grain: report
select
    report_id,
    agency,
    year,
    source_name
from reports
where agency_id is null or year is null
order by source_name
limit $row_limit
