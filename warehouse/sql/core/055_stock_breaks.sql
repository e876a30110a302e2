-- in_force_stock: what is in force is what was in force the year before, with what the year issued and without what it
-- repealed (2021 form); the items of the year before are those of its predecessor with its own change (2019 form). Only
-- where all figures are printed. Declared clean-ups break the rule lawfully, so this is a notice.
-- grain: report_id, row_code
-- kind: step
-- columns: report_id, row_code, severity, message, cells
with printed as (
    select
        report_id, row_code,
        max(value) filter (where column_code = 'issued') as issued,
        max(value) filter (where column_code = 'repealed') as repealed,
        max(value) filter (where column_code = 'in_force') as in_force,
        max(value) filter (where column_code = 'items_last_year') as items_last_year,
        max(value) filter (where column_code = 'items_change') as items_change
    from ledger.readings
    where table_no = 2 and status = 'reported'
        and column_code in ('issued', 'repealed', 'in_force', 'items_last_year', 'items_change')
    group by report_id, row_code
),
labels as (
    select distinct edition, row_code, row_label from ledger.cell_catalogue where table_no = 2
),
compared as (
    select n.report_id, n.year, n.edition, p.row_code, p as figures, b as prior, l.row_label
    from consecutive_reports as n
    join printed as p on p.report_id = n.report_id
    join printed as b on b.report_id = n.prior_report_id and b.row_code = p.row_code
    left join labels as l on l.edition = n.edition and l.row_code = p.row_code
    where n.edition = n.prior_edition
)
select
    report_id, row_code, 'notice' as severity,
    '“' || coalesce(row_label, row_code) || '”现行有效件数：上年（' || year - 1 || '年度）报告为' || cast(prior.in_force as bigint)
        || '，加本年制发' || cast(figures.issued as bigint) || '，减本年废止' || cast(figures.repealed as bigint)
        || '，应为' || cast(prior.in_force + figures.issued - figures.repealed as bigint)
        || '；本年（' || year || '年度）报告为' || cast(figures.in_force as bigint) || '。如经集中清理等调整，建议在报告中说明。' as message,
    [
        {'table_no': cast(2 as utinyint), 'row_code': row_code, 'column_code': 'in_force'},
        {'table_no': cast(2 as utinyint), 'row_code': row_code, 'column_code': 'issued'},
        {'table_no': cast(2 as utinyint), 'row_code': row_code, 'column_code': 'repealed'}
    ] as cells
from compared
where edition = '2021' and figures.in_force <> prior.in_force + figures.issued - figures.repealed
union all
select
    report_id, row_code, 'notice',
    '“' || coalesce(row_label, row_code) || '”项目数量：上年（' || year - 1 || '年度）报告“上一年项目数量”为'
        || cast(prior.items_last_year as bigint) || '，“本年增/减”为' || cast(prior.items_change as bigint)
        || '，年末应为' || cast(prior.items_last_year + prior.items_change as bigint)
        || '；本年（' || year || '年度）报告“上一年项目数量”为' || cast(figures.items_last_year as bigint) || '。',
    [{'table_no': cast(2 as utinyint), 'row_code': row_code, 'column_code': 'items_last_year'}]
from compared
where edition = '2019' and figures.items_last_year <> prior.items_last_year + prior.items_change
