-- The groups of outcomes of table 3 (granted ... other): the sum of the rows that the edition prints for the group, if all
-- of them have a figure. （六）其他处理 counts by its single row where that is printed, else by its three rows.
-- grain: report_id, outcome_group
-- kind: step
-- columns: report_id, outcome_group, value, value_status
with by_single_row as (
    select t.report_id
    from row_totals as t
    join outcome_rows as o using (row_code)
    where o.row_group = 'other'
    group by t.report_id
    having bool_or(t.row_code = 'other' and t.value is not null) or bool_and(t.row_code = 'other')
),
printed_by_edition as (
    select distinct edition, row_code from core.cell_catalogue where table_no = 3
),
expected as (
    select r.report_id, o.row_code, o.row_group
    from core.reports as r
    join printed_by_edition as e using (edition)
    join outcome_rows as o using (row_code)
    where o.row_group <> 'other'
        or (o.row_code <> 'other' and r.report_id not in (select report_id from by_single_row))
    union all
    select report_id, 'other', 'other' from by_single_row
),
states as (
    select e.report_id, e.row_group, t.value, coalesce(t.value_status, 'absent') as value_status
    from expected as e
    left join row_totals as t using (report_id, row_code)
)
select
    report_id,
    row_group as outcome_group,
    case when count(*) = count(value) then cast(sum(value) as bigint) end as value,
    case
        when bool_or(value_status = 'unreadable') then 'unreadable'
        when bool_or(value_status = 'blank') then 'blank'
        when bool_or(value_status = 'not_applicable') then 'not_applicable'
        when bool_or(value_status = 'absent') then 'absent'
        when bool_or(value_status = 'from_parts') then 'from_parts'
        else 'printed'
    end as value_status
from states
group by report_id, row_group
