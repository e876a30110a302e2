-- 进出图中一项数字所依据的报告：只有九项数字都给出的
-- The reports behind one figure ($series) of what came in and went: those that give all nine
-- grain: report
-- columns: the report and its agency; value and status of the figure; the cell (table_no, row_code, column_code) that it
--   rests on; finding_count and error_count of the report; matched = number of reports in all
with figures as not materialized (
    @application_figures()
      and (
          @whole(f)
      ) is not null
)
@listed()
