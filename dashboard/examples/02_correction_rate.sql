-- 行政复议纠错率：分母只含已审结的，少于 10 件的不列
-- Correction rate of reconsiderations: decided cases only, none on fewer than 10
-- grain: report
select agency, year, corrected, total - pending as decided, round(100.0 * corrected / (total - pending), 1) as correction_percent
from disputes
where kind = 'reconsideration' and total - pending >= 10
order by correction_percent desc, agency, year
