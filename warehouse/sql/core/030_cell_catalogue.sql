-- Every cell of tables 2 to 4 of every edition of the form, in printed order.
-- grain: edition, table_no, row_code, column_code
-- kind: table
-- columns: edition, table_no, row_code, column_code, row_label, column_label, row_group, position
select edition, table_no, row_code, column_code, row_label, column_label, row_group, position
from ledger.cell_catalogue
order by edition, position
