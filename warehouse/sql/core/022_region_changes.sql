-- What became of divisions since 2008: a place that was renamed, upgraded (撤县设区 and the like) or recoded is the same place
-- under its new code; one that was merged ended in the other. Codes and names are NULL for a new division on the old side.
-- grain: year, kind, old_code, new_code
-- kind: table
-- columns: year, kind, level, old_code, old_name, new_code, new_name, document
select
    year, kind, level, nullif(old_code, '') as old_code, nullif(old_name, '') as old_name, new_code, new_name,
    nullif(document, '') as document
from ledger.region_changes
order by year, new_code, old_code
