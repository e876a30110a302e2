-- 两年都给出的机关之间的增减：新旧两年的数，及给出的、全部的、存疑的机关数；前面是 pairs（value_before、value_now、is_disputed）
-- The columns of a change between agencies that give both years, over rows with value_before, value_now, is_disputed
-- grain: columns
(sum(of.value_now - of.value_before))::double as value,
sum(of.value_before) filter (of.value_now is not null)::double as value_before,
sum(of.value_now) filter (of.value_before is not null)::double as value_now,
count(of.value_now + of.value_before) as given,
0 as absent,
count(*) as reports,
count_if(of.is_disputed) as disputed
