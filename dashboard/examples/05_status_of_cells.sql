-- 单元格的状态：给出、空白、“/”、无法识读，各占多少
-- How cells stand: reported, blank, "/" or unreadable
-- grain: table x status
select table_no, status, count(*) as cells
from cells
group by all
order by all
