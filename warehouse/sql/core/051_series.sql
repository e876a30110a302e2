-- The series that an agency's figures belong to: that of the agency whose name it bears last. An agency that was renamed, one
-- to one, goes on in the series of the other; all others are a series by themselves.
-- grain: agency_id
-- kind: step
-- columns: agency_id, series_id
with recursive followed as (
    select distinct agency_id, agency_id as series_id, 0 as steps
    from versions
    where agency_id is not null
    union all
    select f.agency_id, l.to_agency_id, f.steps + 1
    from followed as f
    join links as l on l.from_agency_id = f.series_id and l.kind = 'renamed'
    where f.steps < 20
)
select agency_id, arg_max(series_id, steps) as series_id
from followed
group by agency_id
