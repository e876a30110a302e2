-- 按全称取机关（$names），同名的不取
-- Agencies by their full name ($names), without names that several bear
-- grain: agency
select
    agency as known,
    any_value(agency_id) as id
from agencies
where agency in $names
group by agency
having count(*) = 1
