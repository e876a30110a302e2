"""Reports and layouts as hypothesis draws them, built from small choices that a failure names."""

from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from tests.maker.compose import compose
from tests.maker.figures import yearly
from tests.maker.labels import SPELLINGS
from tests.maker.places import organs
from tests.maker.printing import STYLES, Style
from tests.maker.report import Report
from tests.maker.sheet import CutLabels, SheetOptions
from tests.maker.typeset.docx import DocxLayout
from tests.maker.typeset.html import MARKUPS, HtmlLayout
from tests.maker.typeset.pdf import PdfLayout
from tests.maker.typeset.text import Shape, TextLayout

USUAL = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
"""The same examples in every run. A failure is shown as found: shrinking whole documents takes minutes."""
FEW = settings(USUAL, max_examples=10)
ALWAYS_FILLED = tuple(style for style in STYLES if style != "blank")
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


def sheet_options(
    cut_labels: tuple[CutLabels, ...] = ("once", "repeat"), has_geometry: bool = True
) -> st.SearchStrategy[SheetOptions]:
    """Any cut and spelling; where a column is only a count of separators, no cell spans another's heading."""
    return st.builds(
        SheetOptions,
        table_2=st.sampled_from(("one", "each")),
        skewed_spans=st.booleans() if has_geometry else st.just(False),
        split_after=st.none() | st.integers(1, 24),
        cut_labels=st.sampled_from(cut_labels),
        repeat_header=st.booleans(),
        spelling=st.sampled_from(SPELLINGS),
        spelling_seed=st.integers(0, 50),
        extra_empty_row=st.booleans(),
    )


def pages() -> st.SearchStrategy[HtmlLayout]:
    return st.builds(
        HtmlLayout,
        markup=st.sampled_from(MARKUPS),
        encoding=ENCODINGS,
        is_declared=st.booleans(),
        chrome=st.booleans(),
        outer_table=st.booleans(),
        lines=st.sampled_from(("br", "p", "nbsp")),
        sheet=sheet_options(),
    )


def texts(*shapes: Shape) -> st.SearchStrategy[TextLayout]:
    return st.builds(
        TextLayout,
        shape=st.sampled_from(shapes),
        trailing_tab=st.booleans(),
        drop_labels_left=st.booleans(),
        index_block=st.booleans(),
        encoding=ENCODINGS,
        line_end=st.sampled_from(("\n", "\r\n")),
        sheet=sheet_options(has_geometry=False),
    )


def word_files() -> st.SearchStrategy[DocxLayout]:
    return st.builds(
        DocxLayout,
        heading_styles=st.booleans(),
        paragraph_a_line=st.booleans(),
        has_core_properties=st.booleans(),
        sheet=sheet_options(),
    )


def pdfs() -> st.SearchStrategy[PdfLayout]:
    return st.builds(
        PdfLayout,
        font=st.sampled_from(("embedded", "reference")),
        page_numbers=st.booleans(),
        has_title=st.booleans(),
        value_align=st.sampled_from(("CENTER", "RIGHT")),
        sheet=sheet_options(("once", "repeat", "halves")),
    )
