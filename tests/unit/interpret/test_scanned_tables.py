"""What a scan leaves open: labels that could not be recognised, and figures that may be one of several."""

import msgspec
import pytest

from etl.interpret import interpret
from etl.model import Cell, Content, Grid, Severity, Status

APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
ZEROS = ["0"] * 7
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def scanned(*rows, doubts=None, confidence=1.0):
    """A grid of a scan; ``doubts`` gives cells (row, column) with what they may be."""
    open_cells = doubts or {}
    cells = [
        Cell(
            y,
            x,
            "3〓" if (y, x) in open_cells else text,
            confidence=confidence,
            candidates=tuple(open_cells.get((y, x), ())),
        )
        for y, row in enumerate(rows)
        for x, text in enumerate(row)
    ]
    return Grid(tuple(cells), len(rows), max(map(len, rows)))


def read(grid):
    found = interpret(Content((grid,)), 2023)
    return found, {reading.key: reading for reading in found.readings}


HEAD = ["", *APPLICANTS]
RECEIVED = "一、本年新收政府信息公开申请数量"
CARRIED = "二、上年结转政府信息公开申请数量"


def test_the_sum_decides_between_two_readings_and_says_so():
    row = [RECEIVED, "?", "0", "0", "0", "0", "0", "8"]
    found, readings = read(scanned(HEAD, row, [CARRIED, *ZEROS], doubts={(1, 1): ("3", "8")}))
    cell = readings[3, "received", "natural_person"]
    assert (cell.value, cell.printed, cell.status) == (8, "8", Status.REPORTED)
    (finding,) = [finding for finding in found.findings if cell.key in finding.cells]
    assert (finding.rule, finding.severity) == ("ambiguous_cell", Severity.NOTICE)
    assert "“3”" in finding.message
    assert "“8”" in finding.message


@pytest.mark.parametrize(
    ("total", "candidates"),
    [("9", ("3", "8")), ("", ("3", "8")), ("8", ()), ("8", ("3.8",))],
    ids=["none fits", "no total", "nothing read", "no count"],
)
def test_what_no_sum_confirms_is_left_open(total, candidates):
    row = [RECEIVED, "?", "0", "0", "0", "0", "0", total]
    found, readings = read(scanned(HEAD, row, doubts={(1, 1): candidates}))
    cell = readings[3, "received", "natural_person"]
    assert (cell.value, cell.status) == (None, Status.UNREADABLE)
    assert [finding.rule for finding in found.findings if cell.key in finding.cells] == ["unreadable_cell"]


def test_a_comma_is_no_point_where_the_form_has_whole_numbers():
    row = [RECEIVED, "?", "0", "0", "0", "0", "0", ""]
    found, readings = read(scanned(HEAD, row, doubts={(1, 1): ("1,234", "1.234")}))
    cell = readings[3, "received", "natural_person"]
    assert (cell.value, cell.printed) == (1234, "1,234")
    assert [finding.severity for finding in found.findings if cell.key in finding.cells] == [Severity.NOTICE]


def test_two_combinations_that_fit_decide_nothing():
    row = [RECEIVED, "?", "?", "0", "0", "0", "0", "11"]
    _, readings = read(scanned(HEAD, row, doubts={(1, 1): ("3", "8"), (1, 2): ("3", "8")}))
    assert {readings[3, "received", code].value for code in ("natural_person", "company")} == {None}


def test_sums_down_and_across_decide_together():
    rows = [
        [RECEIVED, "?", "?", "0", "0", "0", "0", "11"],
        [CARRIED, *ZEROS],
        ["（七）总计", "8", "3", "0", "0", "0", "0", "11"],
        ["四、结转下年度继续办理", *ZEROS],
    ]
    _, readings = read(scanned(HEAD, *rows, doubts={(1, 1): ("3", "8"), (1, 2): ("3", "8")}))
    assert [readings[3, "received", code].value for code in ("natural_person", "company")] == [8, 3]


