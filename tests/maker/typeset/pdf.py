"""Sets a report as a PDF with a text layer and ruled tables, long ones cut by the page as word processors cut them."""

import io
import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table
from reportlab.platypus.doctemplate import LayoutError

from tests.maker.report import Report
from tests.maker.sheet import LABEL_COLUMNS, Sheet, SheetCell, SheetOptions, sheets

FONT_FILES = (
    Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"),
    Path("/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf"),
)
"""TrueType fonts with Chinese glyphs that may be embedded (Apache-2.0); the first one that is installed is used."""
CID_FONT = "STSong-Light"
WIDTH = A4[0] - 112
HEIGHT = A4[1] - 132
FONT_SIZES = (8.0, 7.0, 6.0)
"""Sizes of a table's text, in points: the first with which the table fits on a page."""
SMALLEST = 4.0
"""For a table that fits on no page in any of these: one whose labels are long and stand beside all its rows."""
NOT_LATIN = re.compile(r"[^\x20-\x7e\u00a0“”‘’—…]+")


@dataclass(frozen=True)
class PdfLayout:
    """Switches of a PDF. ``embedded`` takes an installed font if there is one, ``reference`` only names one."""

    font: Literal["embedded", "reference"] = "embedded"
    page_numbers: bool = True
    has_title: bool = True
    value_align: Literal["CENTER", "RIGHT"] = "CENTER"
    line_width: float = 0.5
    dash: tuple[float, float] | None = None
    """Length of the dashes and of the gaps of the ruling lines, in points."""
    has_frame: bool = True
    """Whether lines stand at the left and right of the tables."""
    sizes: tuple[float, ...] = FONT_SIZES
    figures: Literal["Helvetica", "Times-Roman"] = "Helvetica"
    """The font of plain numbers in a table."""
    sheet: SheetOptions = field(default_factory=SheetOptions)


@cache
def _register(font: Literal["embedded", "reference"]) -> str:
    """The name of the font for Chinese text, known to reportlab."""
    file = next((path for path in FONT_FILES if path.exists()), None)
    if font == "embedded" and file is not None:
        pdfmetrics.registerFont(TTFont("Fallback", file))
        return "Fallback"
    pdfmetrics.registerFont(UnicodeCIDFont(CID_FONT))
    return CID_FONT


def _marked_up(words: str, chinese: str) -> str:
    """Text for a paragraph whose own font has Latin letters only: everything else is set in the Chinese font."""
    lines = escape(words).replace("\n", "<br/>")
    if chinese == CID_FONT:
        return lines
    return re.sub(
        r"(<br/>)|" + NOT_LATIN.pattern, lambda m: m[0] if m[1] else f'<font name="{chinese}">{m[0]}</font>', lines
    )


def _style(chinese: str, size: float, **settings: Any) -> ParagraphStyle:
    base = CID_FONT if chinese == CID_FONT else "Helvetica"
    return ParagraphStyle("words", fontName=base, fontSize=size, leading=size * 1.35, wordWrap="CJK", **settings)


def pdf(report: Report, layout: PdfLayout) -> bytes:
    """The file as bytes; the same report makes the same bytes where the same font is installed."""
    try:
        return _set(report, layout)
    except LayoutError:
        return _set(report, replace(layout, sizes=(SMALLEST,)))


def _set(report: Report, layout: PdfLayout) -> bytes:
    """The file; raises ``LayoutError`` where a table that cannot be cut fits on no page."""
    chinese = _register(layout.font)
    written = io.BytesIO()
    template = SimpleDocTemplate(
        written,
        pagesize=A4,
        leftMargin=50,
        rightMargin=50,
        topMargin=60,
        bottomMargin=60,
        invariant=1,
        title=report.title if layout.has_title else None,
        author=report.issuer if layout.has_title else None,
    )

    def number(canvas: Any, document: Any) -> None:
        if layout.page_numbers:
            canvas.setFont("Helvetica", 9)
            canvas.drawCentredString(A4[0] / 2, 30, f"- {document.page} -")

    template.build(_flowables(report, layout, chinese), onFirstPage=number, onLaterPages=number)
    return written.getvalue()


def _flowables(report: Report, layout: PdfLayout, chinese: str) -> list[Flowable]:
    title = _style(chinese, 16, alignment=TA_CENTER, spaceAfter=12)
    heading = _style(chinese, 12, spaceBefore=8, spaceAfter=4)
    body = _style(chinese, 10.5, firstLineIndent=21, spaceAfter=3)
    made: list[Flowable] = [Paragraph(_marked_up(report.title, chinese), title)]
    made += [Paragraph(_marked_up(words, chinese), body) for words in report.opening]
    for section in report.sections:
        made.append(Paragraph(_marked_up(section.heading, chinese), heading))
        made += [Paragraph(_marked_up(words, chinese), body) for words in section.paragraphs]
        for index, sheet in enumerate(sheets(report, section, layout.sheet)):
            is_cut = section.table == 3 and index > 0
            made += [PageBreak()] if is_cut else [Spacer(1, 4)]
            made.append(_fitting(sheet, layout, chinese))
    return made


def _column_widths(count: int) -> list[float]:
    """Narrow label columns on the left of table 3, even columns elsewhere."""
    if count != LABEL_COLUMNS + 7:
        return [WIDTH / count] * count
    labels = [22.0, 58.0, 132.0]
    return labels + [(WIDTH - sum(labels)) / 7] * 7


def _fitting(sheet: Sheet, layout: PdfLayout, chinese: str) -> Table:
    """The table in the largest size that fits on one page, else in the smallest: spans cannot cross a page."""
    for size in layout.sizes:
        table = _table(sheet, layout, chinese, size)
        if table.wrap(WIDTH, HEIGHT)[1] <= HEIGHT:
            break
    return table


def _table(sheet: Sheet, layout: PdfLayout, chinese: str, size: float) -> Table:
    words = _style(chinese, size, alignment=TA_CENTER)
    matrix = sheet.matrix()
    data: list[list[Any]] = []
    commands: list[tuple[Any, ...]] = [
        (
            "INNERGRID" if not layout.has_frame else "GRID",
            (0, 0),
            (-1, -1),
            layout.line_width,
            colors.black,
            0,
            layout.dash,
        ),
        ("LINEABOVE", (0, 0), (-1, 0), layout.line_width, colors.black, 0, layout.dash),
        ("LINEBELOW", (0, -1), (-1, -1), layout.line_width, colors.black, 0, layout.dash),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (0, 0), (-1, -1), layout.value_align),
        ("FONTNAME", (0, 0), (-1, -1), layout.figures),
        ("FONTSIZE", (0, 0), (-1, -1), size),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    for y, line in enumerate(matrix):
        row: list[Any] = []
        for x, entry in enumerate(line):
            starts = entry is not None and entry[:2] == (y, x)
            row.append(_content(entry[2], words, chinese) if starts and entry is not None else "")
            if starts and entry is not None and (entry[2].row_span > 1 or entry[2].column_span > 1):
                end = (x + entry[2].column_span - 1, y + entry[2].row_span - 1)
                commands.append(("SPAN", (x, y), end))
        data.append(row)
    return Table(data, colWidths=_column_widths(len(matrix[0])), style=commands)


def _content(cell: SheetCell, style: ParagraphStyle, chinese: str) -> str | Paragraph:
    """Plain numbers as a string, which the table aligns; everything else as a paragraph, which wraps."""
    if cell.superscript:
        return Paragraph(f"{_marked_up(cell.text, chinese)}<super>{cell.superscript}</super>", style)
    return cell.text if cell.text.isascii() else Paragraph(_marked_up(cell.text, chinese), style)
