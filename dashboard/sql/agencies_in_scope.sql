-- 筛选范围内的机关，可按名称（含曾用名）或拼音首字母查找
-- The agencies under the filters, by a part of any of their names or of its pinyin letters ($pattern), up to the limit
-- grain: agency
with found as not materialized (
    select a.*
    from agency_index as a
    where true
      and @named(a)
      and @scope(a)
)
select
    f.agency_id,
    f.agency,
    f.region,
    f.report_count,
    (select count(*) from found) as matched
from found as f
order by
    coalesce(contains(chr(10) || f.names, chr(10) || $pattern) or contains(chr(10) || f.initials, chr(10) || $letters), false) desc,
    f.report_count desc, f.agency
limit $row_limit
