-- 按编号取一份年度报告，机关或年度不明的也在内
-- One report by identifier ($report_id), also one of no known agency or year
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
where r.report_id = $report_id
