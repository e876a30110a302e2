-- 没有年报或无法读取的文件，连同原因
-- Documents that hold no report or could not be read, and why
-- grain: document
select
    source_name,
    outcome,
    reason
from documents
where outcome <> 'report'
order by outcome desc, source_name
limit $row_limit
