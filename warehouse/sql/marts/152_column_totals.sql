-- Figures that have a column each (applications, publications, disputes by kind), summed as `summed_reports` has the reports;
-- beside each sum, how many reports give the figure and in how many the form or the print has no such cell.
-- grain: topic, series, year, province, level, function, first_year, last_year
-- kind: step
-- columns: topic, series, year, province, level, function, first_year, last_year, value, base, given, absent, reports, disputed
with sums as (
    select
        'applications' as topic, p.year, p.province, p.level, p.function, p.first_year, p.last_year,
        count(*) as reports, count_if(f.error_count > 0) as disputed,
        sum(columns('^(received|carried_in|granted|granted_in_part|refused|unable|declined|other|concluded|carried_out)$'))::double
            as '\1__value',
        count(columns('^(received|carried_in|granted|granted_in_part|refused|unable|declined|other|concluded|carried_out)$'))::double
            as '\1__given',
        count_if(columns(
            '^(received|carried_in|granted|granted_in_part|refused|unable|declined|other|concluded|carried_out)_status$'
        ) = 'absent')::double as '\1__absent'
    from marts.applications as f
    join summed_reports as p using (report_id)
    group by p.year, p.province, p.level, p.function, p.first_year, p.last_year
    union all by name
    select
        'publications' as topic, p.year, p.province, p.level, p.function, p.first_year, p.last_year,
        count(*) as reports, count_if(f.error_count > 0) as disputed,
        sum(columns('^(publication_items|\w+_(issued|repealed|in_force|created|newly_published|published_total|decisions|10k_yuan))$'))::double
            as '\1__value',
        count(columns('^(publication_items|\w+_(issued|repealed|in_force|created|newly_published|published_total|decisions|10k_yuan))$'))::double
            as '\1__given',
        count_if(columns(
            '^(publication_items|\w+_(issued|repealed|in_force|created|newly_published|published_total|decisions|10k_yuan))_status$'
        ) = 'absent')::double as '\1__absent'
    from marts.publications as f
    join summed_reports as p using (report_id)
    group by p.year, p.province, p.level, p.function, p.first_year, p.last_year
    union all by name
    select
        f.kind as topic, p.year, p.province, p.level, p.function, p.first_year, p.last_year,
        count(*) as reports, count_if(f.error_count > 0) as disputed,
        sum(columns('^(upheld|corrected|other_result|pending|total)$'))::double as '\1__value',
        count(columns('^(upheld|corrected|other_result|pending|total)$'))::double as '\1__given',
        count_if(columns('^(upheld|corrected|other_result|pending|total)_status$') = 'absent')::double as '\1__absent'
    from marts.disputes as f
    join summed_reports as p using (report_id)
    group by f.kind, p.year, p.province, p.level, p.function, p.first_year, p.last_year
),
measured as (
    from (unpivot (from sums) on columns('__(value|given|absent)$') into name measure value amount)
)
select
    topic, split_part(measure, '__', 1) as series, year, province, level, function, first_year, last_year,
    max(amount) filter (measure like '%\_\_value' escape '\') as value,
    null::double as base,
    cast(max(amount) filter (measure like '%\_\_given' escape '\') as bigint) as given,
    cast(max(amount) filter (measure like '%\_\_absent' escape '\') as bigint) as absent,
    reports, disputed
from measured
group by all
