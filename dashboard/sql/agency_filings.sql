-- 一个机关历年的报送状态
-- What became of the report of one agency ($agency_id), year by year, the newest first
-- grain: year
select
    agency,
    region,
    level,
    function,
    year,
    state,
    due_on,
    published_on,
    days_late,
    basis,
    report_id
from filings
where agency_id = $agency_id
  and ($near_from is null or region_code between $near_from and $near_to)
order by year desc
