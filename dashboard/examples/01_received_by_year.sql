-- 各年新收申请，及给出该数的机关数（县级部门）
-- Applications received by year, and how many agencies give the figure (county departments)
-- grain: year
select year, sum(received) as received, count(received) as agencies
from applications
where level = 'county' and function <> 'government'
group by year
order by year
