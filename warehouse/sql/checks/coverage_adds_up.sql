-- What is expected came in, is missing or is awaited; what came in is on time, late or without a date.
select year, region, level, function
from main.coverage
where (expected = received - unexpected + missing + awaited and late + undated <= received) is not true
