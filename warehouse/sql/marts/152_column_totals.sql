-- Figures that have a column each (applications, publications, disputes by kind), summed by year, province, level and function;
-- beside each sum, how many reports give the figure and in how many the form or the print has no such cell.
-- grain: topic, series, year, province, level, function
-- kind: step
-- columns: topic, series, year, province, level, function, value, base, given, absent, reports, disputed
with sums as (
    select
        'applications' as topic, f.year, p.province, f.level, f.function,
        count(*) as reports, count_if(f.error_count > 0) as disputed,
        sum(columns('^(received|carried_in|granted|granted_in_part|refused|unable|declined|other|concluded|carried_out)$'))::double
            as '\1__value',
        count(columns('^(received|carried_in|granted|granted_in_part|refused|unable|declined|other|concluded|carried_out)$'))::double
            as '\1__given',
        count_if(columns(
            '^(received|carried_in|granted|granted_in_part|refused|unable|declined|other|concluded|carried_out)_status$'
        ) = 'absent')::double as '\1__absent'
    from marts.applications as f
    left join provinces as p using (region)
    where f.year is not null
    group by f.year, p.province, f.level, f.function
    union all by name
    select
        'publications' as topic, f.year, p.province, f.level, f.function,
        count(*) as reports, count_if(f.error_count > 0) as disputed,
        sum(columns('^(publication_items|\w+_(issued|repealed|in_force|created|newly_published|published_total|decisions|10k_yuan))$'))::double
            as '\1__value',
        count(columns('^(publication_items|\w+_(issued|repealed|in_force|created|newly_published|published_total|decisions|10k_yuan))$'))::double
            as '\1__given',
        count_if(columns(
            '^(publication_items|\w+_(issued|repealed|in_force|created|newly_published|published_total|decisions|10k_yuan))_status$'
        ) = 'absent')::double as '\1__absent'
    from marts.publications as f
    left join provinces as p using (region)
    where f.year is not null
    group by f.year, p.province, f.level, f.function
    union all by name
    select
        f.kind as topic, f.year, p.province, f.level, f.function,
        count(*) as reports, count_if(f.error_count > 0) as disputed,
        sum(columns('^(upheld|corrected|other_result|pending|total)$'))::double as '\1__value',
        count(columns('^(upheld|corrected|other_result|pending|total)$'))::double as '\1__given',
        count_if(columns('^(upheld|corrected|other_result|pending|total)_status$') = 'absent')::double as '\1__absent'
    from marts.disputes as f
    left join provinces as p using (region)
    where f.year is not null
    group by f.kind, f.year, p.province, f.level, f.function
),
measured as (
    from (unpivot (from sums) on columns('__(value|given|absent)$') into name measure value amount)
)
select
    topic, split_part(measure, '__', 1) as series, year, province, level, function,
    max(amount) filter (measure like '%\_\_value' escape '\') as value,
    null::double as base,
    cast(max(amount) filter (measure like '%\_\_given' escape '\') as bigint) as given,
    cast(max(amount) filter (measure like '%\_\_absent' escape '\') as bigint) as absent,
    reports, disputed
from measured
group by all
