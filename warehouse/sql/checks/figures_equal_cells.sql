-- A printed figure of a mart is the value of its cell, and a missing figure says why; looked at in parts.
with applications as (
    select * from marts.applications where report_id between getvariable('part_from') and getvariable('part_to')
),
disputes as (
    select * from marts.disputes where report_id between getvariable('part_from') and getvariable('part_to')
),
publications as (
    select * from marts.publications where report_id between getvariable('part_from') and getvariable('part_to')
),
cells as (
    select report_id, table_no, row_code, column_code, value
    from core.readings
    where report_id between getvariable('part_from') and getvariable('part_to')
),
figures_of_marts as (
    select report_id, 3 as table_no, row_code, 'total' as column_code, value, value_status
    from (
        unpivot (select report_id, received, carried_in, granted, granted_in_part, concluded, carried_out from applications)
        on received, carried_in, granted, granted_in_part, concluded, carried_out
        into name row_code value value
    )
    join (
        unpivot (
            select
                report_id, received_status as received, carried_in_status as carried_in, granted_status as granted,
                granted_in_part_status as granted_in_part, concluded_status as concluded, carried_out_status as carried_out
            from applications
        )
        on received, carried_in, granted, granted_in_part, concluded, carried_out
        into name row_code value value_status
    ) using (report_id, row_code)
    union all
    select report_id, 4, kind, column_code, value, value_status
    from (
        unpivot (select report_id, kind, upheld, corrected, other_result, pending, total from disputes)
        on upheld, corrected, other_result, pending, total
        into name column_code value value
    )
    join (
        unpivot (
            select
                report_id, kind, upheld_status as upheld, corrected_status as corrected, other_result_status as other_result,
                pending_status as pending, total_status as total
            from disputes
        )
        on upheld, corrected, other_result, pending, total
        into name column_code value value_status
    ) using (report_id, kind, column_code)
    union all
    select report_id, 2, 'regulations', 'issued', regulations_issued, regulations_issued_status from publications
    union all
    select report_id, 2, 'regulations', 'repealed', regulations_repealed, regulations_repealed_status from publications
    union all
    select report_id, 2, 'regulations', 'in_force', regulations_in_force, regulations_in_force_status from publications
    union all
    select report_id, 2, 'normative_documents', 'issued', normative_documents_issued, normative_documents_issued_status from publications
    union all
    select report_id, 2, 'normative_documents', 'repealed', normative_documents_repealed, normative_documents_repealed_status from publications
    union all
    select report_id, 2, 'normative_documents', 'in_force', normative_documents_in_force, normative_documents_in_force_status from publications
    union all
    select report_id, 2, 'regulations', 'created', regulations_created, regulations_created_status from publications
    union all
    select report_id, 2, 'regulations', 'newly_published', regulations_newly_published, regulations_newly_published_status from publications
    union all
    select report_id, 2, 'regulations', 'published_total', regulations_published_total, regulations_published_total_status from publications
    union all
    select report_id, 2, 'normative_documents', 'created', normative_documents_created, normative_documents_created_status from publications
    union all
    select report_id, 2, 'normative_documents', 'newly_published', normative_documents_newly_published, normative_documents_newly_published_status from publications
    union all
    select report_id, 2, 'normative_documents', 'published_total', normative_documents_published_total, normative_documents_published_total_status from publications
    union all
    select report_id, 2, 'licensing', 'decisions', licensing_decisions, licensing_decisions_status from publications
    union all
    select report_id, 2, 'penalties', 'decisions', penalty_decisions, penalty_decisions_status from publications
    union all
    select report_id, 2, 'coercion', 'decisions', coercion_decisions, coercion_decisions_status from publications
    union all
    select report_id, 2, 'administrative_fees', 'amount_10k_yuan', administrative_fees_10k_yuan, administrative_fees_10k_yuan_status from publications
)
select f.*, c.value as cell_value
from figures_of_marts as f
join core.reports as r using (report_id)
left join cells as c using (report_id, table_no, row_code, column_code)
where f.value_status = 'printed'
    and r.edition is distinct from 'pre2019'
    and f.value is distinct from c.value
