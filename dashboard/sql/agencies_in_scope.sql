-- 筛选范围内的机关，可按名称（含曾用名）或拼音首字母查找
-- The agencies under the filters, by a part of any of their names or of its pinyin letters ($pattern), up to the limit
-- grain: agency
select
    agency_id,
    agency,
    region,
    report_count,
    count(*) over () as matched
from agency_index as a
where true
  and @named(a)
  and @scope(a)
order by
    coalesce(contains(chr(10) || a.names, chr(10) || $pattern) or contains(chr(10) || a.initials, chr(10) || $letters), false) desc,
    report_count desc, agency
limit $row_limit
