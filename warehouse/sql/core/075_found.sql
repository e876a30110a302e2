-- What the checks found: in one document (at reading), between the forms of one report, and between reports.
-- grain: report_id, finding_no
-- kind: step
-- columns: report_id, rule, severity, message, finding_no, cells
with between_reports as (
    select report_id, 'ambiguous_cell' as rule, 'warning' as severity, message, cells from other_forms
    union all
    select report_id, 'carry_over', severity, message, cells from carry_over_breaks
    union all
    select report_id, 'in_force_stock', severity, message, cells from stock_breaks
    union all
    select report_id, 'outlier_jump', severity, message, cells from outlier_jumps
    union all
    select report_id, 'late', severity, message, [] from late_reports
    union all
    select
        report_id, 'missing_report', severity,
        case
            when reported_after is null
                then '该机关有' || reported_before || '年度报告，' || max(year) || '年度报告的公布期限（'
                    || strftime(any_value(due_on), '%Y年%-m月%-d日') || '）已过，尚未收到。'
            else '该机关有' || reported_before || '年度和' || reported_after || '年度报告，其间'
                || string_agg(cast(year as varchar), '、' order by year) || '年度的报告没有收到。'
        end,
        []
    from missing_reports
    group by report_id, severity, reported_before, reported_after
    union all
    select
        t.report_id, 'duplicate_text', 'notice',
        '正文与' || coalesce(o.agency, '机关不明') || coalesce(o.year || '年度', '年度不明的') || '报告（' || o.report_id
            || '）约有' || cast(floor(t.share * 100) as bigint) || '%相同（地名、数字不计），请核对是否照搬。',
        []
    from similar_texts as t
    join versions as o on o.report_id = t.other_report_id
),
in_documents as (
    select report_id, max(finding_no) as finding_count from ledger.findings group by report_id
)
select report_id, rule, severity, message, finding_no, cells
from ledger.findings
union all
select
    b.report_id, b.rule, b.severity, b.message,
    coalesce(d.finding_count, 0) + row_number() over (partition by b.report_id order by b.rule, b.message),
    b.cells
from between_reports as b
left join in_documents as d using (report_id)
