-- Counts that the prose of the current reports states, with their sentences.
-- grain: report_id, statement_no
-- kind: table
-- columns: report_id, statement_no, concept, value, sentence, scope, is_approximate, is_cumulative, page
select
    s.report_id, s.statement_no, s.concept, s.value, s.sentence, s.scope, s.is_approximate, s.is_cumulative, s.page
from ledger.statements as s
join core.reports as r using (report_id)
order by s.report_id, s.statement_no
