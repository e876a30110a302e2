-- The rates of the view rates once more, in the order of years and peers: a question that holds agencies against each other reads
-- little else.
-- grain: report_id, measure
-- kind: view
-- columns: report_id, agency_id, agency, region, level, function, year, measure, events, cases, status, table_no, row_code,
--          column_code, finding_count, error_count, region_code
select
    report_id, agency_id, agency, region, level, function, year, 'correction_reconsideration' as measure,
    reconsideration_corrected as events, reconsideration_decided as cases, reconsideration_status as status,
    4 as table_no, 'reconsideration' as row_code, 'corrected' as column_code, finding_count, error_count, region_code
from marts.rate_figures
union all
select
    report_id, agency_id, agency, region, level, function, year, 'correction_litigation_direct',
    direct_corrected, direct_decided, direct_status,
    4, 'litigation_direct', 'corrected', finding_count, error_count, region_code
from marts.rate_figures
union all
select
    report_id, agency_id, agency, region, level, function, year, 'correction_litigation_after_reconsideration',
    after_corrected, after_decided, after_status,
    4, 'litigation_after_reconsideration', 'corrected', finding_count, error_count, region_code
from marts.rate_figures
union all
select
    report_id, agency_id, agency, region, level, function, year, 'share_disclosed',
    disclosed, concluded, disclosed_status,
    3, 'granted', 'total', finding_count, error_count, region_code
from marts.rate_figures
union all
select
    report_id, agency_id, agency, region, level, function, year, 'share_refused',
    refused, concluded, refused_status,
    3, 'refused', 'total', finding_count, error_count, region_code
from marts.rate_figures
union all
select
    report_id, agency_id, agency, region, level, function, year, 'share_unable',
    unable, concluded, unable_status,
    3, 'unable', 'total', finding_count, error_count, region_code
from marts.rate_figures
union all
select
    report_id, agency_id, agency, region, level, function, year, 'share_declined',
    declined, concluded, declined_status,
    3, 'declined', 'total', finding_count, error_count, region_code
from marts.rate_figures
union all
select
    report_id, agency_id, agency, region, level, function, year, 'share_carried_out',
    carried_out, to_be_handled, carried_out_status,
    3, 'carried_out', 'total', finding_count, error_count, region_code
from marts.rate_figures
