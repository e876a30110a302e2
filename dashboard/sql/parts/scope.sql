-- 筛选条件：地区、级别、职能、机关；固定样本时只留所选各年都有年报的机关
-- The filters: place, level, function, organs; with a constant panel only organs that reported in every year of it
-- grain: condition
($regions is null or len(list_filter($regions, lambda place: starts_with(of.region, place))) > 0)
and ($levels is null or of.level in $levels)
and ($functions is null or of.function in $functions)
and ($agencies is null or of.agency_id in $agencies)
and ($panel_from is null or of.agency_id in (
    select agency_id from reports
    where year between $panel_from and $panel_to
    group by agency_id
    having count(*) = $panel_to - $panel_from + 1
))
