-- 可作筛选的地区全称：机关所在的地区及其上级
-- Full names of the places that agencies are in, and of the places above them; filters take all that begins with a name
-- grain: place
@places_of_agencies()
order by place
