-- Every file that was retrieved from an address, by version of its document: a page and its attachments are one document.
-- grain: page_url, sha256, file_no
-- kind: table
-- columns: source, site, page_url, url, file_no, sha256, file_sha256, title, stated_on, content_type, etag, last_modified,
--          byte_count, retrieved_at, confirmed_at, gone_at, is_current
select
    source, site, page_url, url, file_no, sha256, file_sha256, title, stated_on, content_type, etag, last_modified,
    file_byte_count as byte_count, retrieved_at, confirmed_at, gone_at,
    dense_rank() over (partition by page_url order by confirmed_at desc, retrieved_at desc, sha256) = 1 as is_current
from ledger.retrievals
order by page_url, retrieved_at, sha256, file_no
