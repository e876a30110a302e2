"""Sets a report as a Word file, with the merged cells and nested paragraphs of the form that organs fill in."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from tests.maker.report import Report
from tests.maker.sheet import Sheet, SheetCell, SheetOptions, sheets

EPOCH = (2000, 1, 1, 0, 0, 0)
"""The time stamp of every part of the package: the same report makes the same bytes."""


@dataclass(frozen=True)
class DocxLayout:
    """Switches of a Word file: headings by style or as bold paragraphs, cells with one paragraph or one a line."""

    heading_styles: bool = True
    paragraph_a_line: bool = True
    has_core_properties: bool = True
    sheet: SheetOptions = field(default_factory=SheetOptions)


def docx(report: Report, layout: DocxLayout) -> bytes:
    """The package as bytes."""
    document = Document()
    core = document.core_properties
    core.created = core.modified = datetime(*EPOCH[:3], tzinfo=UTC)
    core.author = core.last_modified_by = report.issuer if layout.has_core_properties else ""
    core.title = report.title if layout.has_core_properties else ""
    core.comments = ""
    _heading(document, report.title, 0, layout)
    for words in report.opening:
        document.add_paragraph(words)
    for section in report.sections:
        _heading(document, section.heading, 1, layout)
        for words in section.paragraphs:
            document.add_paragraph(words)
        for sheet in sheets(report, section, layout.sheet):
            _table(document, sheet, layout)
            document.add_paragraph("")
    return _with_fixed_times(document)


def _heading(document: WordDocument, words: str, level: int, layout: DocxLayout) -> None:
    if layout.heading_styles:
        document.add_heading(words, level)
    else:
        document.add_paragraph().add_run(words).bold = True


def _table(document: WordDocument, sheet: Sheet, layout: DocxLayout) -> None:
    matrix = sheet.matrix()
    table = document.add_table(len(matrix), len(matrix[0]), style="Table Grid")
    places = [list(row.cells) for row in table.rows]
    for y, line in enumerate(matrix):
        for x, entry in enumerate(line):
            if entry is None or entry[:2] != (y, x):
                continue
            cell = entry[2]
            if cell.row_span > 1 or cell.column_span > 1:
                places[y][x].merge(places[y + cell.row_span - 1][x + cell.column_span - 1])
            _fill(places[y][x], cell, layout)


def _fill(place: _Cell, cell: SheetCell, layout: DocxLayout) -> None:
    lines = cell.text.split("\n")
    if cell.unseen:
        place.text = ""
        place.paragraphs[0].add_run(cell.text)
        _add_unseen(place.paragraphs[0], cell.unseen)
        return
    if cell.superscript or cell.struck:
        paragraph = place.paragraphs[0]
        paragraph.add_run(cell.struck).font.strike = True
        paragraph.add_run(cell.text)
        paragraph.add_run(cell.superscript).font.superscript = True
        return
    if not layout.paragraph_a_line:
        place.text = "\n".join(lines)
        return
    place.text = lines[0]
    for line in lines[1:]:
        place.add_paragraph(line)


def _add_unseen(paragraph: WordParagraph, words: str) -> None:
    """Letters that are hidden, or deleted under revision; the figure itself may be inserted under revision."""
    run = paragraph.add_run(words)
    if int(words) % 2:
        run.font.hidden = True
        return
    figure = paragraph.runs[0]._r
    figure.addprevious(inserted := OxmlElement("w:ins"))
    inserted.append(figure)
    run._r.addprevious(deleted := OxmlElement("w:del"))
    deleted.append(run._r)
    for text in deleted.iter(qn("w:t")):
        text.tag = qn("w:delText")


def _with_fixed_times(document: WordDocument) -> bytes:
    """The package with every time stamp set to ``EPOCH``."""
    written = io.BytesIO()
    document.save(written)
    fixed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
