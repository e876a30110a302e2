-- What a report says of documents and decisions published (table 2), and of items published (prose).
-- The series of the 2019 edition (created, newly_published, published_total) and of the 2021 edition (issued, repealed,
-- in_force) are not one series, and stand in columns of their own; decisions run through both.
-- grain: report_id
-- kind: table
-- columns: report_id, agency, year, publication_items, regulations_issued, normative_documents_issued,
--          normative_documents_repealed, normative_documents_in_force, licensing_decisions, penalty_decisions,
--          coercion_decisions, administrative_fees_10k_yuan, regulations_repealed, regulations_in_force,
--          regulations_created, regulations_newly_published, regulations_published_total, normative_documents_created,
--          normative_documents_newly_published, normative_documents_published_total, status, publication_items_status,
--          regulations_issued_status, normative_documents_issued_status, normative_documents_repealed_status,
--          normative_documents_in_force_status, licensing_decisions_status, penalty_decisions_status,
--          coercion_decisions_status, administrative_fees_10k_yuan_status, regulations_repealed_status,
--          regulations_in_force_status, regulations_created_status, regulations_newly_published_status,
--          regulations_published_total_status, normative_documents_created_status,
--          normative_documents_newly_published_status, normative_documents_published_total_status,
--          agency_id, region_code, region, level, function, edition,
--          finding_count, error_count
with expected as (
    select c.edition, count(*) as figure_count
    from core.cell_catalogue as c
    join publication_series as s using (row_code, column_code)
    where c.table_no = 2
    group by c.edition
)
select
    r.report_id, r.agency, r.year, r.publication_items,
    p.regulations_issued,
    p.normative_documents_issued,
    p.normative_documents_repealed,
    p.normative_documents_in_force,
    p.licensing_decisions,
    p.penalty_decisions,
    p.coercion_decisions,
    p.administrative_fees_10k_yuan,
    p.regulations_repealed,
    p.regulations_in_force,
    p.regulations_created,
    p.regulations_newly_published,
    p.regulations_published_total,
    p.normative_documents_created,
    p.normative_documents_newly_published,
    p.normative_documents_published_total,
    case
        when e.figure_count = p.figure_count then 'printed'
        when r.edition = 'pre2019' and r.publication_items is not null then 'printed'
        else 'incomplete'
    end as status,
    r.publication_items_status,
    coalesce(p.regulations_issued_status, 'absent') as regulations_issued_status,
    coalesce(p.normative_documents_issued_status, 'absent') as normative_documents_issued_status,
    coalesce(p.normative_documents_repealed_status, 'absent') as normative_documents_repealed_status,
    coalesce(p.normative_documents_in_force_status, 'absent') as normative_documents_in_force_status,
    coalesce(p.licensing_decisions_status, 'absent') as licensing_decisions_status,
    coalesce(p.penalty_decisions_status, 'absent') as penalty_decisions_status,
    coalesce(p.coercion_decisions_status, 'absent') as coercion_decisions_status,
    coalesce(p.administrative_fees_10k_yuan_status, 'absent') as administrative_fees_10k_yuan_status,
    coalesce(p.regulations_repealed_status, 'absent') as regulations_repealed_status,
    coalesce(p.regulations_in_force_status, 'absent') as regulations_in_force_status,
    coalesce(p.regulations_created_status, 'absent') as regulations_created_status,
    coalesce(p.regulations_newly_published_status, 'absent') as regulations_newly_published_status,
    coalesce(p.regulations_published_total_status, 'absent') as regulations_published_total_status,
    coalesce(p.normative_documents_created_status, 'absent') as normative_documents_created_status,
    coalesce(p.normative_documents_newly_published_status, 'absent') as normative_documents_newly_published_status,
    coalesce(p.normative_documents_published_total_status, 'absent') as normative_documents_published_total_status,
    r.agency_id, r.region_code, r.region, r.level, r.function, r.edition,
    r.finding_count, r.error_count
from core.reports as r
left join expected as e using (edition)
left join publication_figures as p using (report_id)
order by r.region_code, r.agency_id, r.year, r.report_id
