-- 一个机关某年报告的各个版本
-- Every version of the report of one agency ($agency_id) and year ($year)
-- grain: version
select
    report_id,
    sha256,
    loaded_at,
    is_current,
    superseded_by
from report_versions
where agency_id = $agency_id
  and year = $year
order by loaded_at desc
