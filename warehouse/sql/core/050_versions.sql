-- Every version of every report, and which of them is current: the one published last, then retrieved last, then taken in
-- last, then of the greater hash. A version without a date yields to one with a date. A report whose agency or year is not
-- known stands alone, and is current.
-- grain: report_id
-- kind: step
-- columns: report_id, sha256, agency_id, agency, year, edition, region_code, region, level, function, published_on,
--          publication_items, publication_items_status, loaded_at, retrieved_at, is_current, superseded_by
with subjects as (
    select
        r.*,
        d.loaded_at,
        d.retrieved_at,
        case when r.agency_id is null or r.year is null then r.report_id else r.year || ' ' || r.agency_id end as subject
    from ledger.reports as r
    join ledger.documents as d using (sha256)
)
select
    report_id, sha256, agency_id, agency, year, edition, region_code, region, level, function, published_on,
    publication_items, publication_items_status, loaded_at, retrieved_at,
    row_number() over newest_first = 1 as is_current,
    lag(report_id) over newest_first as superseded_by
from subjects
window newest_first as (
    partition by subject
    order by published_on desc nulls last, retrieved_at desc nulls last, loaded_at desc, sha256 desc, report_id desc
)
