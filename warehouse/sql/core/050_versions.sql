-- Every version of every report, and which of them is current: one that its address does not serve any more yields to
-- what is served there (a site may go back to what it had before); then the one with the most tables read (a page whose tables are
-- in its attachment yields to the attachment), then the one published last, then retrieved last, then taken in last, then of
-- the greater hash. A version without a date yields to one with a date; a document that states
-- none has that of the list in which it was found. A report whose agency or year is not known stands
-- alone, and is current.
-- grain: report_id
-- kind: step
-- columns: report_id, sha256, agency_id, agency, year, edition, region_code, region, level, function, published_on,
--          publication_items, publication_items_status, scope, is_identified, loaded_at, retrieved_at, media_type, table_count, subject,
--          is_served, is_current, superseded_by
with tables_read as (
    select report_id, count(distinct table_no) as table_count
    from ledger.readings
    where status = 'reported'
    group by report_id
),
stated_in_lists as (
    select sha256, min(stated_on) as stated_on from ledger.retrievals group by sha256
),
addresses as (
    select
        sha256,
        dense_rank() over (partition by page_url order by confirmed_at desc, retrieved_at desc, sha256) = 1 as is_served
    from ledger.retrievals
),
replaced as (
    select sha256 from addresses group by sha256 having not bool_or(is_served)
),
subjects as (
    select
        r.* replace (coalesce(r.published_on, s.stated_on) as published_on),
        d.loaded_at,
        d.retrieved_at,
        d.media_type,
        t.table_count,
        x.sha256 is null as is_served,
        case when r.agency_id is null or r.year is null then r.report_id else r.year || ' ' || r.agency_id end as subject
    from placed_reports as r
    join ledger.documents as d using (sha256)
    left join tables_read as t using (report_id)
    left join stated_in_lists as s using (sha256)
    left join replaced as x using (sha256)
)
select
    report_id, sha256, agency_id, agency, year, edition, region_code, region, level, function, published_on,
    publication_items, publication_items_status, scope, is_identified, loaded_at, retrieved_at,
    media_type, table_count, subject, is_served,
    row_number() over newest_first = 1 as is_current,
    lag(report_id) over newest_first as superseded_by
from subjects
window newest_first as (
    partition by subject
    order by
        is_served desc, table_count desc nulls last, published_on desc nulls last, retrieved_at desc nulls last,
        loaded_at desc, sha256 desc, report_id desc
)
