-- What the checks found in any version of a report, and where another form of the current report differs.
-- grain: report_id, finding_no
-- kind: step
-- columns: report_id, rule, severity, message, finding_no, cells
select report_id, rule, severity, message, finding_no, cells
from ledger.findings
union all
select
    o.report_id, 'ambiguous_cell', 'warning', o.message,
    (select count(*) from ledger.findings as f where f.report_id = o.report_id)
        + row_number() over (partition by o.report_id order by o.other_report_id),
    o.cells
from other_forms as o
