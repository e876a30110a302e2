-- 上年结转与去年结转下年度不一致的机关
-- Agencies whose carried-in differs from last year's carried-out
-- grain: report
select this.agency, this.year, last.carried_out as carried_out_last_year, this.carried_in
from applications as this
join applications as last on last.agency_id = this.agency_id and last.year = this.year - 1
where this.carried_in <> last.carried_out
order by abs(this.carried_in - last.carried_out) desc, this.agency
