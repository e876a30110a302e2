-- A document for each report; there are no bytes behind it.
-- grain: document
insert into documents (
    sha256, source_name, source_url, media_type, byte_count, page_count, retrieved_at, loaded_at, reader_version, outcome, reason,
    batch_no, folder, source
)
select
    sha256, agency || '_' || year || '.html', null, 'text/html', 10000, null, getvariable('trial_made_at'),
    getvariable('trial_made_at'), 'trial', 'report', null, 1, '合成数据', ''
from trial_reports
