-- 某时（$since）以来入库的现行年报，新的在前
-- The current reports that came in after a moment ($since), the newest first
-- grain: report
-- columns: the report and its agency; is_first = no earlier version of it; matched = number of reports in all
with arrived as not materialized (
    select r.*
    from reports as r
    where r.loaded_at > $since::timestamp
      and @scope(r)
),
listed as (
    select r.*, (select count(*) from arrived) as matched
    from arrived as r
    order by r.loaded_at desc, r.agency, r.year desc, r.report_id
    limit $row_limit
)
select
    r.report_id,
    r.agency_id,
    r.agency,
    r.region,
    r.year,
    r.loaded_at,
    r.published_on,
    r.finding_count,
    r.error_count,
    not exists (
        select 1 from report_versions as v
        where v.agency_id = r.agency_id and v.year = r.year and v.report_id <> r.report_id
    ) as is_first,
    r.matched
from listed as r
order by r.loaded_at desc, r.agency, r.year desc, r.report_id
