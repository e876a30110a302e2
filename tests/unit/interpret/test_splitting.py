"""Figures run together are split only where one reading is left."""

from hypothesis import given
from hypothesis import strategies as st

from etl.editions import Sum, editions
from etl.interpret import interpret
from etl.interpret.splitting import split_row, split_table, ways
from etl.model import Content, Paragraph, Status

ROW = ["a", "b", "total"]
ADDS = [Sum("row_sum", 3, "columns", ("total",), ("a", "b"))]


def test_every_way_to_cut_the_digits():
    assert set(ways("123", 2)) == {(1, 23), (12, 3)}
    assert set(ways("100", 2)) == {(10, 0)}
    assert list(ways("000", 3)) == [(0, 0, 0)]
    assert list(ways("00", 3)) == []


def test_no_number_crosses_a_space():
    assert list(ways("12 3", 2)) == [(12, 3)]


@given(st.lists(st.integers(0, 2000), min_size=3, max_size=3))
def test_the_figures_are_always_among_the_ways(figures):
    assert tuple(figures) in set(ways("".join(map(str, figures)), 3))


def test_the_sum_of_the_row_decides():
    assert split_row("80181", ROW, ADDS) == [(80, 1, 81)]
    assert split_row("22022", ROW, ADDS) == [(2, 20, 22), (22, 0, 22)]


def test_the_sums_down_the_columns_decide_what_the_row_leaves_open():
    down = [Sum("outcome_sum", 3, "rows", ("all",), ("one", "two"))]
    rows = {"one": [(2, 20, 22), (22, 0, 22)], "two": [(1, 0, 1)], "all": [(23, 0, 23)]}
    assert split_table(rows, down)["one"] == (22, 0, 22)
    assert split_table(rows | {"all": [(23, 0, 23), (3, 20, 23)]}, down)["one"] is None


def run_together(granted, other):
    """A report whose cells stand without anything between them."""
    form = editions()["2021"]
    applicants = [column.label for column in form.table(3).blocks[0].columns]
    zero = "0" * 7
    rows = {row.code: zero for row in form.table(3).blocks[0].rows}
    rows |= {"granted": granted, "other_remaining": other, "received": "230000023", "concluded": "230000023"}
    text = "二、主动公开政府信息情况第二十条第（五）项信息内容本年处理决定数量行政许可2629"
    text += "申请人情况自然人法人或其他组织总计" + "".join(applicants[1:6])
    text += "".join(row.label + rows[row.code] for row in form.table(3).blocks[0].rows)
    return interpret(Content((Paragraph(text + "四、政府信息公开行政复议、行政诉讼情况"),)), 2023)


def test_a_whole_report_run_together():
    found = run_together("220000022", "1000001")
    values = {reading.key: reading.value for reading in found.readings}
    assert found.edition == "2021"
    assert values[(2, "licensing", "decisions")] == 2629
    assert values[(3, "granted", "natural_person")] == 22
    assert values[(3, "granted", "company")] == 0
    assert values[(3, "other_remaining", "total")] == 1
    assert any(f.rule == "ambiguous_cell" and (3, "granted", "company") in f.cells for f in found.findings)


def test_what_the_sums_cannot_decide_is_unreadable():
    found = run_together("2200000220", "1000001")
    granted = [reading for reading in found.readings if reading.row == "granted"]
    assert {reading.status for reading in granted} == {Status.UNREADABLE}
    flagged = {cell for finding in found.findings for cell in finding.cells}
    assert {reading.key for reading in granted} <= flagged


DOCUMENTS = (
    "第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件3228"
    "第二十条第（五）项信息内容本年处理决定数量行政许可1,215第二十条第（六）项信息内容本年处理决定数量行政处罚1416件行政强制15"
)
DISPUTES = (
    "行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉"
    "结果维持结果纠正其他结果尚未审结总计结果维持结果纠正其他结果尚未审结总计"
)


def values_of(*texts):
    found = interpret(Content(tuple(map(Paragraph, texts))), 2023)
    return {reading.key: reading.value for reading in found.readings}


def test_a_table_in_a_paragraph_of_its_own_is_read():
    values = values_of(DOCUMENTS, DISPUTES + "310040110200011")
    assert values[2, "regulations", "in_force"] == 0
    assert values[2, "normative_documents", "issued"] is None
    assert [values[2, row, "decisions"] for row in ("licensing", "penalties", "coercion")] == [1215, 1416, 15]
    assert values[4, "reconsideration", "total"] == 4
    assert values[4, "litigation_direct", "other_result"] == 1
    assert values[4, "litigation_after_reconsideration", "pending"] == 1


def test_signs_for_none_and_units_end_a_cell():
    values = values_of(DISPUTES + "3/1/4" + "0件1件1件0件2件" + "/////")
    assert values[4, "reconsideration", "upheld"] == 3
    assert values[4, "reconsideration", "corrected"] is None
    assert values[4, "litigation_direct", "total"] == 2


def test_figures_under_a_column_that_is_not_known_are_not_read():
    strange = DOCUMENTS.replace("行政许可", "上年遗留的行政许可", 1).replace(
        "信息内容本年处理", "信息内容上年某类项目本年处理", 1
    )
    assert (2, "licensing", "decisions") not in values_of(strange)


def test_prose_with_labels_in_it_is_no_table():
    prose = "全年制发件数如下，本年废止件数较少：作出行政许可决定1215件，行政处罚决定1416件，行政强制决定15件。"
    assert values_of(prose) == {}
