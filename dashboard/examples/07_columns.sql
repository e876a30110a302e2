-- 一个视图有哪些列，各是什么意思
-- The columns of a view and what they mean
-- grain: column
select column_name, data_type, comment
from duckdb_columns()
where schema_name = 'main' and table_name = 'applications'
order by column_index
