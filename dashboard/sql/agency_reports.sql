-- 一个机关各年的年度报告
-- The reports of one agency ($agency_id), newest first
-- grain: report
select
    r.report_id,
    r.agency_id,
    r.agency,
    r.region,
    r.level,
    r.function,
    r.year,
    r.edition,
    r.published_on,
    r.publication_items,
    r.source_name,
    r.source_url,
    r.sha256,
    r.media_type,
    r.retrieved_at,
    r.loaded_at,
    r.page_count,
    r.cell_count,
    r.finding_count,
    r.error_count
from reports as r
where r.agency_id = $agency_id
  and ($near_from is null or r.region_code between $near_from and $near_to)
order by r.year desc
