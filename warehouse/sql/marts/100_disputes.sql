-- Administrative reconsideration and litigation (table 4), three lines a report: a total is as printed; where it is blank,
-- the sum of its four parts if all are reported. Of the forms before 2019 only the number of reconsiderations is carried
-- on: their lawsuits are not told apart as these are.
-- grain: report_id, kind
-- kind: table
-- columns: report_id, agency, year, kind, upheld, corrected, other_result, pending, total, status, upheld_status,
--          corrected_status, other_result_status, pending_status, total_status, agency_id, region_code, region,
--          level, function, edition,
--          finding_count, error_count
with kinds (kind) as (
    values ('reconsideration'), ('litigation_direct'), ('litigation_after_reconsideration')
),
lines as (
    select
        r.report_id, k.kind, p.* exclude (report_id, kind),
        coalesce(p.total_status = 'blank' and p.part_count = 4, false) as is_from_parts,
        r.edition = 'pre2019' and k.kind = 'reconsideration' as is_indicator,
        i.value as indicator, i.value_status as indicator_status
    from core.reports as r
    cross join kinds as k
    left join dispute_figures as p on p.report_id = r.report_id and p.kind = k.kind
    left join indicator_figures as i on i.report_id = r.report_id and i.code = 'reconsiderations'
),
completed as (
    select
        report_id, kind, upheld, corrected, other_result, pending,
        case when is_indicator then indicator when is_from_parts then cast(parts as bigint) else total end as total,
        coalesce(upheld_status, 'absent') as upheld_status,
        coalesce(corrected_status, 'absent') as corrected_status,
        coalesce(other_result_status, 'absent') as other_result_status,
        coalesce(pending_status, 'absent') as pending_status,
        coalesce(case when is_indicator then indicator_status when is_from_parts then 'from_parts' else total_status end, 'absent')
            as total_status
    from lines
)
select
    c.report_id, r.agency, r.year, c.kind, c.upheld, c.corrected, c.other_result, c.pending, c.total,
    case
        when c.upheld is null or c.corrected is null or c.other_result is null or c.pending is null or c.total is null
            then 'incomplete'
        when c.total_status = 'from_parts' then 'from_parts'
        else 'printed'
    end as status,
    c.upheld_status, c.corrected_status, c.other_result_status, c.pending_status, c.total_status,
    r.agency_id, r.region_code, r.region, r.level, r.function, r.edition, r.finding_count, r.error_count
from completed as c
join core.reports as r using (report_id)
order by c.kind, r.region_code, r.agency_id, r.year, c.report_id
