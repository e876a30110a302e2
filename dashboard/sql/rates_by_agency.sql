-- 一项比例（$measure），每个机关一行，与同类机关的合计比例相比
-- 同类：同样级别、职能筛选下的全部机关；控制限：合计比例 ± 1.96（95%）、3.09（99.8%）个标准误，在限内即威尔逊区间含合计比例
-- One rate ($measure) of each agency against that of its peers: all agencies under the same filters of level and function.
-- Limits: the peers' rate ± 1.96 (95 %) and 3.09 (99.8 %) standard errors at the agency's own n; beyond a limit means
-- that the Wilson interval of the agency leaves the peers' rate out
-- grain: agency
-- columns: year = the year, NULL where several are summed; series = measure; agency_id; agency; region; value = rate, NULL where
--   cases < $least_cases; events; cases; mean = rate of all peers; low_95, high_95, low_998, high_998 = limits; position =
--   far_above, above, within, below, far_below; is_chosen = under the filters of place and organ too; disputed = reports with
--   an error; agencies = agencies in all, of which $agency_limit are listed; given = reports that give both figures; reports = all; absent = reports without such a table;
--   with_cases = agencies with cases, whose rate together is the mean
with chosen as (
    select a.agency_id
    from agencies as a
    where true
      and @scope(a)
),
peers as materialized (
    select
        r.agency_id,
        count(*) as reports,
        count(r.events + r.cases) as given,
        count_if(r.status = 'absent') as absent,
        count_if(r.error_count > 0) as disputed,
        sum(r.events) filter (r.cases is not null)::double as events,
        sum(r.cases) filter (r.events is not null)::double as cases
    from peer_rates as r
    where r.year between $from_year and $to_year
      and r.agency_id is not null
      and r.measure = $measure
      and ($levels is null or r.level in $levels)
      and ($functions is null or r.function in $functions)
    group by r.agency_id
),
together as (
    select count(*) as agencies, count_if(cases > 0) as with_cases, sum(events) / nullif(sum(cases), 0) as mean from peers
),
-- of many agencies those that are asked for, then those that stand out most
listed as (
    select
        p.*,
        t.*,
        p.agency_id in (select agency_id from chosen) as is_chosen,
        if(cases >= $least_cases, events / cases, null) as value,
        if(cases >= $least_cases, sqrt(mean * (1 - mean) / cases), null) as error
    from peers as p
    cross join together as t
    order by is_chosen desc, value is null, abs(value - mean) / error desc, p.agency_id
    limit $agency_limit
),
limited as (
    select
        *,
        -- greatest and least pass over NULL: an agency without a rate has no limits
        if(error is null, null, greatest(mean - 1.96 * error, 0)) as low_95,
        if(error is null, null, least(mean + 1.96 * error, 1)) as high_95,
        if(error is null, null, greatest(mean - 3.09 * error, 0)) as low_998,
        if(error is null, null, least(mean + 3.09 * error, 1)) as high_998
    from listed
    join agencies as a using (agency_id)
)
select
    if($from_year = $to_year, $to_year, null)::bigint as year,
    $measure as series,
    agency_id,
    agency,
    region,
    value,
    events,
    cases,
    mean,
    low_95,
    high_95,
    low_998,
    high_998,
    case
        when value > high_998 then 'far_above'
        when value > high_95 then 'above'
        when value < low_998 then 'far_below'
        when value < low_95 then 'below'
        when value is not null then 'within'
    end as position,
    is_chosen,
    given,
    absent,
    reports,
    disputed,
    agencies,
    with_cases
from limited
order by is_chosen desc, value is null, value desc, cases desc, agency
