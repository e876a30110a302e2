-- 一个机关（$agencies）的一项比例（$measure），逐年，与同类机关的中间一半相比；同类：级别相同，同为政府或同为部门
-- One rate ($measure) of one agency ($agencies) by year, and the middle half of its peers: of the same level, and governments
-- with governments, departments with departments; peers on few cases are left out
-- grain: year
-- columns: year; series = measure; value = rate, NULL where cases < $least_cases; events; cases; low, middle, high = quartiles of
--   the peers' rates, NULL of fewer than $least_peers peers; peers = their number; given, absent, reports, disputed = 0 or 1, for the agency's own report
with rates_of_peers as (
    select
        r.year,
        r.agency_id,
        r.events,
        r.cases,
        if(r.cases >= $least_cases, r.events / r.cases, null) as rate,
        r.status,
        r.error_count
    from peer_rates as r
    join agencies as own on own.agency_id in $agencies
    where r.year between $from_year and $to_year
      and r.measure = $measure
      and r.level is not distinct from own.level
      and (r.function = 'government') is not distinct from (own.function = 'government')
),
compared as (
    select
        year,
        $measure as series,
        max(rate) filter (agency_id in $agencies)::double as value,
        max(events) filter (agency_id in $agencies)::double as events,
        max(cases) filter (agency_id in $agencies)::double as cases,
        count(rate) filter (agency_id not in $agencies) as peers,
        if(peers >= $least_peers, quantile_cont(rate, [0.25, 0.5, 0.75]) filter (agency_id not in $agencies), null) as quartiles,
        count(events + cases) filter (agency_id in $agencies) as given,
        count_if(status = 'absent' and agency_id in $agencies)::bigint as absent,
        count(*) filter (agency_id in $agencies) as reports,
        count_if(error_count > 0 and agency_id in $agencies)::bigint as disputed
    from rates_of_peers
    group by year
)
select * exclude (quartiles), quartiles[1] as low, quartiles[2] as middle, quartiles[3] as high
from compared
order by year
