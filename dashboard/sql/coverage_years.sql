-- 各年度应报、收到的机关数，供选择年度
-- The years of the coverage, the newest first, with the agencies expected and received
-- grain: year
select
    year,
    sum(expected)::integer as expected,
    sum(received)::integer as received
from coverage
where expected > 0 or received > 0
group by year
order by year desc
