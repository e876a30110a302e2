-- 筛选条件：省份、级别、职能，用于汇总
-- The filters that sums by province, level and function can follow
-- grain: condition
($regions is null or of.province in $regions)
and ($levels is null or of.level in $levels)
and ($functions is null or of.function in $functions)
