"""What a report lacks is told once, by name."""

import pytest

from etl.checks.completeness import check_columns, check_edition, check_rows, check_tables, check_totals
from etl.editions import editions
from etl.model import Reading, Severity, Status

NEW = editions()["2021"]


def blank(table, row, column):
    return Reading(table, row, column, None, "", Status.BLANK)


def figure(table, row, column, value=1):
    return Reading(table, row, column, value, str(value), Status.REPORTED)


def keyed(*readings):
    return {reading.key: reading for reading in readings}


def test_each_missing_table_is_named():
    found = list(check_tables(keyed(figure(3, "received", "total"))))
    assert [f.rule for f in found] == ["missing_table", "missing_table"]
    assert "表二" in found[0].message
    assert "表四" in found[1].message


def test_no_table_is_missing_from_a_whole_report():
    assert not list(check_tables(keyed(*(figure(*key) for key, _, _ in NEW.cells()))))


def test_missing_rows_are_named_in_one_warning():
    whole = keyed(*(figure(*key) for key, _, _ in NEW.cells() if key[1] not in ("penalties", "other")))
    (finding,) = check_rows(NEW, whole)
    assert finding.severity is Severity.WARNING
    assert "行政处罚" in finding.message


def test_one_row_in_place_of_three_lacks_nothing():
    whole = keyed(*(figure(*key) for key, _, _ in NEW.cells() if not key[1].startswith("other_")))
    assert not list(check_rows(NEW, whole))


def test_cells_missing_from_a_row_that_is_there_are_named():
    key = (2, "normative_documents", "repealed")
    whole = keyed(*(figure(*cell) for cell, _, _ in NEW.cells() if cell != key))
    (finding,) = check_columns(NEW, whole)
    assert (finding.rule, finding.cells) == ("missing_table", (key,))
    assert "行政规范性文件·本年废止件数" in finding.message


def test_a_table_without_totals_is_no_row_without_one():
    without_total = keyed(*(figure(*cell) for cell, _, _ in NEW.cells() if cell[0] != 3 or cell[2] != "total"))
    assert not list(check_columns(NEW, without_total))


def test_a_blank_total_under_figures_is_a_finding():
    found = list(check_totals(NEW, keyed(blank(3, "concluded", "total"), figure(3, "concluded", "company"))))
    assert [(f.rule, f.cells) for f in found] == [("blank_total", ((3, "concluded", "total"),))]


def test_a_blank_total_in_a_blank_row_is_none():
    assert not list(check_totals(NEW, keyed(blank(3, "concluded", "total"), blank(3, "concluded", "company"))))


@pytest.mark.parametrize(
    ("code", "year", "count"), [("2019", 2022, 1), ("2021", 2020, 1), ("2021", 2024, 0), ("2019", None, 0)]
)
def test_the_form_against_the_year(code, year, count):
    assert len(list(check_edition(editions()[code], year))) == count
