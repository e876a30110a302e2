-- outlier_jump: a figure that is many times that of the year before, or a fraction of it, both above the floor of that
-- figure (expectations.toml). Fees some ten thousand times apart are told as 元 and 万元 mixed up.
-- grain: report_id, label
-- kind: step
-- columns: report_id, label, severity, message, cells
with watched_readings as (
    select r.report_id, w.label, w.floor, w.is_10k_yuan, r.value, r.table_no, r.row_code, r.column_code
    from ledger.readings as r
    join watched_figures as w using (table_no, row_code, column_code)
    where r.status = 'reported' and r.value >= w.floor
),
pairs as (
    select
        n.report_id, n.year, r.label, r.is_10k_yuan, r.value, b.value as prior,
        [{'table_no': r.table_no, 'row_code': r.row_code, 'column_code': r.column_code}] as cells
    from consecutive_reports as n
    join watched_readings as r on r.report_id = n.report_id
    join watched_readings as b on b.report_id = n.prior_report_id and b.label = r.label
    union all
    select n.report_id, n.year, getvariable('items_label'), false, v.publication_items, b.publication_items, []
    from consecutive_reports as n
    join versions as v on v.report_id = n.report_id
    join versions as b on b.report_id = n.prior_report_id
    where v.publication_items >= getvariable('items_floor') and b.publication_items >= getvariable('items_floor')
),
jumps as (
    select
        *,
        greatest(value / prior, prior / value) as factor,
        is_10k_yuan and greatest(value / prior, prior / value)
            between getvariable('yuan_factor_least') and getvariable('yuan_factor_most') as is_yuan
    from pairs
)
select
    report_id, label,
    case when is_yuan or factor >= getvariable('grave_factor') then 'warning' else 'notice' end as severity,
    '“' || label || '”上年（' || year - 1 || '年度）报告为' || regexp_replace(cast(prior as varchar), '\.0$', '')
        || '，本年（' || year || '年度）报告为' || regexp_replace(cast(value as varchar), '\.0$', '')
        || '，相差约' || cast(round(factor) as bigint) || '倍，'
        || case when is_yuan then '疑将“元”与“万元”混用，应以万元为单位。' else '请核对数字和统计口径。' end as message,
    cells
from jumps
where factor >= getvariable('jump_factor')
