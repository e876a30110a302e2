"""Layouts drawn at random: the forms, encodings, cuts and spellings that a report is set in."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from random import Random
from typing import Any

from tests.maker.labels import SPELLINGS
from tests.maker.report import Report
from tests.maker.sheet import CutLabels, SheetOptions
from tests.maker.typeset.docx import DocxLayout, docx
from tests.maker.typeset.html import MARKUPS, Encoding, HtmlLayout, html
from tests.maker.typeset.odt import OdtLayout, odt
from tests.maker.typeset.ofd import ofd
from tests.maker.typeset.pdf import FONT_SIZES, PdfLayout, pdf
from tests.maker.typeset.scan import ScanLayout, illegible_layout, random_layout, scan
from tests.maker.typeset.text import TextLayout, text
from tests.maker.typeset.xlsx import XlsxLayout, xlsx


def sheet_options(rng: Random) -> SheetOptions:
    """A random cut and spelling of the tables."""
    cut = rng.randint(3, 20) if rng.random() < 0.15 else None
    return SheetOptions(
        table_2=rng.choice(("one", "one", "each")),
        skewed_spans=rng.random() < 0.1,
        split_after=cut,
        cut_labels=rng.choice(("once", "repeat")),
        repeat_header=rng.random() < 0.5,
        spelling=rng.choice(("plain", "plain", *SPELLINGS)),
        spelling_seed=rng.randrange(1000),
        extra_empty_row=rng.random() < 0.05,
    )


def html_layout(rng: Random) -> HtmlLayout:
    """A random web page, most of them well formed."""
    encodings: tuple[Encoding, ...] = ("utf-8", "utf-8-sig", "gb18030")
    layout = HtmlLayout(
        markup=rng.choices(MARKUPS, (40, 20, 30, 10))[0],
        encoding=rng.choices(encodings, (80, 5, 15))[0],
        is_declared=rng.random() < 0.8,
        chrome=rng.random() < 0.4,
        outer_table=rng.random() < 0.1,
        lines=rng.choice(("br", "p", "nbsp")),
        sheet=sheet_options(rng),
    )
    return replace(layout, names_agency_in_title=not layout.chrome or rng.random() < 0.85)


def text_layout(rng: Random) -> TextLayout:
    """A random text file in one of the shapes that keep the cells apart."""
    encodings: tuple[Encoding, ...] = ("utf-8", "utf-8-sig", "gb18030")
    return TextLayout(
        shape=rng.choice(("tabs", "full_tabs", "pipes", "markdown")),
        trailing_tab=rng.random() < 0.5,
        drop_labels_left=rng.random() < 0.5,
        index_block=rng.random() < 0.3,
        encoding=rng.choices(encodings, (80, 10, 10))[0],
        line_end=rng.choice(("\n", "\r\n")),
        sheet=replace(sheet_options(rng), skewed_spans=False),
    )


def docx_layout(rng: Random) -> DocxLayout:
    """A random Word file."""
    return DocxLayout(
        heading_styles=rng.random() < 0.6,
        paragraph_a_line=rng.random() < 0.6,
        has_core_properties=rng.random() < 0.5,
        sheet=sheet_options(rng),
    )


def pdf_layout(rng: Random) -> PdfLayout:
    """A random PDF; its long table is cut by a page more often than not."""
    options = sheet_options(rng)
    if rng.random() < 0.5:
        cut_labels: tuple[CutLabels, ...] = ("once", "repeat", "halves")
        options = replace(options, split_after=rng.randint(3, 20), cut_labels=rng.choice(cut_labels))
    return PdfLayout(
        font=rng.choices(("embedded", "reference"), (85, 15))[0],
        page_numbers=rng.random() < 0.8,
        has_title=rng.random() < 0.7,
        value_align=rng.choice(("CENTER", "RIGHT")),
        sheet=options,
    )


PRINT_SIZES = (10.5, 9.0, *FONT_SIZES)
"""Sizes of print that is scanned, in points: 五号 and 小五, which tables of official papers are set in (GB/T 9704 has 三号 for
the text), and smaller ones where a table would not go on its page.
"""
ILLEGIBLE_SHARE = 0.15
"""Of scans that a careful person could not read throughout: what is read of them must be right, and that is all."""


@dataclass(frozen=True)
class ScannedLayout(PdfLayout):
    """A printed PDF, and what befell it on its way through the scanner, under a seed."""

    wear: ScanLayout = field(default_factory=ScanLayout)
    seed: int = 0
    is_legible: bool = True
    """Whether a careful person could read all of it."""


def scanned_layout(rng: Random) -> ScannedLayout:
    """A random scan of a random PDF, some of it with dashed lines or no frame."""
    printed = replace(
        pdf_layout(rng),
        line_width=rng.choice((0.4, 0.5, 0.8, 1.2)),
        dash=rng.choice((None, None, None, None, (3.0, 1.0))),
        has_frame=rng.random() < 0.85,
        figures=rng.choice(("Helvetica", "Times-Roman")),
        sizes=PRINT_SIZES[rng.choice((0, 0, 1)) :],
    )
    is_legible = rng.random() >= ILLEGIBLE_SHARE
    if not is_legible:
        printed = replace(printed, sizes=FONT_SIZES)
    return ScannedLayout(
        **{one.name: getattr(printed, one.name) for one in fields(printed)},
        wear=(random_layout if is_legible else illegible_layout)(rng),
        seed=rng.randrange(2**32),
        is_legible=is_legible,
    )


def scanned(report: Report, layout: ScannedLayout) -> bytes:
    """The report printed and scanned."""
    return scan(Random(layout.seed), pdf(report, layout), layout.wear)


def xlsx_layout(rng: Random) -> XlsxLayout:
    """A random workbook."""
    return XlsxLayout(
        has_borders=rng.random() < 0.7,
        stores_numbers=rng.random() < 0.7,
        gap=rng.random() < 0.5,
        merged_headings=rng.random() < 0.3,
        sheet_a_section=rng.random() < 0.3,
        sheet=sheet_options(rng),
    )


def odt_layout(rng: Random) -> OdtLayout:
    """A random OpenDocument text."""
    return OdtLayout(
        has_headings=rng.random() < 0.6,
        paragraph_a_line=rng.random() < 0.6,
        has_title=rng.random() < 0.5,
        sheet=sheet_options(rng),
    )


def typeset(rng: Random, report: Report, form: str) -> bytes:
    """The report in one of ``FORMS``, in a random layout of that form."""
    draw, put = FORMS[form]
    return put(report, draw(rng))


FORMS: dict[str, tuple[Callable[[Random], Any], Callable[[Report, Any], bytes]]] = {
    "html": (html_layout, html),
    "txt": (text_layout, text),
    "docx": (docx_layout, docx),
    "pdf": (pdf_layout, pdf),
    "xlsx": (xlsx_layout, xlsx),
    "scan": (scanned_layout, scanned),
    "odt": (odt_layout, odt),
    "ofd": (pdf_layout, ofd),
}
"""How a file ending is laid out and set."""
