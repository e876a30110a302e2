-- 各年不予公开的理由
-- Grounds of refusal by year
-- grain: year x ground
select o.year, t.zh as ground, t.en as ground_in_english, sum(o.value) as applications, count(o.value) as reports
from application_outcomes as o
join terms as t on t.code = o.outcome
where o.outcome_group = 'refused'
group by all
order by o.year, applications desc nulls last
