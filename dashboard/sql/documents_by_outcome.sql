-- 收到的文件，按读取结果
-- Documents by outcome
-- grain: outcome
select
    outcome,
    count(*) as documents
from documents
group by outcome
order by outcome
