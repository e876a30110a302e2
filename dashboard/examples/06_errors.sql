-- 勾稽关系不符的年报
-- Reports with figures that do not add up
-- grain: finding
select r.agency, r.year, f.rule, f.message, r.source_url
from findings as f
join reports as r using (report_id)
where f.severity = 'error'
order by r.agency, r.year, f.rule
