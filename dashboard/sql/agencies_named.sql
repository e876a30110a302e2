-- 按编号取机关
-- Agencies by identifier ($agencies)
-- grain: agency
select
    agency_id,
    agency,
    region,
    report_count
from agencies
where agency_id in $agencies
order by agency
