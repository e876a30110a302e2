-- late: published after the deadline.
-- grain: report_id
-- kind: step
-- columns: report_id, severity, message
select
    v.report_id, 'warning' as severity,
    '文档载明的公布日期为' || strftime(f.published_on, '%Y年%-m月%-d日') || '，晚于' || v.year || '年度报告的公布期限'
        || strftime(d.due_on, '%Y年%-m月%-d日') || '。' as message
from versions as v
join first_published as f using (subject)
join due_dates as d
    on d.year = v.year and d.function is not distinct from v.function and d.level is not distinct from v.level
    and d.region_code is not distinct from v.region_code and d.region is not distinct from v.region
where v.is_current and f.published_on > d.due_on
