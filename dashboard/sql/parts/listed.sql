-- 清单：figures 中的年报，连同数字所在的单元格
-- The list of what figures holds, with the cell that each figure stands in
-- grain: report
select
    f.report_id,
    f.agency_id,
    f.agency,
    f.region,
    f.year,
    f.value,
    f.status,
    f.table_no,
    f.row_code,
    f.column_code,
    f.finding_count,
    f.error_count,
    (select count(*) from figures) as matched
from figures as f
order by ($missing_first and value is null) desc, value desc nulls last, f.year desc, f.agency, f.report_id
limit $row_limit
