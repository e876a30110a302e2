-- 各来源的新旧：最近一次采集怎样，何时最后成功
-- How fresh each source is: how it did last, and when it last did well
-- grain: source
-- columns: the source and its kind, its last run, its last success, what it named and gave, and what was amiss
select source, source_kind, last_outcome, last_run_at, last_success_at, found_count, document_count, last_note
from sources
where is_configured
order by last_outcome = 'ok', last_success_at nulls first, source
