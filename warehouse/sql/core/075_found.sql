-- What the checks found: in one document (at reading), between the forms of one report, and between reports. A report that is
-- missed of an agency that never reported has no report to stand beside, and names its agency itself. about: the years missed,
-- or the other report of a like text.
-- grain: report_id, finding_no
-- kind: step
-- columns: report_id, rule, severity, message, finding_no, cells, about, agency_id, agency
with between_reports as (
    select
        report_id, 'ambiguous_cell' as rule, 'warning' as severity, message, cells,
        null as about, null as agency_id, null as agency
    from other_forms
    union all
    select report_id, 'revised', 'notice', message, coalesce(cells, []), null, null, null from revised_reports
    union all
    select report_id, 'carry_over', severity, message, cells, null, null, null from carry_over_breaks
    union all
    select report_id, 'in_force_stock', severity, message, cells, null, null, null from stock_breaks
    union all
    select report_id, 'outlier_jump', severity, message, cells, null, null, null from outlier_jumps
    union all
    select report_id, 'late', severity, message, [], null, null, null from late_reports
    union all
    select report_id, 'missing_report', severity, message, [], years, agency_id, agency
    from missing_reports
    union all
    select
        t.report_id, 'duplicate_text', 'notice',
        '正文与' || coalesce(o.agency, '机关不明') || coalesce(o.year || '年度', '年度不明的') || '报告（' || o.report_id
            || '）约有' || cast(floor(t.share * 100) as bigint) || '%相同（地名、数字不计），请核对是否照搬。',
        [], t.other_report_id, null, null
    from similar_texts as t
    join versions as o on o.report_id = t.other_report_id
),
in_documents as (
    select report_id, max(finding_no) as finding_count from ledger.findings group by report_id
)
select report_id, rule, severity, message, finding_no, cells, null as about, null as agency_id, null as agency
from ledger.findings
union all
select
    b.report_id, b.rule, b.severity, b.message,
    coalesce(d.finding_count, 0) + row_number() over (partition by b.report_id order by b.rule, b.message, b.agency_id),
    b.cells, b.about, b.agency_id, b.agency
from between_reports as b
left join in_documents as d using (report_id)
