-- 一项主动公开数字所依据的报告；主动公开信息条数出自正文，没有单元格
-- The reports behind one figure ($series) of publication; the count of items comes from the prose and has no cell
-- grain: report
-- columns: the report and its agency; value and status of the figure; the cell (table_no, row_code, column_code) that it
--   rests on; finding_count and error_count of the report; matched = number of reports in all
with figures as not materialized (
    select
        f.report_id,
        f.agency_id,
        f.agency,
        f.region,
        f.year,
        f.finding_count,
        f.error_count,
        case $series
            when 'publication_items' then f.publication_items
            when 'regulations_issued' then f.regulations_issued
            when 'regulations_repealed' then f.regulations_repealed
            when 'regulations_in_force' then f.regulations_in_force
            when 'regulations_created' then f.regulations_created
            when 'regulations_newly_published' then f.regulations_newly_published
            when 'regulations_published_total' then f.regulations_published_total
            when 'normative_documents_issued' then f.normative_documents_issued
            when 'normative_documents_repealed' then f.normative_documents_repealed
            when 'normative_documents_in_force' then f.normative_documents_in_force
            when 'normative_documents_created' then f.normative_documents_created
            when 'normative_documents_newly_published' then f.normative_documents_newly_published
            when 'normative_documents_published_total' then f.normative_documents_published_total
            when 'licensing_decisions' then f.licensing_decisions
            when 'penalty_decisions' then f.penalty_decisions
            when 'coercion_decisions' then f.coercion_decisions
            when 'administrative_fees_10k_yuan' then f.administrative_fees_10k_yuan
        end::double as value,
        case $series
            when 'publication_items' then f.publication_items_status
            when 'regulations_issued' then f.regulations_issued_status
            when 'regulations_repealed' then f.regulations_repealed_status
            when 'regulations_in_force' then f.regulations_in_force_status
            when 'regulations_created' then f.regulations_created_status
            when 'regulations_newly_published' then f.regulations_newly_published_status
            when 'regulations_published_total' then f.regulations_published_total_status
            when 'normative_documents_issued' then f.normative_documents_issued_status
            when 'normative_documents_repealed' then f.normative_documents_repealed_status
            when 'normative_documents_in_force' then f.normative_documents_in_force_status
            when 'normative_documents_created' then f.normative_documents_created_status
            when 'normative_documents_newly_published' then f.normative_documents_newly_published_status
            when 'normative_documents_published_total' then f.normative_documents_published_total_status
            when 'licensing_decisions' then f.licensing_decisions_status
            when 'penalty_decisions' then f.penalty_decisions_status
            when 'coercion_decisions' then f.coercion_decisions_status
            when 'administrative_fees_10k_yuan' then f.administrative_fees_10k_yuan_status
        end as status,
        case $series
            when 'regulations_issued' then 'regulations'
            when 'regulations_repealed' then 'regulations'
            when 'regulations_in_force' then 'regulations'
            when 'regulations_created' then 'regulations'
            when 'regulations_newly_published' then 'regulations'
            when 'regulations_published_total' then 'regulations'
            when 'normative_documents_issued' then 'normative_documents'
            when 'normative_documents_repealed' then 'normative_documents'
            when 'normative_documents_in_force' then 'normative_documents'
            when 'normative_documents_created' then 'normative_documents'
            when 'normative_documents_newly_published' then 'normative_documents'
            when 'normative_documents_published_total' then 'normative_documents'
            when 'licensing_decisions' then 'licensing'
            when 'penalty_decisions' then 'penalties'
            when 'coercion_decisions' then 'coercion'
            when 'administrative_fees_10k_yuan' then 'administrative_fees'
        end as row_code,
        case $series
            when 'regulations_issued' then 'issued'
            when 'regulations_repealed' then 'repealed'
            when 'regulations_in_force' then 'in_force'
            when 'regulations_created' then 'created'
            when 'regulations_newly_published' then 'newly_published'
            when 'regulations_published_total' then 'published_total'
            when 'normative_documents_issued' then 'issued'
            when 'normative_documents_repealed' then 'repealed'
            when 'normative_documents_in_force' then 'in_force'
            when 'normative_documents_created' then 'created'
            when 'normative_documents_newly_published' then 'newly_published'
            when 'normative_documents_published_total' then 'published_total'
            when 'licensing_decisions' then 'decisions'
            when 'penalty_decisions' then 'decisions'
            when 'coercion_decisions' then 'decisions'
            when 'administrative_fees_10k_yuan' then 'amount_10k_yuan'
        end as column_code,
        if(row_code is null, null, 2) as table_no
    from publications as f
    where f.year between $from_year and $to_year
      and @scope(f)
)
@listed()
