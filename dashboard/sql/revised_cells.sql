-- 筛选范围内公布以后改动过的数字所在的格：每年、每格（$by_agency 时每个机关）改动过几个
-- The cells under the filters whose figures changed after they were served: how many by year and cell, by agency if $by_agency
-- grain: year x cell (x agency)
-- columns: year; agency_id (NULL unless $by_agency); table_no (NULL for the prose); row_code; row_group; column_code; revised = cells of reports
select
    r.year,
    if($by_agency, r.agency_id, null) as agency_id,
    v.table_no,
    v.row_code,
    nullif(c.row_group, v.row_code) as row_group,
    v.column_code,
    count(distinct r.report_id) as revised
from revisions as v
join reports as r on r.agency_id = v.agency_id and r.year = v.year
left join cell_catalogue as c
    on c.edition = r.edition and c.table_no = v.table_no and c.row_code = v.row_code and c.column_code = v.column_code
where r.year between $from_year and $to_year
  and @scope(r)
group by all
order by all
