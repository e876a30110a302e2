-- 一项主动公开数字所依据的报告；主动公开信息条数出自正文，没有单元格
-- The reports behind one figure ($series) of publication; the count of items comes from the prose and has no cell
-- grain: report
-- columns: the report and its agency; value and status of the figure; the cell (table_no, row_code, column_code) that it
--   rests on; finding_count and error_count of the report; matched = number of reports in all
with figures as (
    select
        f.report_id,
        f.agency_id,
        f.agency,
        f.region,
        f.year,
        map {
            'publication_items': {'value': f.publication_items::double, 'status': f.publication_items_status,
                'row_code': null, 'column_code': null},
            'regulations_issued': {'value': f.regulations_issued::double, 'status': f.regulations_issued_status,
                'row_code': 'regulations', 'column_code': 'issued'},
            'regulations_repealed': {'value': f.regulations_repealed::double, 'status': f.regulations_repealed_status,
                'row_code': 'regulations', 'column_code': 'repealed'},
            'regulations_in_force': {'value': f.regulations_in_force::double, 'status': f.regulations_in_force_status,
                'row_code': 'regulations', 'column_code': 'in_force'},
            'regulations_created': {'value': f.regulations_created::double, 'status': f.regulations_created_status,
                'row_code': 'regulations', 'column_code': 'created'},
            'regulations_newly_published': {'value': f.regulations_newly_published::double, 'status': f.regulations_newly_published_status,
                'row_code': 'regulations', 'column_code': 'newly_published'},
            'regulations_published_total': {'value': f.regulations_published_total::double, 'status': f.regulations_published_total_status,
                'row_code': 'regulations', 'column_code': 'published_total'},
            'normative_documents_issued': {'value': f.normative_documents_issued::double, 'status': f.normative_documents_issued_status,
                'row_code': 'normative_documents', 'column_code': 'issued'},
            'normative_documents_repealed': {'value': f.normative_documents_repealed::double, 'status': f.normative_documents_repealed_status,
                'row_code': 'normative_documents', 'column_code': 'repealed'},
            'normative_documents_in_force': {'value': f.normative_documents_in_force::double, 'status': f.normative_documents_in_force_status,
                'row_code': 'normative_documents', 'column_code': 'in_force'},
            'normative_documents_created': {'value': f.normative_documents_created::double, 'status': f.normative_documents_created_status,
                'row_code': 'normative_documents', 'column_code': 'created'},
            'normative_documents_newly_published': {'value': f.normative_documents_newly_published::double, 'status': f.normative_documents_newly_published_status,
                'row_code': 'normative_documents', 'column_code': 'newly_published'},
            'normative_documents_published_total': {'value': f.normative_documents_published_total::double, 'status': f.normative_documents_published_total_status,
                'row_code': 'normative_documents', 'column_code': 'published_total'},
            'licensing_decisions': {'value': f.licensing_decisions::double, 'status': f.licensing_decisions_status,
                'row_code': 'licensing', 'column_code': 'decisions'},
            'penalty_decisions': {'value': f.penalty_decisions::double, 'status': f.penalty_decisions_status,
                'row_code': 'penalties', 'column_code': 'decisions'},
            'coercion_decisions': {'value': f.coercion_decisions::double, 'status': f.coercion_decisions_status,
                'row_code': 'coercion', 'column_code': 'decisions'},
            'administrative_fees_10k_yuan': {'value': f.administrative_fees_10k_yuan::double, 'status': f.administrative_fees_10k_yuan_status,
                'row_code': 'administrative_fees', 'column_code': 'amount_10k_yuan'}
        }[$series] as figure
    from publications as f
    where f.year between $from_year and $to_year
      and ($regions is null or len(list_filter($regions, lambda place: starts_with(f.region, place))) > 0)
      and ($levels is null or f.level in $levels)
      and ($functions is null or f.function in $functions)
      and ($agencies is null or f.agency_id in $agencies)
)
select
    f.report_id,
    f.agency_id,
    f.agency,
    f.region,
    f.year,
    f.figure.value as value,
    f.figure.status as status,
    if(f.figure.row_code is null, null, 2) as table_no,
    f.figure.row_code as row_code,
    f.figure.column_code as column_code,
    r.finding_count,
    r.error_count,
    count(*) over () as matched
from figures as f
join reports as r using (report_id)
order by ($missing_first and value is null) desc, value desc nulls last, f.year desc, f.agency, f.report_id
limit $row_limit
