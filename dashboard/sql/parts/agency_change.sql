-- 一个机关新收申请比上年的增减，与两年都给出的全部机关的合计（s）并列
-- The columns of an agency's change of the applications received, beside the sums `s` over all agencies that give both years
-- grain: columns
of.year::bigint as year,
'received' as series,
of.agency_id,
of.agency,
(of.received - of.received_before)::double as value,
of.received_before::double as value_before,
of.received::double as value_now,
s.total_before,
s.total_now,
s.new_agencies,
s.gone_agencies,
1 as given,
0 as absent,
1 as reports,
if(of.error_count + of.error_count_before > 0, 1, 0) as disputed,
s.agencies
