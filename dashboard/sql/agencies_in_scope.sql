-- 筛选范围内的机关，可按名称的一部分查找
-- The agencies under the filters, by a part of their name ($pattern), up to the limit
-- grain: agency
select
    agency_id,
    agency,
    region,
    report_count,
    count(*) over () as matched
from agencies
where ($pattern is null or contains(agency, $pattern))
  and @scope()
order by report_count desc, agency
limit $row_limit
