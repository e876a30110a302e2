-- Agencies that a person found to be another one, each with the agency at the end of the chain; those that lead in a circle to
-- themselves are left where they are.
-- grain: agency_id
-- kind: step
-- columns: agency_id, target_id
with recursive same_as as (
    select agency_id, other_agency_id as target_id
    from decided_subjects
    where subject = 'agency' and verdict = 'same_as' and rank = 1 and is_known and agency_id <> other_agency_id
),
followed as (
    select agency_id, target_id, 1 as steps from same_as
    union all
    select f.agency_id, s.target_id, f.steps + 1
    from followed as f
    join same_as as s on s.agency_id = f.target_id
    where f.steps < 100
)
select agency_id, target_id
from followed
where target_id not in (select agency_id from same_as)
