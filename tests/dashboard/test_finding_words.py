"""A finding on an English page: what the rule asks, what its cells print, and the stored sentence marked as Chinese."""

import polars as pl

from dashboard.finding_words import cells_told
from dashboard.language import Words

EN = Words("en")
SCHEMA = ("table_no", "row_code", "column_code", "value", "printed", "status", "row_label", "column_label")


def cell(row: str, column: str, printed: str | None, *, status: str = "reported") -> tuple[object, ...]:
    value = float(printed) if status == "reported" and printed is not None else None
    return (4, row, column, value, printed, status, "行政复议", column)


def told(*cells: tuple[object, ...], printed: int | None = None) -> str:
    readings = pl.DataFrame(cells[:printed], schema=SCHEMA, orient="row")
    keys = [dict(zip(SCHEMA[:3], row[:3], strict=True)) for row in cells]
    return cells_told(EN, keys, readings)


def test_cells_of_a_row_are_told_with_the_row_once_and_those_of_0_only_counted() -> None:
    row = "reconsideration"
    text = told(
        cell(row, "total", "0"), cell(row, "upheld", "10"), cell(row, "corrected", "0"), cell(row, "pending", "1")
    )
    assert text == (
        f"{EN('page.agency.table_4')}, “Administrative reconsideration”: "
        "Total 0; Upheld 10; Pending 1; 1 more marked in the table."
    )


def test_a_cell_without_a_number_says_why() -> None:
    text = told(
        cell("reconsideration", "total", "", status="blank"),
        cell("litigation_direct", "total", "十余", status="unreadable"),
        cell("litigation_direct", "upheld", "1"),
        printed=2,
    )
    assert f"Administrative reconsideration · Total {EN('status.blank')}; " in text
    unreadable = EN("cell.card_printed", status=EN("status.unreadable"), printed="十余")
    assert f"Lawsuits without reconsideration · Total {unreadable}; 1 more" in text
