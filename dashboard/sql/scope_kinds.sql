-- 筛选范围内的机关：政府几个，部门几个，涉及几级
-- The agencies under the filters: governments, departments, and how many levels the governments have
-- grain: one row
select
    count_if(function = 'government') as governments,
    count_if(function is distinct from 'government') as departments,
    count(distinct level) filter (where function = 'government') as government_levels
from agencies as a
where true
  and @scope(a)
