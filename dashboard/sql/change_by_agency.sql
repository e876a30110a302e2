-- 新收申请比上年增减多少，各机关各占多少：只在两年都给出新收申请的机关之间比较
-- Change of the applications received on the year before ($to_year), agency by agency, for those that give both years
-- grain: agency
-- columns: year; series = received; agency_id; agency; value = change; value_before, value_now = the two years' figures; status;
--   total_before, total_now = sums over all agencies that give both years, agencies = their number, of which the $agency_limit
--   with the largest changes are listed; new_agencies, gone_agencies = agencies that give only one of the two
--   years, left out here; given = 1; absent = 0; reports = 1; disputed = 1 where an error stands against either report
with figures as (
    select f.agency_id, f.agency, f.year, f.received, f.error_count
    from applications as f
    where f.year between $to_year - 1 and $to_year
      and f.agency_id is not null
      and @scope(f)
),
pairs as (
    select
        agency_id,
        arg_max(agency, year) as agency,
        max(received) filter (year = $to_year - 1) as value_before,
        max(received) filter (year = $to_year) as value_now,
        sum(error_count) as error_count
    from figures
    group by agency_id
),
counted as (
    select
        *,
        count_if(value_before is null and value_now is not null) over () as new_agencies,
        count_if(value_before is not null and value_now is null) over () as gone_agencies
    from pairs
)
select
    $to_year::bigint as year,
    'received' as series,
    agency_id,
    agency,
    (value_now - value_before)::double as value,
    value_before::double as value_before,
    value_now::double as value_now,
    sum(value_before) over ()::double as total_before,
    sum(value_now) over ()::double as total_now,
    new_agencies,
    gone_agencies,
    1 as given,
    0 as absent,
    1 as reports,
    if(error_count > 0, 1, 0) as disputed,
    count(*) over () as agencies
from counted
where value_before is not null and value_now is not null
qualify row_number() over (order by abs(value_now - value_before) desc, agency_id) <= $agency_limit
order by abs(value_now - value_before) desc, agency_id
