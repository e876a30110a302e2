-- The figures of table 2, side by side; made in parts (reading_parts).
-- grain: report_id
-- kind: step
-- columns: report_id, figure_count, regulations_issued, regulations_issued_status, normative_documents_issued,
--          normative_documents_issued_status, normative_documents_repealed, normative_documents_repealed_status,
--          normative_documents_in_force, normative_documents_in_force_status, licensing_decisions,
--          licensing_decisions_status, penalty_decisions, penalty_decisions_status, coercion_decisions,
--          coercion_decisions_status, administrative_fees_10k_yuan, administrative_fees_10k_yuan_status,
--          regulations_repealed, regulations_repealed_status, regulations_in_force, regulations_in_force_status,
--          regulations_created, regulations_created_status, regulations_newly_published,
--          regulations_newly_published_status, regulations_published_total, regulations_published_total_status,
--          normative_documents_created, normative_documents_created_status, normative_documents_newly_published,
--          normative_documents_newly_published_status, normative_documents_published_total,
--          normative_documents_published_total_status
with read_figures as (
    select f.report_id, s.figure, cast(f.value as double) as value, f.value_status
    from figures as f
    join publication_series as s using (row_code, column_code)
    where f.table_no = 2 and s.figure <> 'administrative_fees_10k_yuan'
        and f.report_id between getvariable('part_from') and getvariable('part_to')
    union all
    -- an amount of money may have a fraction
    select report_id, 'administrative_fees_10k_yuan', value, case when status = 'reported' then 'printed' else status end
    from core.readings
    where table_no = 2 and row_code = 'administrative_fees' and column_code = 'amount_10k_yuan'
        and report_id between getvariable('part_from') and getvariable('part_to')
)
select
    report_id,
    count(value) as figure_count,
    cast(max(value) filter (where figure = 'regulations_issued') as bigint) as regulations_issued,
    max(value_status) filter (where figure = 'regulations_issued') as regulations_issued_status,
    cast(max(value) filter (where figure = 'normative_documents_issued') as bigint) as normative_documents_issued,
    max(value_status) filter (where figure = 'normative_documents_issued') as normative_documents_issued_status,
    cast(max(value) filter (where figure = 'normative_documents_repealed') as bigint) as normative_documents_repealed,
    max(value_status) filter (where figure = 'normative_documents_repealed') as normative_documents_repealed_status,
    cast(max(value) filter (where figure = 'normative_documents_in_force') as bigint) as normative_documents_in_force,
    max(value_status) filter (where figure = 'normative_documents_in_force') as normative_documents_in_force_status,
    cast(max(value) filter (where figure = 'licensing_decisions') as bigint) as licensing_decisions,
    max(value_status) filter (where figure = 'licensing_decisions') as licensing_decisions_status,
    cast(max(value) filter (where figure = 'penalty_decisions') as bigint) as penalty_decisions,
    max(value_status) filter (where figure = 'penalty_decisions') as penalty_decisions_status,
    cast(max(value) filter (where figure = 'coercion_decisions') as bigint) as coercion_decisions,
    max(value_status) filter (where figure = 'coercion_decisions') as coercion_decisions_status,
    max(value) filter (where figure = 'administrative_fees_10k_yuan') as administrative_fees_10k_yuan,
    max(value_status) filter (where figure = 'administrative_fees_10k_yuan') as administrative_fees_10k_yuan_status,
    cast(max(value) filter (where figure = 'regulations_repealed') as bigint) as regulations_repealed,
    max(value_status) filter (where figure = 'regulations_repealed') as regulations_repealed_status,
    cast(max(value) filter (where figure = 'regulations_in_force') as bigint) as regulations_in_force,
    max(value_status) filter (where figure = 'regulations_in_force') as regulations_in_force_status,
    cast(max(value) filter (where figure = 'regulations_created') as bigint) as regulations_created,
    max(value_status) filter (where figure = 'regulations_created') as regulations_created_status,
    cast(max(value) filter (where figure = 'regulations_newly_published') as bigint) as regulations_newly_published,
    max(value_status) filter (where figure = 'regulations_newly_published') as regulations_newly_published_status,
    cast(max(value) filter (where figure = 'regulations_published_total') as bigint) as regulations_published_total,
    max(value_status) filter (where figure = 'regulations_published_total') as regulations_published_total_status,
    cast(max(value) filter (where figure = 'normative_documents_created') as bigint) as normative_documents_created,
    max(value_status) filter (where figure = 'normative_documents_created') as normative_documents_created_status,
    cast(max(value) filter (where figure = 'normative_documents_newly_published') as bigint) as normative_documents_newly_published,
    max(value_status) filter (where figure = 'normative_documents_newly_published') as normative_documents_newly_published_status,
    cast(max(value) filter (where figure = 'normative_documents_published_total') as bigint) as normative_documents_published_total,
    max(value_status) filter (where figure = 'normative_documents_published_total') as normative_documents_published_total_status
from read_figures
group by report_id
