-- 按名称（含曾用名）或拼音首字母查机关；没有给出时列出全部，到上限为止
-- Agencies by a part of any of their names or of its pinyin letters ($pattern), those that begin with it first, up to the limit
-- grain: agency
with found as not materialized (
    select i.*
    from agency_index as i
    where true
      and @named(i)
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
