-- Indicators as one whole number a code: lines of one code that disagree give no figure.
-- grain: report_id, code
-- kind: step
-- columns: report_id, code, value, value_status
select
    report_id, code,
    case when count(distinct value) = 1 and min(value) = floor(min(value)) then cast(min(value) as bigint) end as value,
    case
        when count(distinct value) = 1 and min(value) = floor(min(value)) then 'printed'
        when count(distinct value) >= 1 then 'unreadable'
        else min(status)
    end as value_status
from core.indicators
group by report_id, code
