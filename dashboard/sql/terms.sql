-- 术语
-- The dictionary
-- grain: term
select
    code,
    zh,
    en,
    unit,
    definition_zh,
    definition_en
from terms
order by code
