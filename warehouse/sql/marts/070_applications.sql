-- Applications received and how they ended (table 3, 总计 column): refused, unable, declined and other are the sums of their
-- rows. Where a total is blank it is the sum of its applicant columns (from_parts); what is missing is NULL, with its reason.
-- Of the forms before 2019 only the number received is carried on.
-- grain: report_id
-- kind: table
-- columns: report_id, agency, year, received, carried_in, granted, granted_in_part, refused, unable, declined,
--          other, concluded, carried_out, status, received_status, carried_in_status, granted_status,
--          granted_in_part_status, refused_status, unable_status, declined_status, other_status, concluded_status,
--          carried_out_status, agency_id, region_code, region, level, function, edition,
--          finding_count, error_count
with totals as (
    select
        report_id,
        max(value) filter (where row_code = 'received') as received,
        max(value_status) filter (where row_code = 'received') as received_status,
        max(value) filter (where row_code = 'carried_in') as carried_in,
        max(value_status) filter (where row_code = 'carried_in') as carried_in_status,
        max(value) filter (where row_code = 'concluded') as concluded,
        max(value_status) filter (where row_code = 'concluded') as concluded_status,
        max(value) filter (where row_code = 'carried_out') as carried_out,
        max(value_status) filter (where row_code = 'carried_out') as carried_out_status
    from row_totals
    group by report_id
),
outcomes as (
    select
        report_id,
        max(value) filter (where outcome_group = 'granted') as granted,
        max(value_status) filter (where outcome_group = 'granted') as granted_status,
        max(value) filter (where outcome_group = 'granted_in_part') as granted_in_part,
        max(value_status) filter (where outcome_group = 'granted_in_part') as granted_in_part_status,
        max(value) filter (where outcome_group = 'refused') as refused,
        max(value_status) filter (where outcome_group = 'refused') as refused_status,
        max(value) filter (where outcome_group = 'unable') as unable,
        max(value_status) filter (where outcome_group = 'unable') as unable_status,
        max(value) filter (where outcome_group = 'declined') as declined,
        max(value_status) filter (where outcome_group = 'declined') as declined_status,
        max(value) filter (where outcome_group = 'other') as other,
        max(value_status) filter (where outcome_group = 'other') as other_status
    from group_totals
    group by report_id
),
completed as (
    select
        r.report_id, r.agency, r.year,
        case when r.edition = 'pre2019' then i.value else t.received end as received,
        t.carried_in,
        o.granted,
        o.granted_in_part,
        o.refused,
        o.unable,
        o.declined,
        o.other,
        t.concluded,
        t.carried_out,
        coalesce(case when r.edition = 'pre2019' then i.value_status else t.received_status end, 'absent') as received_status,
        coalesce(t.carried_in_status, 'absent') as carried_in_status,
        coalesce(o.granted_status, 'absent') as granted_status,
        coalesce(o.granted_in_part_status, 'absent') as granted_in_part_status,
        coalesce(o.refused_status, 'absent') as refused_status,
        coalesce(o.unable_status, 'absent') as unable_status,
        coalesce(o.declined_status, 'absent') as declined_status,
        coalesce(o.other_status, 'absent') as other_status,
        coalesce(t.concluded_status, 'absent') as concluded_status,
        coalesce(t.carried_out_status, 'absent') as carried_out_status,
        r.agency_id, r.region_code, r.region, r.level, r.function, r.edition, r.finding_count, r.error_count
    from core.reports as r
    left join totals as t using (report_id)
    left join outcomes as o using (report_id)
    left join indicator_figures as i on i.report_id = r.report_id and i.code = 'applications_received'
)
select
    report_id, agency, year,
    received, carried_in, granted, granted_in_part, refused, unable, declined, other, concluded, carried_out,
    case
        when received is null or carried_in is null or granted is null or granted_in_part is null or refused is null
            or unable is null or declined is null or other is null or concluded is null or carried_out is null then 'incomplete'
        when 'from_parts' in (
            received_status, carried_in_status, granted_status, granted_in_part_status, refused_status,
            unable_status, declined_status, other_status, concluded_status, carried_out_status
        ) then 'from_parts'
        else 'printed'
    end as status,
    received_status, carried_in_status, granted_status, granted_in_part_status, refused_status,
    unable_status, declined_status, other_status, concluded_status, carried_out_status,
    agency_id, region_code, region, level, function, edition, finding_count, error_count
from completed
order by region_code, agency_id, year, report_id
