-- Applications by kind of applicant: each applicant column of table 3, without the total.
-- grain: report_id, applicant
-- kind: table
-- columns: report_id, agency_id, agency, year, applicant, received, carried_in, concluded, carried_out,
--          received_status, carried_in_status, concluded_status, carried_out_status, region_code, region, level, function,
--          finding_count, error_count
with columns_of_table_3 as (
    select
        report_id, column_code as applicant,
        max(value) filter (where row_code = 'received') as received,
        max(value) filter (where row_code = 'carried_in') as carried_in,
        max(value) filter (where row_code = 'concluded') as concluded,
        max(value) filter (where row_code = 'carried_out') as carried_out,
        coalesce(max(value_status) filter (where row_code = 'received'), 'absent') as received_status,
        coalesce(max(value_status) filter (where row_code = 'carried_in'), 'absent') as carried_in_status,
        coalesce(max(value_status) filter (where row_code = 'concluded'), 'absent') as concluded_status,
        coalesce(max(value_status) filter (where row_code = 'carried_out'), 'absent') as carried_out_status
    from figures
    where table_no = 3 and column_code <> 'total'
    group by report_id, column_code
)
select
    r.report_id, r.agency_id, r.agency, r.year, c.applicant,
    c.received, c.carried_in, c.concluded, c.carried_out,
    c.received_status, c.carried_in_status, c.concluded_status, c.carried_out_status,
    r.region_code, r.region, r.level, r.function, r.finding_count, r.error_count
from columns_of_table_3 as c
join core.reports as r using (report_id)
order by r.region_code, r.agency_id, r.year, r.report_id, c.applicant
