-- 是否有公布以后改动过的数字
-- Whether any figure changed after it was served
-- grain: one row
select exists (from revisions) as known
