"""Break one cell: exactly the sums that hold it complain, each naming its cells; an unread cell breaks no sum."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from etl.model import Report as Found
from tests.maker.printing import UNREADABLE_TEXTS, unreadable
from tests.maker.quirks import Broken, broken_sums, wrong_cell
from tests.maker.report import Report
from tests.maker.typeset.html import HtmlLayout, html
from tests.property.reading import read
from tests.property.strategies import SEEDS, USUAL, reports

SUMS = ("balance", "outcome_sum", "row_sum", "dispute_sum")
CLEAR_STYLES = ("plain", "thousands", "slash", "dash")


def complaints(found: Found) -> set[Broken]:
    return {(finding.rule, frozenset(finding.cells)) for finding in found.findings if finding.rule in SUMS}


def page_of(report: Report) -> Found:
    return read("report.html", html(report, HtmlLayout()))


@USUAL
@given(reports(CLEAR_STYLES))
def test_a_valid_report_breaks_no_sum(report: Report) -> None:
    assert complaints(page_of(report)) == set()


@USUAL
@given(reports(CLEAR_STYLES), st.data())
def test_exactly_the_sums_that_hold_a_broken_cell_complain(report: Report, data: st.DataObject) -> None:
    keys = [key for key, cell in report.cells.items() if key[0] > 2 and cell.status == "reported"]
    broken = wrong_cell(Random(data.draw(SEEDS)), report, data.draw(st.sampled_from(keys)))
    assert broken_sums(broken)
    assert complaints(page_of(broken)) == broken_sums(broken)


@USUAL
@given(reports(("plain",)), st.data())
def test_an_unreadable_text_never_gives_a_number(report: Report, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(list(report.cells)))
    text = data.draw(st.sampled_from(UNREADABLE_TEXTS))
    found = page_of(report.with_cell(key, unreadable(text)))
    reading = next(reading for reading in found.readings if reading.key == key)
    assert (reading.value, reading.status.value, reading.printed) == (None, "unreadable", text)
    assert any(key in finding.cells for finding in found.findings if finding.rule == "unreadable_cell")
    assert complaints(found) == set()