def test_a_heading_that_was_half_recognised_is_the_forms_at_that_place():
    head = ["", *APPLICANTS[:3], "社公组只", *APPLICANTS[4:6], "上"]
    row = [RECEIVED, "1", "2", "0", "0", "0", "4", "7"]
    _, readings = read(scanned(head, row, confidence=0.6))
    assert [readings[3, "received", code].value for code in ("legal_service", "social_organization", "total")] == [
        0,
        0,
        7,
    ]


def test_a_heading_in_another_order_is_not_filled_in():
    head = ["", "商业企业", "自然人", *APPLICANTS[2:6], "上"]
    row = [RECEIVED, "1", "2", "0", "0", "0", "4", "7"]
    _, readings = read(scanned(head, row, confidence=0.6))
    assert {reading.value for reading in readings.values()} == {None}


def test_a_misread_label_is_the_next_row_if_its_number_says_so():
    rows = [[RECEIVED, *ZEROS], ["二、上午结传玫府信思公廾中请数里", "5", "0", "0", "0", "0", "0", "5"]]
    assert read(scanned(HEAD, *rows, confidence=0.5))[1][3, "carried_in", "total"].value == 5
    for confidence in (0.95, None):
        assert (3, "carried_in", "total") not in read(scanned(HEAD, *rows, confidence=confidence))[1]


GRANTED, IN_PART = "（一）予以公开", "（二）部分公开"
ROWS = [[RECEIVED, *"1000001"], [CARRIED, *"2000002"], [GRANTED, *"3000003"], [IN_PART, *"0000000"]]


def blurred(grid, *rows, confidence=0.4):
    """The same grid, the labels of some rows not recognised."""
    cells = [
        msgspec.structs.replace(cell, text="〓", confidence=confidence)
        if cell.row in rows and not cell.column
        else cell
        for cell in grid.cells
    ]
    return msgspec.structs.replace(grid, cells=tuple(cells))


@pytest.mark.parametrize("rows", [(1,), (2,), (1, 2), (2, 3), (1, 3)])
def test_a_row_whose_label_is_not_legible_is_told_by_the_rows_around_it_and_that_is_said(rows):
    found, readings = read(blurred(scanned(HEAD, *ROWS), *rows))
    totals = [readings[3, code, "total"].value for code in ("received", "carried_in", "granted", "granted_in_part")]
    assert totals == [1, 2, 3, 0]
    said = [finding for finding in found.findings if "行名在图中未能认清" in finding.message]
    assert [finding.severity for finding in said] == [Severity.NOTICE] * len(rows)
    assert {cell[1] for finding in said for cell in finding.cells} == {
        ("received", "carried_in", "granted", "granted_in_part")[row - 1] for row in rows
    }


@pytest.mark.parametrize(
    ("rows", "confidence"),
    [
        ([ROWS[0], ROWS[1], ROWS[3]], 0.4),
        ([ROWS[0], ROWS[1], ["合计", *"3000003"], *ROWS[2:]], 0.4),
        ([ROWS[1], ROWS[0], ROWS[2], ROWS[3]], 0.4),
        (ROWS, None),
    ],
    ids=["rows are lacking", "a row too many", "in another order", "no scan"],
)
def test_rows_that_do_not_stand_in_the_order_of_the_form_are_not_told_by_their_place(rows, confidence):
    found, _ = read(blurred(scanned(HEAD, *rows, confidence=confidence), 2, confidence=confidence))
    assert not [finding for finding in found.findings if "行名在图中未能认清" in finding.message]


def test_ink_between_the_labels_of_a_scan_is_no_figure():
    head = [Cell(0, 0, "", column_span=2, confidence=1.0)]
    head += [Cell(0, 2 + place, label, confidence=1.0) for place, label in enumerate(APPLICANTS)]
    row = [Cell(1, 0, RECEIVED, confidence=0.9), Cell(1, 1, "〓", confidence=0.0)]
    row += [Cell(1, 2 + place, figure, confidence=1.0) for place, figure in enumerate("3000014")]
    _, readings = read(Grid((*head, *row), 2, 9))
    assert [reading.value for reading in readings.values()] == [3, 0, 0, 0, 0, 1, 4]


