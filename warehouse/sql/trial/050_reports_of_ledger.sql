-- The reports as the ledger keeps them.
-- grain: report
insert into reports (
    report_id, sha256, agency_id, agency, year, edition, region_code, region, level, function, published_on, publication_items,
    publication_items_status, evidence, batch_no, place_id, organ, full_name, scope, is_identified, second_names
)
select
    report_id, sha256, agency_id, agency, year, edition, region_code, region, level, function, published_on,
    if(edition = 'pre2019', null, cast(floor(200 + 40 * volume) as bigint)),
    if(edition = 'pre2019', 'absent', 'prose'),
    '{"agency":"合成数据，仅供试用"}', 1, region_code, replace(agency, region, ''), agency,
    if(function = 'government', 'region', 'organ'), true, []
from trial_reports
