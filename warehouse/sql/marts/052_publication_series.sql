-- The cells of table 2 that are figures of their own, in any edition.
-- grain: figure
-- kind: step
-- columns: row_code, column_code, figure
select *
from (
    values
    ('regulations', 'issued', 'regulations_issued'),
    ('normative_documents', 'issued', 'normative_documents_issued'),
    ('normative_documents', 'repealed', 'normative_documents_repealed'),
    ('normative_documents', 'in_force', 'normative_documents_in_force'),
    ('licensing', 'decisions', 'licensing_decisions'),
    ('penalties', 'decisions', 'penalty_decisions'),
    ('coercion', 'decisions', 'coercion_decisions'),
    ('administrative_fees', 'amount_10k_yuan', 'administrative_fees_10k_yuan'),
    ('regulations', 'repealed', 'regulations_repealed'),
    ('regulations', 'in_force', 'regulations_in_force'),
    ('regulations', 'created', 'regulations_created'),
    ('regulations', 'newly_published', 'regulations_newly_published'),
    ('regulations', 'published_total', 'regulations_published_total'),
    ('normative_documents', 'created', 'normative_documents_created'),
    ('normative_documents', 'newly_published', 'normative_documents_newly_published'),
    ('normative_documents', 'published_total', 'normative_documents_published_total')
) as s (row_code, column_code, figure)
