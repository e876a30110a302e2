-- 名称条件：名称的一部分（含曾用名），或拼音首字母；没有给出时不限
-- The condition of a search: a part of any of an agency's names, or of the first letters of its pinyin; everything without one
-- grain: condition
($pattern is null or contains(of.names, $pattern))
and ($letters is null or contains(of.initials, $letters))
