-- Who reported for a year, and who should have: one line an agency and year for which a report was expected or came in.
-- state: on_time, late (published after due_on), undated (came in, without a date of publication), missing (not there although
-- its deadline is over), awaited (not due yet, or the year is hardly begun to be collected).
-- grain: agency_id, year
-- kind: table
-- columns: agency_id, agency, region_code, region, level, function, year, basis, state, due_on, published_on, days_late,
--          report_id, is_read, error_count, reason
with with_figure as (
    select distinct report_id from core.readings where value is not null
    union
    select distinct report_id from core.indicators where value is not null
),
dated as (
    select
        y.*, f.published_on, r.error_count, r.report_id is not null and w.report_id is not null as is_read,
        case
            when y.report_id is null then if(y.is_missing, 'missing', 'awaited')
            when f.published_on is null then 'undated'
            when f.published_on > y.due_on then 'late'
            else 'on_time'
        end as state
    from report_years as y
    left join core.reports as r using (report_id)
    left join first_published as f on f.subject = y.year || ' ' || y.agency_id
    left join with_figure as w on w.report_id = y.report_id
)
select
    agency_id, agency, region_code, region, level, function, year, basis, state, due_on, published_on,
    case when state = 'late' then published_on - due_on end as days_late,
    report_id, is_read, error_count,
    case
        when state = 'late' then '公布日期晚于期限 ' || (published_on - due_on) || ' 天'
        when state = 'undated' then '文档没有载明可用的公布日期'
        when state = 'awaited' then if(due_on >= cast(getvariable('published_at') as date), '公布期限未到', '该年度的年报刚开始收集')
        when state = 'missing' then
            if(basis = 'roster', '应报名册中有此机关，公布期限已过',
                if(reported_after is null, reported_before || '年度及以前有年报，公布期限已过',
                    reported_before || '年度、' || reported_after || '年度都有年报'))
    end as reason
from dated
order by year, region_code, agency_id
