-- 一种表式的全部单元格，按印刷顺序
-- Every cell of one edition ($edition), in printed order
-- grain: cell of the form
select
    table_no,
    row_code,
    column_code,
    row_label,
    column_label,
    row_group,
    position
from cell_catalogue
where edition = $edition
order by position
