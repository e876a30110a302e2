"""Set any valid report in any layout and read it back: the same cells, organ, year, edition and items."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.maker.printing import STYLES
from tests.maker.report import Report
from tests.maker.sheet import SheetOptions
from tests.maker.typeset.text import TextLayout, text
from tests.property.reading import assert_same_report, read, silently_wrong
from tests.property.strategies import Set, pages, pdfs, reports, sheet_options, texts, word_files

FAST = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
SLOW = settings(FAST, max_examples=15)

ALWAYS_FILLED = tuple(style for style in STYLES if style != "blank")


def round_trip(report: Report, options: SheetOptions, layout: Set) -> None:
    ending, typeset, has_day = layout
    assert_same_report(report, read(f"report.{ending}", typeset(report, options)), has_day)


@FAST
@given(reports(), sheet_options(), pages())
def test_web_pages(report: Report, options: SheetOptions, layout: Set) -> None:
    round_trip(report, options, layout)


@FAST
@given(reports(), sheet_options(), texts())
def test_texts(report: Report, options: SheetOptions, layout: Set) -> None:
    round_trip(report, options, layout)


@SLOW
@given(reports(), sheet_options(), word_files())
def test_word_files(report: Report, options: SheetOptions, layout: Set) -> None:
    round_trip(report, options, layout)


@SLOW
@given(reports(), sheet_options(("once", "repeat", "halves")), pdfs())
def test_pdfs(report: Report, options: SheetOptions, layout: Set) -> None:
    round_trip(report, options, layout)


@FAST
@given(reports(ALWAYS_FILLED), st.sampled_from(("one", "each")))
def test_one_cell_a_line(report: Report, table_2: str) -> None:
    layout = TextLayout("lines", sheet=SheetOptions(table_2=table_2))
    assert_same_report(report, read("report.txt", text(report, layout)), has_day=False)


@pytest.mark.parametrize("shape", ["lines", "aligned"])
@settings(FAST, max_examples=30)
@given(reports(), sheet_options())
def test_shapes_that_lose_blanks_are_never_silently_wrong(shape: str, report: Report, options: SheetOptions) -> None:
    found = read("report.txt", text(report, TextLayout(shape, sheet=options)))
    assert silently_wrong(report, found) == []
