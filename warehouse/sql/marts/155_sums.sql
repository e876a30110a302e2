-- Everything that is summed.
-- grain: topic, series, year, province, level, function, first_year, last_year
-- kind: lens
-- columns: topic, series, year, province, level, function, first_year, last_year, value, base, given, absent, reports, disputed
from column_totals
union all by name
from row_sums
union all by name
from count_sums
