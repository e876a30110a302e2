-- Numerator (events) and denominator (cases) of each rate, and the cell that the numerator stands in. A correction rate divides by
-- decided cases alone, a share of outcomes by all that was concluded, the share carried out by what was received or carried in. Each
-- measure is a constant of its own branch, so that a question about one reads no other.
-- grain: report_id, measure
-- kind: view
-- columns: report_id, agency_id, agency, region, level, function, year, measure, events, cases, status, table_no, row_code,
--          column_code, finding_count, error_count, region_code
select
    report_id, agency_id, agency, region, level, function, year, 'correction_reconsideration' as measure,
    corrected as events, total - pending as cases, corrected_status as status,
    4 as table_no, 'reconsideration' as row_code, 'corrected' as column_code, finding_count, error_count, region_code
from disputes
where kind = 'reconsideration'
union all
select
    report_id, agency_id, agency, region, level, function, year, 'correction_litigation_direct',
    corrected, total - pending, corrected_status,
    4, 'litigation_direct', 'corrected', finding_count, error_count, region_code
from disputes
where kind = 'litigation_direct'
union all
select
    report_id, agency_id, agency, region, level, function, year, 'correction_litigation_after_reconsideration',
    corrected, total - pending, corrected_status,
    4, 'litigation_after_reconsideration', 'corrected', finding_count, error_count, region_code
from disputes
where kind = 'litigation_after_reconsideration'
union all
select
    report_id, agency_id, agency, region, level, function, year, 'share_disclosed',
    granted + granted_in_part, concluded, granted_status, 3, 'granted', 'total', finding_count, error_count, region_code
from applications
union all
select
    report_id, agency_id, agency, region, level, function, year, 'share_refused',
    refused, concluded, refused_status, 3, 'refused', 'total', finding_count, error_count, region_code
from applications
union all
select
    report_id, agency_id, agency, region, level, function, year, 'share_unable',
    unable, concluded, unable_status, 3, 'unable', 'total', finding_count, error_count, region_code
from applications
union all
select
    report_id, agency_id, agency, region, level, function, year, 'share_declined',
    declined, concluded, declined_status, 3, 'declined', 'total', finding_count, error_count, region_code
from applications
union all
select
    report_id, agency_id, agency, region, level, function, year, 'share_carried_out',
    carried_out, received + carried_in, carried_out_status, 3, 'carried_out', 'total', finding_count, error_count, region_code
from applications
