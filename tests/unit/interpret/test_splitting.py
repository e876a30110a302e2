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
