-- 一份年报的一项比例（$measure）
-- One rate ($measure) of one report
-- grain: report
-- columns: value = rate, NULL where cases < $least_cases; events = numerator; cases = denominator
select
    if(r.cases >= $least_cases, r.events / r.cases, null) as value,
    r.events::double as events,
    r.cases::double as cases
from rates as r
where r.report_id = $report_id
  and r.measure = $measure
