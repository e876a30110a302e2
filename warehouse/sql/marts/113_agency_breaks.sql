-- Years in which the figures of an agency break because another agency or division was merged in, or came out: checks between
-- years do not compare the year with the one before.
-- grain: agency_id, year
-- kind: table
-- columns: agency_id, agency, year, source
select b.agency_id, a.agency, b.year, string_agg(b.source, '；' order by b.source) as source
from breaks as b
join marts.agencies as a using (agency_id)
group by b.agency_id, a.agency, b.year
order by b.agency_id, b.year
