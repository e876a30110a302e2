-- Each figure as a printed cell, in the order of reports and of the form; a 0 is blank or "/" where that is the report's manner.
-- grain: report x cell
insert into readings (
    report_id, table_no, row_code, column_code, value, printed, status, page, note, grid_no, grid_row, grid_column, batch_no
)
with cells as (
    select
        edition, table_no, row_code, column_code,
        row_number() over (partition by edition order by position) as cell_no,
        dense_rank() over (partition by edition, table_no order by min_position) as grid_row,
        row_number() over (partition by edition, table_no, row_code order by position) as grid_column
    from (select *, min(position) over (partition by edition, table_no, row_code) as min_position from cell_catalogue)
    where table_no in (2, 3, 4) and not (edition = '2021' and row_code = 'other')
),
printed as (
    select report_id, edition, manner, error, unnest(figures) as figure, unnest(range(1, length(figures) + 1)) as cell_no
    from trial_figures
),
read as (
    select
        p.report_id, c.table_no, c.row_code, c.column_code, p.figure, c.grid_row, c.grid_column,
        case
            when p.error = 'unreadable' and c.row_code = 'granted' and c.column_code = 'company' then 'unreadable'
            when p.figure = 0 and p.manner = 'blank' then 'blank'
            when p.figure = 0 and p.manner = 'slash' then 'not_applicable'
            else 'reported'
        end as status
    from printed as p
    join cells as c using (edition, cell_no)
)
select
    report_id, table_no, row_code, column_code,
    if(status = 'reported', figure, null),
    case status when 'reported' then cast(figure as varchar) when 'blank' then '' when 'not_applicable' then '/' else '十余' end,
    status, null, null, table_no - 2, grid_row, grid_column, 1
from read
