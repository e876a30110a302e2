-- late: published after the deadline. The first version of a report counts, so that a correction is not late; a date that
-- lies before the end of the reported year is none of publication.
-- grain: report_id
-- kind: step
-- columns: report_id, severity, message
with first_published as (
    select subject, min(published_on) as published_on
    from versions
    where published_on >= make_date(year, 12, 1)
    group by subject
)
select
    v.report_id, 'warning' as severity,
    '文档载明的公布日期为' || strftime(f.published_on, '%Y年%-m月%-d日') || '，晚于' || v.year || '年度报告的公布期限'
        || strftime(d.due_on, '%Y年%-m月%-d日') || '。' as message
from versions as v
join first_published as f using (subject)
join due_dates as d
    on d.year = v.year and d.function is not distinct from v.function and d.level is not distinct from v.level
    and d.region_code is not distinct from v.region_code
where v.is_current and f.published_on > d.due_on
