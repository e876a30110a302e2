-- 筛选条件：地区、级别、职能、机关；固定样本时只留所选各年都有年报的机关
-- The filters: place, level, function, organs; with a constant panel only organs that reported in every year of it. near bounds the
-- codes of the places in which all of that lies: it changes no answer, and little else need be read
-- grain: condition
($near_from is null or of.region_code between $near_from and $near_to)
and ($regions is null or len(list_filter($regions, lambda place: starts_with(of.region, place))) > 0)
and ($levels is null or of.level in $levels)
and ($functions is null or of.function in $functions)
and ($agencies is null or of.agency_id in $agencies)
and ($panel_from is null or of.agency_id in (
    select agency_id from agency_runs where first_year <= $panel_from and last_year >= $panel_to
))
