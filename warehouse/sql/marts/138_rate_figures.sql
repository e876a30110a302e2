-- Numerator (events), denominator (cases) and status of the numerator of each rate, side by side for each report: what the view rates
-- has one below the other. In the order of years and peers (organs of a level, governments apart), who are compared with each other.
-- grain: report_id
-- kind: kept
-- columns: report_id, agency_id, agency, region_code, region, level, function, year, finding_count, error_count,
--          reconsideration_corrected, reconsideration_decided, reconsideration_status, direct_corrected, direct_decided, direct_status,
--          after_corrected, after_decided, after_status, disclosed, disclosed_status, refused, refused_status, unable, unable_status,
--          declined, declined_status, concluded, carried_out, to_be_handled, carried_out_status
select
    a.report_id, a.agency_id, a.agency, a.region_code, a.region, a.level, a.function, a.year, a.finding_count, a.error_count,
    r.corrected as reconsideration_corrected, r.total - r.pending as reconsideration_decided, r.corrected_status as reconsideration_status,
    d.corrected as direct_corrected, d.total - d.pending as direct_decided, d.corrected_status as direct_status,
    l.corrected as after_corrected, l.total - l.pending as after_decided, l.corrected_status as after_status,
    a.granted + a.granted_in_part as disclosed, a.granted_status as disclosed_status, a.refused, a.refused_status, a.unable, a.unable_status,
    a.declined, a.declined_status, a.concluded, a.carried_out, a.received + a.carried_in as to_be_handled, a.carried_out_status
from marts.applications as a
join marts.disputes as r on r.report_id = a.report_id and r.kind = 'reconsideration'
join marts.disputes as d on d.report_id = a.report_id and d.kind = 'litigation_direct'
join marts.disputes as l on l.report_id = a.report_id and l.kind = 'litigation_after_reconsideration'
order by a.year, a.level, a.function = 'government', a.region_code, a.agency_id, a.report_id
