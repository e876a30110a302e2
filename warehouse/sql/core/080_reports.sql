-- One current report of an agency and year; a report whose agency or year is not known stands by itself, with NULL there. What has a
-- place is stored in the order of places here and in the marts, so that a question about one place reads little else.
-- grain: report_id
-- kind: table
-- columns: report_id, agency_id, agency, region_code, region, level, function, year, edition, published_on,
--          publication_items, source_name, source_url, sha256, loaded_at, media_type, retrieved_at, page_count,
--          cell_count, finding_count, error_count, publication_items_status, scope, is_identified
with cell_counts as (
    select report_id, count(*) as cell_count from ledger.readings group by report_id
),
finding_counts as (
    select
        f.report_id, count(*) as finding_count,
        -- an error that a person dismissed is none
        count(*) filter (where f.severity = 'error' and d.verdict is distinct from 'dismissed') as error_count
    from found as f
    left join decided_findings as d on d.report_id = f.report_id and d.finding_no = f.finding_no and d.rank = 1
    group by f.report_id
),
-- the year's own line of an indicator table; lines that disagree give no figure
items_printed as (
    select
        report_id,
        case when count(distinct value) = 1 then any_value(value) end as value,
        case when count(distinct value) = 1 then 'printed' when count(distinct value) > 1 then 'unreadable' else min(status) end as status
    from ledger.indicators
    where code = 'publications'
    group by report_id
)
select
    v.report_id, v.agency_id, v.agency, v.region_code, v.region, v.level, v.function, v.year, v.edition, v.published_on,
    case when v.edition = 'pre2019' and i.report_id is not null then cast(i.value as bigint) else v.publication_items end
        as publication_items,
    d.source_name, d.source_url, v.sha256, v.loaded_at, d.media_type, v.retrieved_at, d.page_count,
    -- a report with no row there has no cell and no finding: a count of ours, not a figure of the report
    coalesce(c.cell_count, 0) as cell_count,
    coalesce(f.finding_count, 0) as finding_count,
    coalesce(f.error_count, 0) as error_count,
    case when v.edition = 'pre2019' and i.report_id is not null then i.status else v.publication_items_status end
        as publication_items_status,
    v.scope, v.is_identified
from versions as v
join ledger.documents as d using (sha256)
left join cell_counts as c using (report_id)
left join finding_counts as f using (report_id)
left join items_printed as i using (report_id)
where v.is_current
order by v.region_code, v.agency_id, v.year, v.report_id
