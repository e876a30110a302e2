-- What tells one state of the ledger from another: the last batch, how much there is of it all, and what each address has
-- served. That an address was asked again and served the same is no other state.
with served as (
    select
        page_url, sha256, file_no, url, file_sha256, stated_on, gone_at,
        dense_rank() over (partition by page_url order by confirmed_at desc, retrieved_at desc, sha256) = 1 as is_current
    from retrievals
)
select concat_ws(
    ' ',
    (select last_value from duckdb_sequences() where sequence_name = 'batch_numbers'),
    (select count(*) from documents),
    (select count(*) from reports),
    (select count(*) from readings),
    (select count(*) from findings),
    (select count(*) || ' ' || coalesce(bit_xor(hash(s)), 0) from served as s)
)