def test_the_rows_of_a_block_of_table_2_that_stands_for_itself_have_an_order_too():
    head = ["信息内容", "本年处理决定数量"]
    rows = [["处罚", "758"], ["行政强制", "122"]]
    grid = scanned(head, *rows)
    cells = [msgspec.structs.replace(cell, confidence=0.5) if cell.text == "处罚" else cell for cell in grid.cells]
    _, readings = read(msgspec.structs.replace(grid, cells=tuple(cells)))
    assert [(key[1], reading.value) for key, reading in readings.items()] == [("penalties", 758), ("coercion", 122)]


def test_a_number_before_the_label_is_no_figure_though_it_is_not_sure():
    rows = [["序号", *HEAD], ["1〓", RECEIVED, *"3000003"]]
    assert read(scanned(*rows))[1][3, "received", "total"].value == 3


def test_a_group_before_a_label_that_is_not_legible_is_no_row():
    head = [Cell(0, 0, "", column_span=2, confidence=1.0)]
    head += [Cell(0, 2 + place, label, confidence=1.0) for place, label in enumerate(APPLICANTS)]
    group = [Cell(1, 0, "（六）其他处理", row_span=3, confidence=1.0)]
    rows = [
        Cell(y, 1 + x, text, confidence=0.5)
        for y, row in enumerate((["〓", *ZEROS], ["2.〓", *ZEROS], ["3.其他", *"1000001"]), 1)
        for x, text in enumerate(row)
    ]
    _, readings = read(Grid((*head, *group, *rows), 4, 9))
    assert {key[1] for key in readings} == {"other_remaining"}


KINDS = ["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5


@pytest.mark.parametrize(("figures", "value"), [("100010000000000", 1), ("200020000000000", None)])
def test_a_table_beside_another_of_its_kind_that_could_not_be_read_may_be_last_years(figures, value):
    legible = scanned(KINDS, RESULTS * 3, list("100010000000000"))
    illegible = scanned(["行议", *KINDS[1:]], ["维", *(RESULTS * 3)[1:3], "总", *(RESULTS * 3)[4:]], list(figures))
    found = interpret(Content((legible, illegible)), 2023)
    readings = {reading.key: reading for reading in found.readings}
    cell = readings[4, "reconsideration", "upheld"]
    assert cell.value == value
    assert any(cell.key in finding.cells for finding in found.findings) == (value is None)


def test_the_kind_over_the_first_columns_of_table_4_is_known_though_the_cut_of_a_page_took_it():
    heads = [["未经复议直接起诉", 5], ["复议后起诉", 10]]
    for confidence, expected in ((0.8, [1, 0, 0, 0, 1]), (None, [])):
        cells = [Cell(0, left, text, column_span=5, confidence=confidence) for text, left in heads]
        cells += [Cell(0, x, text, row_span=2, confidence=confidence) for x, text in enumerate(RESULTS)]
        cells += [Cell(1, 5 + x, text, confidence=confidence) for x, text in enumerate(RESULTS * 2)]
        cells += [Cell(2, x, text, confidence=confidence) for x, text in enumerate("100010000000000")]
        _, readings = read(Grid(tuple(cells), 3, 15))
        assert [reading.value for key, reading in readings.items() if key[1] == "reconsideration"] == expected


def test_where_a_figure_is_there_twice_only_the_sums_tell_which_cell_is_too_many():
    head = [Cell(0, x, text, confidence=1.0) for x, text in enumerate(HEAD)]
    for figures, company in (("1100002", 1), ("11000012", None), ("15500006", 5)):
        row = [Cell(1, x, text, confidence=1.0) for x, text in enumerate((RECEIVED, *figures))]
        _, readings = read(Grid((*head, *row), 2, len(row)))
        assert readings[3, "received", "company"].value == company
