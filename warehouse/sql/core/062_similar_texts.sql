-- duplicate_text: the text of a current report and the other one that is most like it, where they share nearly all runs of
-- five characters. Likely pairs share bands of their signatures; in a band each report is held against its neighbour and
-- against the first, so that the work grows with the number of reports even where thousands are the same.
-- grain: report_id
-- kind: step
-- columns: report_id, other_report_id, share
with bands as (
    select s.report_id, unnest(s.bands) as band
    from ledger.signatures as s
    join versions as v using (report_id)
    where v.is_current
),
shared_bands as (
    select band from bands group by band having count(*) > 1
),
neighbours as (
    select report_id, lag(report_id) over in_band as neighbour, first_value(report_id) over in_band as first_of_band
    from bands
    where band in (select band from shared_bands)
    window in_band as (partition by band order by report_id)
),
pairs as (
    select report_id, other_report_id, count(*) as band_count
    from (
        select report_id, neighbour as other_report_id from neighbours where neighbour is not null
        union all
        select report_id, first_of_band from neighbours where first_of_band <> neighbour
    )
    group by report_id, other_report_id
    having count(*) >= getvariable('least_bands')
),
likeliest as (
    select least(report_id, other_report_id) as one, greatest(report_id, other_report_id) as other
    from (
        select report_id, other_report_id, band_count from pairs
        union all
        select other_report_id, report_id, band_count from pairs
    )
    qualify row_number() over (partition by report_id order by band_count desc, other_report_id) <= 2
),
texts as (
    select t.report_id, string_agg(t.text, chr(10) order by t.section) as text, any_value([v.agency, v.region]) as names
    from ledger.sections as t
    join versions as v using (report_id)
    where list_contains(getvariable('duplicate_sections'), t.section)
        and t.report_id in (select one from likeliest union select other from likeliest)
    group by t.report_id
),
measured as (
    select l.one, l.other, text_share(a.text, a.names, b.text, b.names) as share
    from (select distinct one, other from likeliest) as l
    join texts as a on a.report_id = l.one
    join texts as b on b.report_id = l.other
)
select report_id, other_report_id, share
from (
    select one as report_id, other as other_report_id, share from measured
    union all
    select other, one, share from measured
)
where share >= getvariable('duplicate_share')
qualify row_number() over (partition by report_id order by share desc, other_report_id) = 1
