-- The rows of table 3 that are outcomes of applications, and their groups, in all editions.
-- grain: row_code
-- kind: step
-- columns: row_code, row_group
select distinct row_code, row_group
from core.cell_catalogue
where table_no = 3
    and row_group in ('granted', 'granted_in_part', 'refused', 'unable', 'declined', 'other')
