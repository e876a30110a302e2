-- 机关的级别
-- The levels of the agencies
-- grain: level
select level, count(*) as agencies
from agencies
where level is not null
group by level
order by level
