-- 进出的九项数字之和，缺一即为空
-- The sum of the nine figures of what came in and went: NULL if one is missing
-- grain: expression
of.received + of.carried_in + of.granted + of.granted_in_part + of.refused + of.unable + of.declined + of.other + of.carried_out
