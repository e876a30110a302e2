-- 新收申请比上年增减多少，各机关各占多少：只在两年都给出新收申请的机关之间比较
-- Change of the applications received on the year before ($to_year), agency by agency, for those that give both years
-- grain: agency
-- columns: year; series = received; agency_id; agency; value = change; value_before, value_now = the two years' figures; status;
--   total_before, total_now = sums over all agencies that give both years, agencies = their number, of which the $agency_limit
--   with the largest changes are listed; new_agencies, gone_agencies = agencies that give only one of the two
--   years, left out here; given = 1; absent = 0; reports = 1; disputed = 1 where an error stands against either report
with changes as not materialized (
    select c.year, c.agency_id, c.agency, c.received, c.received_before, c.error_count, c.error_count_before
    from application_changes as c
    where c.year = $to_year
      and @scope(c)
),
sums as (
    select
        count(received + received_before) as agencies,
        sum(received_before) filter (received is not null)::double as total_before,
        sum(received) filter (received_before is not null)::double as total_now,
        count_if(received is not null and received_before is null) as new_agencies,
        count_if(received is null and received_before is not null) as gone_agencies
    from changes
)
select
    @agency_change(c)
from changes as c
cross join sums as s
where c.received is not null and c.received_before is not null
order by abs(c.received - c.received_before) desc, c.agency_id
limit $agency_limit
