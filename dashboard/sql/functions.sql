-- 机关的职能
-- The functions of the agencies
-- grain: function
select function, count(*) as agencies
from agencies
where function is not null
group by function
order by agencies desc, function
