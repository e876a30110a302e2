-- Every row of table 3 that a report prints is known to the catalogue of some edition: else its outcomes would be left out.
select report_id, row_code, column_code
from main.cells
where table_no = 3
    and row_code not in (select row_code from main.cell_catalogue where table_no = 3)
