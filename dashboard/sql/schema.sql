-- 快照的视图与列，各有说明；中文同名视图以其中文名列在旁边
-- The views of the snapshot and their columns, each with its comment
-- grain: column
-- columns: view_name; view_comment; column_name; data_type; comment; is_twin = under a Chinese name
select
    v.view_name,
    v.comment as view_comment,
    c.column_name,
    c.data_type,
    c.comment,
    not regexp_full_match(v.view_name, '[a-z_0-9]+') as is_twin
from duckdb_views() as v
join duckdb_columns() as c on c.schema_name = v.schema_name and c.table_name = v.view_name
where not v.internal and v.schema_name = 'main'
order by is_twin, v.view_name, c.column_index
