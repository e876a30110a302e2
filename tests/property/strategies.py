"""Reports and layouts as hypothesis draws them; each is built from small choices, so that a failure shrinks."""

from collections.abc import Callable
from random import Random

from hypothesis import strategies as st

from tests.maker.compose import compose
from tests.maker.figures import yearly
from tests.maker.labels import SPELLINGS, spelling
from tests.maker.places import organs
from tests.maker.printing import STYLES, Style
from tests.maker.report import Report
from tests.maker.sheet import CutLabels, SheetOptions
from tests.maker.typeset.docx import DocxLayout, docx
from tests.maker.typeset.html import MARKUPS, HtmlLayout, html
from tests.maker.typeset.pdf import PdfLayout, pdf
from tests.maker.typeset.text import TextLayout, text

Set = tuple[str, Callable[[Report, SheetOptions], bytes], bool]
"""File ending, how the report is set, and whether the page names the day of publication."""

SEEDS = st.integers(0, 10_000)
ENCODINGS = st.sampled_from(("utf-8", "utf-8-sig", "gb18030"))


@st.composite
def reports(draw: st.DrawFn, styles: tuple[Style, ...] = STYLES) -> Report:
    """A report without a fault, of any organ and edition."""
    rng = Random(draw(SEEDS))
    organ = draw(st.sampled_from(organs()))
    year = draw(st.integers(2019, 2025))
    edition = draw(st.sampled_from(("2019", "2021")))
    figures = yearly(rng, organ, [(year - 1, edition), (year, edition)])[-1]
    return compose(rng, figures, draw(st.sampled_from(styles)), one_row_other=draw(st.booleans()))


@st.composite
def sheet_options(draw: st.DrawFn, cut_labels: tuple[CutLabels, ...] = ("once", "repeat")) -> SheetOptions:
    return SheetOptions(
        table_2=draw(st.sampled_from(("one", "each"))),
        skewed_spans=draw(st.booleans()),
        split_after=draw(st.none() | st.integers(1, 24)),
        cut_labels=draw(st.sampled_from(cut_labels)),
        repeat_header=draw(st.booleans()),
        spell=spelling(Random(draw(SEEDS)), draw(st.sampled_from(SPELLINGS))),
        extra_empty_row=draw(st.booleans()),
    )


@st.composite
def pages(draw: st.DrawFn) -> Set:
    settings = {
        "markup": draw(st.sampled_from(MARKUPS)),
        "encoding": draw(ENCODINGS),
        "is_declared": draw(st.booleans()),
        "chrome": draw(st.booleans()),
        "outer_table": draw(st.booleans()),
        "lines": draw(st.sampled_from(("br", "p", "nbsp"))),
    }
    has_day = settings["chrome"] or settings["markup"] == "cms"
    return "html", lambda report, sheet: html(report, HtmlLayout(**settings, sheet=sheet)), has_day


@st.composite
def texts(draw: st.DrawFn) -> Set:
    settings = {
        "shape": draw(st.sampled_from(("tabs", "full_tabs", "pipes", "markdown"))),
        "trailing_tab": draw(st.booleans()),
        "drop_labels_left": draw(st.booleans()),
        "index_block": draw(st.booleans()),
        "encoding": draw(ENCODINGS),
        "line_end": draw(st.sampled_from(("\n", "\r\n"))),
    }
    return "txt", lambda report, sheet: text(report, TextLayout(**settings, sheet=sheet)), settings["index_block"]


@st.composite
def word_files(draw: st.DrawFn) -> Set:
    settings = {name: draw(st.booleans()) for name in ("heading_styles", "paragraph_a_line", "has_core_properties")}
    return "docx", lambda report, sheet: docx(report, DocxLayout(**settings, sheet=sheet)), False


@st.composite
def pdfs(draw: st.DrawFn) -> Set:
    settings = {
        "font": draw(st.sampled_from(("embedded", "reference"))),
        "page_numbers": draw(st.booleans()),
        "has_title": draw(st.booleans()),
        "value_align": draw(st.sampled_from(("CENTER", "RIGHT"))),
    }
    return "pdf", lambda report, sheet: pdf(report, PdfLayout(**settings, sheet=sheet)), False
