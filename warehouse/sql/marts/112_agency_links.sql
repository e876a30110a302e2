-- What agencies have to do with one another. renamed: one goes on as the other, and the figures run on; merged: one of several
-- that ended in the other; split: a part came out of the first; second_name: the other plate of the same staff; related: the
-- same place, not the same organ. One of the two may have no report here.
-- grain: from_agency_id, to_agency_id, kind
-- kind: table
-- columns: from_agency_id, from_agency, to_agency_id, to_agency, kind, year, source
select
    from_agency_id, any_value(from_agency) as from_agency, to_agency_id, any_value(to_agency) as to_agency, kind,
    min(year) as year, min(source) as source
from links
group by from_agency_id, to_agency_id, kind
order by from_agency_id, to_agency_id, kind
