-- The reports of the organs, by year: one in forty years is missing, a few come late or without a date.
-- grain: report
-- columns: report_no; report_id; sha256; organ_no; year; edition; published_on; volume = applications concluded, about, and
--   volume_before = in the year before; manner = what stands for 0 (zero, blank, slash); error = what is wrong in it, if anything
create or replace temp table trial_reports as
with organ_years as (
    select *, unnest(range(first_year, getvariable('trial_last_year') + 1)) as year from trial_organs
),
drawn as (
    select
        *,
        size * power(1.08, year - 2019) * (0.6 + 0.8 * chance(organ_no, year, 'volume')) as volume,
        size * power(1.08, year - 2020) * (0.6 + 0.8 * chance(organ_no, year - 1, 'volume')) as volume_before,
        chance(organ_no, year, 'manner') as manner,
        chance(organ_no, year, 'error') as error,
        chance(organ_no, year, 'delay') as delay,
        sha256(agency_id || ' ' || year || ' ' || getvariable('trial_seed')) as sha256
    from organ_years
    where chance(organ_no, year, 'missing') > 0.025
)
select
    row_number() over (order by agency_id, year) as report_no,
    md5(agency_id)[:6] || '-' || year || '-' || sha256[:6] as report_id,
    sha256, organ_no, agency_id, agency, region_code, region, level, function, year,
    case when year < 2019 then 'pre2019' when year < 2021 then '2019' else '2021' end as edition,
    -- by 31 January, a government by 31 March
    case
        when delay < 0.03 then null
        else make_date(year + 1, if(function = 'government', 3, 1), 31) + cast(floor(if(delay < 0.06, 40, -30) * chance(organ_no, year, 'day')) as integer)
    end as published_on,
    volume, volume_before,
    case when manner < 0.95 then 'zero' when manner < 0.98 then 'blank' else 'slash' end as manner,
    case when error < 0.012 then 'outcome_sum' when error < 0.016 then 'carry_over' when error < 0.019 then 'unreadable' end as error
from drawn
order by report_id
