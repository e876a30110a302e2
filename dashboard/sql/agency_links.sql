-- 一个机关（$agency_id）与其他机关的沿革关系；is_from：由本机关而来
-- What an agency ($agency_id) has to do with others; is_from: it leads from this agency to the other
-- grain: other agency x kind
select
    from_agency_id = $agency_id as is_from,
    if(is_from, to_agency_id, from_agency_id) as agency_id,
    if(is_from, to_agency, from_agency) as agency,
    kind,
    year,
    if(is_from, to_agency_id, from_agency_id) in (select agency_id from agencies) as has_report
from agency_links
where $agency_id in (from_agency_id, to_agency_id)
order by year nulls last, agency
