-- A printed figure of a mart is the value of its cell, and a missing figure says why.
with figures_of_marts as (
    select report_id, 3 as table_no, row_code, 'total' as column_code, value, value_status
    from (
        unpivot (select report_id, received, carried_in, granted, granted_in_part, concluded, carried_out from marts.applications)
        on received, carried_in, granted, granted_in_part, concluded, carried_out
        into name row_code value value
    )
    join (
        unpivot (
            select
                report_id, received_status as received, carried_in_status as carried_in, granted_status as granted,
                granted_in_part_status as granted_in_part, concluded_status as concluded, carried_out_status as carried_out
            from marts.applications
        )
        on received, carried_in, granted, granted_in_part, concluded, carried_out
        into name row_code value value_status
    ) using (report_id, row_code)
    union all
    select report_id, 4, kind, column_code, value, value_status
    from (
        unpivot (select report_id, kind, upheld, corrected, other_result, pending, total from marts.disputes)
        on upheld, corrected, other_result, pending, total
        into name column_code value value
    )
    join (
        unpivot (
            select
                report_id, kind, upheld_status as upheld, corrected_status as corrected, other_result_status as other_result,
                pending_status as pending, total_status as total
            from marts.disputes
        )
        on upheld, corrected, other_result, pending, total
        into name column_code value value_status
    ) using (report_id, kind, column_code)
)
select f.*, c.value as cell_value
from figures_of_marts as f
join core.reports as r using (report_id)
left join main.cells as c using (report_id, table_no, row_code, column_code)
where f.value_status = 'printed'
    and r.edition is distinct from 'pre2019'
    and f.value is distinct from c.value
