-- What this snapshot is: one row. is_synthetic: its reports were made up for trials.
-- grain: snapshot_id
-- kind: table
-- columns: snapshot_id, published_at, report_count, agency_count, reader_version, is_synthetic
select
    getvariable('snapshot_id') as snapshot_id,
    getvariable('published_at') as published_at,
    (select count(*) from core.reports) as report_count,
    (select count(*) from marts.agencies) as agency_count,
    (select string_agg(distinct reader_version, ', ' order by reader_version) from ledger.documents where reader_version not in ('', '-'))
        as reader_version,
    exists (from ledger.trials) as is_synthetic
