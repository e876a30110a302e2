-- 给出的报告、机关中本快照看得到的
-- Of the given reports and agencies, those that this snapshot shows
-- grain: key
select report_id as key from report_versions where report_id in $keys
union
select agency_id from agencies where agency_id in $keys
union
select agency_id from filings where agency_id in $keys
