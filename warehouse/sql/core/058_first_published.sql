-- When the report of an agency and year was published: the first version counts, so that a correction is not late. A date that
-- lies before the end of the reported year is none of publication.
-- grain: subject
-- kind: step
-- columns: subject, published_on
select subject, min(published_on) as published_on
from versions
where published_on >= make_date(year, 12, 1)
group by subject
