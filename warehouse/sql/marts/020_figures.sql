-- Readings as whole numbers: a count that is printed with a fraction is no count, and stays unread here.
-- grain: report_id, table_no, row_code, column_code
-- kind: lens
-- columns: report_id, table_no, row_code, column_code, value, value_status
select
    report_id, table_no, row_code, column_code,
    case when status = 'reported' and value = floor(value) then cast(value as bigint) end as value,
    case
        when status = 'reported' and value = floor(value) then 'printed'
        when status = 'reported' then 'unreadable'
        else status
    end as value_status
from core.readings
