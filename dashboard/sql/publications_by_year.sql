-- 主动公开各项数字，按年合计
-- The figures of publication, summed by year
-- grain: year x series
-- columns: year; series; value = sum over the reports that give the figure, NULL where none does; given = reports that
--   give it; absent = reports whose form or print has no such cell; reports = all reports; disputed = reports with an error
with sums as (
    select
        year,
        count(*) as reports,
        count_if(error_count > 0) as disputed,
        sum(publication_items) as publication_items, count(publication_items) as publication_items_given, count_if(publication_items_status = 'absent') as publication_items_absent,
        sum(regulations_issued) as regulations_issued, count(regulations_issued) as regulations_issued_given, count_if(regulations_issued_status = 'absent') as regulations_issued_absent,
        sum(regulations_repealed) as regulations_repealed, count(regulations_repealed) as regulations_repealed_given, count_if(regulations_repealed_status = 'absent') as regulations_repealed_absent,
        sum(regulations_in_force) as regulations_in_force, count(regulations_in_force) as regulations_in_force_given, count_if(regulations_in_force_status = 'absent') as regulations_in_force_absent,
        sum(regulations_created) as regulations_created, count(regulations_created) as regulations_created_given, count_if(regulations_created_status = 'absent') as regulations_created_absent,
        sum(regulations_newly_published) as regulations_newly_published, count(regulations_newly_published) as regulations_newly_published_given, count_if(regulations_newly_published_status = 'absent') as regulations_newly_published_absent,
        sum(regulations_published_total) as regulations_published_total, count(regulations_published_total) as regulations_published_total_given, count_if(regulations_published_total_status = 'absent') as regulations_published_total_absent,
        sum(normative_documents_issued) as normative_documents_issued, count(normative_documents_issued) as normative_documents_issued_given, count_if(normative_documents_issued_status = 'absent') as normative_documents_issued_absent,
        sum(normative_documents_repealed) as normative_documents_repealed, count(normative_documents_repealed) as normative_documents_repealed_given, count_if(normative_documents_repealed_status = 'absent') as normative_documents_repealed_absent,
        sum(normative_documents_in_force) as normative_documents_in_force, count(normative_documents_in_force) as normative_documents_in_force_given, count_if(normative_documents_in_force_status = 'absent') as normative_documents_in_force_absent,
        sum(normative_documents_created) as normative_documents_created, count(normative_documents_created) as normative_documents_created_given, count_if(normative_documents_created_status = 'absent') as normative_documents_created_absent,
        sum(normative_documents_newly_published) as normative_documents_newly_published, count(normative_documents_newly_published) as normative_documents_newly_published_given, count_if(normative_documents_newly_published_status = 'absent') as normative_documents_newly_published_absent,
        sum(normative_documents_published_total) as normative_documents_published_total, count(normative_documents_published_total) as normative_documents_published_total_given, count_if(normative_documents_published_total_status = 'absent') as normative_documents_published_total_absent,
        sum(licensing_decisions) as licensing_decisions, count(licensing_decisions) as licensing_decisions_given, count_if(licensing_decisions_status = 'absent') as licensing_decisions_absent,
        sum(penalty_decisions) as penalty_decisions, count(penalty_decisions) as penalty_decisions_given, count_if(penalty_decisions_status = 'absent') as penalty_decisions_absent,
        sum(coercion_decisions) as coercion_decisions, count(coercion_decisions) as coercion_decisions_given, count_if(coercion_decisions_status = 'absent') as coercion_decisions_absent,
        sum(administrative_fees_10k_yuan) as administrative_fees_10k_yuan, count(administrative_fees_10k_yuan) as administrative_fees_10k_yuan_given, count_if(administrative_fees_10k_yuan_status = 'absent') as administrative_fees_10k_yuan_absent
    from publications
    where year between $from_year and $to_year
      and @scope()
    group by year
)
select
    year,
    reports,
    disputed,
    unnest([
        {'series': 'publication_items', 'value': publication_items::double, 'given': publication_items_given, 'absent': publication_items_absent},
        {'series': 'regulations_issued', 'value': regulations_issued::double, 'given': regulations_issued_given, 'absent': regulations_issued_absent},
        {'series': 'regulations_repealed', 'value': regulations_repealed::double, 'given': regulations_repealed_given, 'absent': regulations_repealed_absent},
        {'series': 'regulations_in_force', 'value': regulations_in_force::double, 'given': regulations_in_force_given, 'absent': regulations_in_force_absent},
        {'series': 'regulations_created', 'value': regulations_created::double, 'given': regulations_created_given, 'absent': regulations_created_absent},
        {'series': 'regulations_newly_published', 'value': regulations_newly_published::double, 'given': regulations_newly_published_given, 'absent': regulations_newly_published_absent},
        {'series': 'regulations_published_total', 'value': regulations_published_total::double, 'given': regulations_published_total_given, 'absent': regulations_published_total_absent},
        {'series': 'normative_documents_issued', 'value': normative_documents_issued::double, 'given': normative_documents_issued_given, 'absent': normative_documents_issued_absent},
        {'series': 'normative_documents_repealed', 'value': normative_documents_repealed::double, 'given': normative_documents_repealed_given, 'absent': normative_documents_repealed_absent},
        {'series': 'normative_documents_in_force', 'value': normative_documents_in_force::double, 'given': normative_documents_in_force_given, 'absent': normative_documents_in_force_absent},
        {'series': 'normative_documents_created', 'value': normative_documents_created::double, 'given': normative_documents_created_given, 'absent': normative_documents_created_absent},
        {'series': 'normative_documents_newly_published', 'value': normative_documents_newly_published::double, 'given': normative_documents_newly_published_given, 'absent': normative_documents_newly_published_absent},
        {'series': 'normative_documents_published_total', 'value': normative_documents_published_total::double, 'given': normative_documents_published_total_given, 'absent': normative_documents_published_total_absent},
        {'series': 'licensing_decisions', 'value': licensing_decisions::double, 'given': licensing_decisions_given, 'absent': licensing_decisions_absent},
        {'series': 'penalty_decisions', 'value': penalty_decisions::double, 'given': penalty_decisions_given, 'absent': penalty_decisions_absent},
        {'series': 'coercion_decisions', 'value': coercion_decisions::double, 'given': coercion_decisions_given, 'absent': coercion_decisions_absent},
        {'series': 'administrative_fees_10k_yuan', 'value': administrative_fees_10k_yuan::double, 'given': administrative_fees_10k_yuan_given, 'absent': administrative_fees_10k_yuan_absent}
    ], recursive := true)
from sums
order by all
