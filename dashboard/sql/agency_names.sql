-- 一个机关（$agency_id）的全部名称，最近的在前
-- All names of an agency ($agency_id), the latest first
-- grain: name
select
    name,
    kind,
    first_year,
    last_year
from agency_names
where agency_id = $agency_id
order by kind <> 'current', last_year desc, first_year desc, name
