-- 一份报告正文里的数字，连同所在的句子
-- The counts in the prose of one report ($report_id), with their sentences
-- grain: statement
select
    concept,
    value::double as value,
    sentence,
    scope,
    is_approximate,
    is_cumulative,
    page
from statements
where report_id = $report_id
order by concept, page
