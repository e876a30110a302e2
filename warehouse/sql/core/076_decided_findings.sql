-- Decisions on findings that stand today: by document, rule, cells and what the finding is about; where several findings of a
-- report have these in common, by what it said as well. A missing report is known by its agency. rank 1 is the latest.
-- grain: report_id, finding_no, decision_id
-- kind: step
-- columns: report_id, finding_no, decision_id, verdict, rank
with keyed as (
    select
        f.report_id, f.finding_no, f.rule, f.message, coalesce(f.about, '') as about, v.sha256,
        coalesce(f.agency_id, v.agency_id) as agency_id, coalesce(f.agency, v.agency) as agency,
        array_to_string(
            list_sort(list_transform(f.cells, lambda c: c.table_no || '/' || c.row_code || '/' || c.column_code)), ' '
        ) as cells_key
    from found as f
    left join versions as v using (report_id)
    where f.rule in (select rule from decisions_made) and (f.report_id is null or v.is_current)
),
counted as (
    select *, count(*) over (partition by report_id, agency_id, rule, cells_key, about) as like_count from keyed
),
lone_reports as (
    select sha256 from versions group by sha256 having count(*) = 1
)
select
    f.report_id, f.finding_no, d.decision_id, d.verdict,
    row_number() over (partition by f.report_id, f.finding_no order by d.decided_at desc, d.position desc) as rank
from counted as f
join decisions_made as d
    on d.subject = 'finding' and d.rule = f.rule and d.cells_key = f.cells_key and coalesce(d.about, '') = f.about
    and (f.like_count = 1 or d.message = f.message)
    and (
        d.sha256 = f.sha256 and (d.report_id = f.report_id or f.sha256 in (select sha256 from lone_reports))
        or d.sha256 is null and (d.agency_id = f.agency_id or d.agency = f.agency)
    )
