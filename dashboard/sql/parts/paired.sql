-- 两年都有年报的机关：$to_year 的年报 r 与上年的年报 before
-- Agencies with a report in both years: r of $to_year, before of the year before
-- grain: agency
reports as r
join reports as before on before.agency_id = r.agency_id and before.year = r.year - 1
