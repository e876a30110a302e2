-- 按文档指纹取年报（$names），一份文档有几份年报的不取
-- Reports by the hash of their document ($names), without documents that hold several
-- grain: report
select
    sha256 as known,
    any_value(report_id) as id
from reports
where sha256 in $names
group by sha256
having count(*) = 1
