-- 收到而未进入图表的：机关或年度不明的报告，没有报告的文件，无法读取的文件
-- What came in and is on no chart
-- grain: one row
-- columns: unplaced = reports of no known agency or year; no_report = documents without a report; unreadable = documents that
--   could not be read; documents = all
select
    (select count(*) from reports where agency_id is null or year is null) as unplaced,
    count_if(outcome = 'no_report') as no_report,
    count_if(outcome = 'unreadable') as unreadable,
    count(*) as documents
from documents
