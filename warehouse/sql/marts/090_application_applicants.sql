-- Applications by kind of applicant: each applicant column of table 3, without the total.
-- grain: report_id, applicant
-- kind: table
-- columns: report_id, agency_id, agency, year, applicant, received, carried_in, concluded, carried_out,
--          received_status, carried_in_status, concluded_status, carried_out_status
select
    r.report_id, r.agency_id, r.agency, r.year, f.column_code as applicant,
    max(f.value) filter (where f.row_code = 'received') as received,
    max(f.value) filter (where f.row_code = 'carried_in') as carried_in,
    max(f.value) filter (where f.row_code = 'concluded') as concluded,
    max(f.value) filter (where f.row_code = 'carried_out') as carried_out,
    coalesce(max(f.value_status) filter (where f.row_code = 'received'), 'absent') as received_status,
    coalesce(max(f.value_status) filter (where f.row_code = 'carried_in'), 'absent') as carried_in_status,
    coalesce(max(f.value_status) filter (where f.row_code = 'concluded'), 'absent') as concluded_status,
    coalesce(max(f.value_status) filter (where f.row_code = 'carried_out'), 'absent') as carried_out_status
from figures as f
join core.reports as r using (report_id)
where f.table_no = 3 and f.column_code <> 'total'
group by r.report_id, r.agency_id, r.agency, r.year, f.column_code
order by r.report_id, f.column_code
