-- 按名称（含曾用名）或拼音首字母查机关；没有给出时列出全部，到上限为止
-- Agencies by a part of any of their names or of its pinyin letters ($pattern), those that begin with it first, up to the limit
-- grain: agency
select
    agency_id,
    agency,
    region,
    report_count,
    count(*) over () as matched
from agency_index as i
where true
  and @named(i)
order by
    coalesce(contains(chr(10) || i.names, chr(10) || $pattern) or contains(chr(10) || i.initials, chr(10) || $letters), false) desc,
    report_count desc, agency
limit $row_limit
