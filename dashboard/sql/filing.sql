-- 一个机关一个年度的年报：期限、公布日期、逾期天数
-- When the report of one agency ($agency_id) for one year ($year) was due and published
-- grain: one row
select
    state,
    due_on,
    published_on,
    days_late,
    basis,
    report_id
from filings
where agency_id = $agency_id
  and year = $year
