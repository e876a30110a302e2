"""Damage a table as copying does: a number may be lost and named, but never silently be another cell's."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.maker.report import Report
from tests.maker.sheet import Sheet, SheetCell, SheetOptions
from tests.maker.typeset.docx import DocxLayout, docx
from tests.maker.typeset.html import HtmlLayout, html
from tests.maker.typeset.text import TextLayout, text
from tests.property.reading import cells_of, read, silently_wrong, truth_of
from tests.property.strategies import FEW, reports

Typeset = Callable[[Report, SheetOptions], bytes]
RAGGED: dict[str, Typeset] = {
    "html": lambda report, sheet: html(report, HtmlLayout(sheet=sheet)),
    "tabs.txt": lambda report, sheet: text(report, TextLayout("tabs", sheet=sheet)),
}
"""Forms in which a row may have fewer or more cells than its table."""
PADDED: dict[str, Typeset] = {
    "docx": lambda report, sheet: docx(report, DocxLayout(sheet=sheet)),
    "full_tabs.txt": lambda report, sheet: text(report, TextLayout("full_tabs", drop_labels_left=False, sheet=sheet)),
    "pipes.txt": lambda report, sheet: text(report, TextLayout("pipes", sheet=sheet)),
}
"""Forms in which a row that lacks a cell ends in an empty one: only the sums can tell that its values have moved."""
SETS = RAGGED | PADDED
Change = Callable[[tuple[SheetCell, ...], int], tuple[SheetCell, ...]]


def _values(row: tuple[SheetCell, ...]) -> list[int]:
    return [place for place, cell in enumerate(row) if cell.is_value]


def drop_value(row: tuple[SheetCell, ...], choice: int) -> tuple[SheetCell, ...]:
    """One value cell is gone: those after it move to the left."""
    gone = _values(row)[choice % len(_values(row))]
    return row[:gone] + row[gone + 1 :]


def double_value(row: tuple[SheetCell, ...], choice: int) -> tuple[SheetCell, ...]:
    """One value cell stands twice: those after it move to the right."""
    twice = _values(row)[choice % len(_values(row))]
    return (*row[:twice], row[twice], *row[twice:])


def merge_values(row: tuple[SheetCell, ...], choice: int) -> tuple[SheetCell, ...]:
    """All value cells are one wide cell with the text of one of them."""
    places = _values(row)
    width = sum(row[place].column_span for place in places)
    wide = replace(row[places[choice % len(places)]], column_span=width)
    return (*row[: places[0]], wide)


def glue_values(row: tuple[SheetCell, ...], _choice: int) -> tuple[SheetCell, ...]:
    """The texts of all value cells stand in the first of them, with nothing between."""
    places = _values(row)
    glued = replace(row[places[0]], text="".join(row[place].text for place in places))
    return (*row[: places[0]], glued, *(replace(row[place], text="") for place in places[1:]))


def insert_empty(row: tuple[SheetCell, ...], _choice: int) -> tuple[SheetCell, ...]:
    """An empty cell stands before the values: all of them move to the right."""
    first = _values(row)[0]
    return (*row[:first], SheetCell(""), *row[first:])


RAGGING: tuple[Change, ...] = (drop_value, double_value, merge_values, insert_empty)
MOVING: tuple[Change, ...] = (drop_value, glue_values)


def in_one_row(change: Change, table: int, choice: int) -> SheetOptions:
    def damage(number: int, sheet: Sheet) -> Sheet:
        rows = [y for y, row in enumerate(sheet.rows) if any(cell.is_value for cell in row)]
        if number != table or not rows:
            return sheet
        y = rows[choice % len(rows)]
        return replace(sheet, rows=(*sheet.rows[:y], change(sheet.rows[y], choice // 7), *sheet.rows[y + 1 :]))

    return SheetOptions(damage=damage)


def without_row(table: int, choice: int) -> SheetOptions:
    """A row without its first label cell's span: only rows that start no group can be taken out."""

    def damage(number: int, sheet: Sheet) -> Sheet:
        rows = [
            y
            for y, row in enumerate(sheet.rows)
            if any(cell.is_value for cell in row) and not any(cell.row_span > 1 for cell in row)
        ]
        if number != table or not rows:
            return sheet
        y = rows[choice % len(rows)]
        matrix = sheet.matrix()
        holders = {(entry[0], id(entry[2])) for entry in matrix[y] if entry is not None and entry[0] != y}
        kept = []
        for at, row in enumerate(sheet.rows):
            if at != y:
                kept.append(tuple(replace(c, row_span=c.row_span - 1) if (at, id(c)) in holders else c for c in row))
        return replace(sheet, rows=tuple(kept))

    return SheetOptions(damage=damage)


