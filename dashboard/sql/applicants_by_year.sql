-- 各类申请人的新收申请，按年合计
-- Applications received by kind of applicant, summed by year
-- grain: year x applicant
-- columns: year; series = kind of applicant; value = sum over the reports that give the figure, NULL where none does; given =
--   reports that give it; absent = reports whose print has no such cell; reports = all reports; disputed = reports with an error
select
    f.year,
    f.applicant as series,
    sum(f.received)::double as value,
    count(f.received) as given,
    count_if(f.received_status = 'absent') as absent,
    count(*) as reports,
    count_if(f.error_count > 0) as disputed
from application_applicants as f
where f.year between $from_year and $to_year
  and @scope(f)
group by f.year, f.applicant
order by f.year, series
