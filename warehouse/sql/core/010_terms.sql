-- The words of the field: what each view and column means, in Chinese and English.
-- grain: code
-- kind: table
-- columns: code, zh, en, unit, definition_zh, definition_en
select code, zh, en, unit, definition_zh, definition_en
from ledger.terms
order by code