def with_columns(order: list[int]) -> SheetOptions:
    """Table 3 with the six applicant columns in another order, their headings with them."""

    def damage(number: int, sheet: Sheet) -> Sheet:
        if number != 3 or sheet.header_rows != 3:
            return sheet
        rows = list(sheet.rows)
        rows[2] = tuple(rows[2][place] for place in order)
        for y in range(3, len(rows)):
            first = _values(rows[y])[1]
            bodies = rows[y][first : first + 5]
            rows[y] = (*rows[y][:first], *(bodies[place] for place in order), *rows[y][first + 5 :])
        return replace(sheet, rows=tuple(rows))

    return SheetOptions(damage=damage)


@pytest.mark.parametrize("form", list(RAGGED))
@pytest.mark.parametrize("change", RAGGING)
@FEW
@given(reports(("plain", "slash")), st.sampled_from((2, 3, 4)), st.integers(0, 200))
def test_a_row_with_too_few_or_many_cells_is_never_silently_wrong(
    change: Change, form: str, report: Report, table: int, choice: int
) -> None:
    found = read(f"report.{form}", RAGGED[form](report, in_one_row(change, table, choice)))
    assert silently_wrong(report, found) == []


def with_labels(changed: dict[str, str]) -> SheetOptions:
    """Every cell with one of these labels has another."""

    def damage(_number: int, sheet: Sheet) -> Sheet:
        return replace(
            sheet,
            rows=tuple(
                tuple(replace(cell, text=changed.get(cell.text, cell.text)) for cell in row) for row in sheet.rows
            ),
        )

    return SheetOptions(damage=damage)


MISNAMED = (
    {"本年新制作数量": "本年新", "本年新公开数量": "本年新", "本年制发件数": "本年", "本年废止件数": "本年"},
    {"本年新公开数量": "本年新制作数量", "本年废止件数": "本年制发件数"},
    {"科研机构": "商业企业"},
    {"结果纠正": "结果维持"},
    {"自然人": ""},
    {"行政处罚": "行政许可"},
    {"2.重复申请": "1.信访举报投诉类申请"},
    {"复议后起诉": "未经复议直接起诉"},
)
"""Headings cut off, typed twice, left out."""


@pytest.mark.parametrize("changed", MISNAMED, ids=lambda changed: next(iter(changed)))
@pytest.mark.parametrize("form", ["html", "pipes.txt"])
@FEW
@given(reports(("plain",)))
def test_wrong_labels_never_give_silently_wrong_numbers(form: str, changed: dict[str, str], report: Report) -> None:
    found = read(f"report.{form}", SETS[form](report, with_labels(changed)))
    assert silently_wrong(report, found) == []


@pytest.mark.parametrize("change", RAGGING)
@FEW
@given(reports(("blank",)), st.sampled_from((2, 3, 4)), st.integers(0, 200))
def test_a_page_with_blanks_and_a_wrong_number_of_cells_is_never_silently_wrong(
    change: Change, report: Report, table: int, choice: int
) -> None:
    found = read("report.html", RAGGED["html"](report, in_one_row(change, table, choice)))
    assert silently_wrong(report, found) == []


@pytest.mark.parametrize("form", list(SETS))
@pytest.mark.parametrize("change", MOVING)
@FEW
@given(reports(("plain",)), st.integers(0, 200))
def test_values_that_moved_in_their_row_break_a_sum(change: Change, form: str, report: Report, choice: int) -> None:
    found = read(f"report.{form}", SETS[form](report, in_one_row(change, 3, choice)))
    assert silently_wrong(report, found) == []


@pytest.mark.parametrize("form", list(SETS))
@FEW
@given(reports(("plain",)), st.sampled_from((2, 3)), st.integers(0, 200))
def test_a_row_that_is_not_printed_is_absent(form: str, report: Report, table: int, choice: int) -> None:
    found = read(f"report.{form}", SETS[form](report, without_row(table, choice)))
    gone = {key[:2] for key in report.cells.keys() - cells_of(found).keys()}
    assert len(gone) == 1
    assert cells_of(found) == {key: cell for key, cell in truth_of(report).items() if key[:2] not in gone}
    assert any(finding.rule == "missing_table" for finding in found.findings)


@pytest.mark.parametrize("form", ["html", "docx", "pipes.txt"])
@FEW
@given(reports(("plain",)), st.permutations(range(5)))
def test_columns_are_told_by_their_headings(form: str, report: Report, order: list[int]) -> None:
    found = read(f"report.{form}", SETS[form](report, with_columns(order)))
    assert cells_of(found) == truth_of(report)
