-- missing_report: the expected reports that should be there and are not, those of one gap together. A finding stands beside the
-- agency's last report before the gap, else its first after it; an agency of the roster that never reported has none.
-- grain: agency_id, reported_before, reported_after
-- kind: step
-- columns: agency_id, agency, report_id, years, severity, message
with gaps as (
    select
        agency_id, any_value(agency) as agency, reported_before, reported_after, any_value(basis) as basis,
        string_agg(cast(year as varchar), '、' order by year) as years, max(due_on) as due_on
    from report_years
    where is_missing
    group by agency_id, reported_before, reported_after
)
select
    g.agency_id, g.agency, v.report_id, g.years,
    if(g.basis = 'inferred' and g.reported_after is null, 'notice', 'warning') as severity,
    case
        when g.basis = 'roster'
            then '该机关在应报名册中，' || g.years || '年度报告的公布期限' || coalesce('（' || strftime(g.due_on, '%Y年%-m月%-d日') || '）', '')
                || '已过，尚未收到。'
        when g.reported_after is null
            then '该机关有' || g.reported_before || '年度报告，' || g.years || '年度报告的公布期限（'
                || strftime(g.due_on, '%Y年%-m月%-d日') || '）已过，尚未收到。'
        else '该机关有' || g.reported_before || '年度和' || g.reported_after || '年度报告，其间' || g.years || '年度的报告没有收到。'
    end as message
from gaps as g
left join versions as v
    on v.is_current and v.agency_id = g.agency_id and v.year = coalesce(g.reported_before, g.reported_after)
