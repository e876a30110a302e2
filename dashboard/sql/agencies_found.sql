-- 按名称查机关；没有给出名称时列出全部，到上限为止
-- Agencies by a part of their name ($pattern), up to the limit
-- grain: agency
select
    agency_id,
    agency,
    region,
    report_count,
    count(*) over () as matched
from agencies
where $pattern is null or contains(agency, $pattern)
order by report_count desc, agency
limit $row_limit
