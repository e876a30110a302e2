-- Every document that came in, what became of it and, where there is no report in it, why; one whose report a person set aside has
-- none, and says who did and why.
-- grain: sha256
-- kind: table
-- columns: sha256, source_name, source_url, media_type, byte_count, outcome, reason, retrieved_at, loaded_at, report_id
with set_aside as (
    select d.sha256, any_value('人工判定不是年报（' || m.decided_by || '：' || m.reason || '）') as reason
    from decided_subjects as s
    join decisions_made as m using (decision_id)
    join ledger.reports as d on d.report_id = s.report_id
    where s.subject = 'report' and s.rank = 1 and s.verdict = 'no_report'
    group by d.sha256
),
first_reports as (
    select sha256, min(report_id) as report_id from versions group by sha256
)
select
    d.sha256, d.source_name, d.source_url, d.media_type, d.byte_count,
    if(d.outcome = 'report' and v.report_id is null, 'no_report', d.outcome) as outcome,
    if(d.outcome = 'report' and v.report_id is null, a.reason, d.reason) as reason,
    d.retrieved_at, d.loaded_at, v.report_id
from ledger.documents as d
left join first_reports as v using (sha256)
left join set_aside as a using (sha256)
order by d.sha256
