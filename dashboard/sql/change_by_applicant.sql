-- 新收申请比上年增减多少，各类申请人各占多少：只计两年都给出这一类的机关
-- Change of the applications received on the year before ($to_year) by kind of applicant, over the agencies that give both years
-- grain: applicant
-- columns: year; series = kind of applicant; value = change; value_before, value_now = the two years' figures; given = agencies
--   that give both; absent = 0; reports = agencies with a report in both years; disputed = agencies with an error in either
with pairs as (
    select
        f.applicant as series,
        f.received as value_now,
        b.received as value_before,
        f.error_count + b.error_count > 0 as is_disputed
    from application_applicants as f
    join application_applicants as b on b.agency_id = f.agency_id and b.year = f.year - 1 and b.applicant = f.applicant
    where f.year = $to_year
      and b.year = $to_year - 1
      and ($near_from is null or b.region_code between $near_from and $near_to)
      and @scope(f)
)
select
    $to_year::bigint as year,
    series,
    @change(p)
from pairs as p
group by series
order by series
