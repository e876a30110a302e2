"""The paper of a report as a word file: A4, in the fonts of Chinese offices, its headings repeated on the next page."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dashboard.paper import Paper, Table

_TEXT, _HEADING, _LATIN = "SimSun", "SimHei", "Times New Roman"
_SIDE, _WIDTH = 15, 180
"""Millimetres: the margin at either side, and what is left between."""
_SIZES = {"Normal": 9.5, "Heading 1": 15, "Heading 2": 10.5}
_LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}


def as_docx(paper: Paper) -> bytes:
    """The paper as a word file."""
    document = Document()
    _set_up(document, paper)
    document.core_properties.title = _printable(paper.title)
    document.add_heading(_printable(paper.title), 1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in paper.lines:
        document.add_paragraph(_printable(line)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in paper.parts:
        document.add_heading(_printable(part.heading), 2)
        for line in part.lines:
            document.add_paragraph(_printable(line))
        if part.table is not None:
            _table(document, part.table)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_up(document: Any, paper: Paper) -> None:
    """Paper, fonts, and the number of each page at its foot."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(_SIDE)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(13), Mm(14), Mm(7)
    for name, size in _SIZES.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _LATIN, Pt(size), RGBColor(0x11, 0x11, 0x11)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), _TEXT if name == "Normal" else _HEADING)
        style.paragraph_format.space_before = Pt(8 if name == "Heading 2" else 0)
        style.paragraph_format.space_after = Pt(2)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGES[paper.language])
    language.set(qn("w:eastAsia"), _LANGUAGES["zh"])
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


def _table(document: Any, content: Table) -> None:
    rows = [*([content.columns] if content.columns else []), *content.rows]
    table = document.add_table(len(rows), len(rows[0]), "Table Grid")
    table.autofit = False
    shares = content.widths or [100 // len(rows[0])] * len(rows[0])
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(_WIDTH * share / 100)
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        is_heading = bool(content.columns) and number == 0
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if is_heading:
            properties.append(OxmlElement("w:tblHeader"))
        for place, (cell, text, share) in enumerate(zip(row.cells, texts, shares, strict=True)):
            cell.width = Mm(_WIDTH * share / 100)
            cell.text = _printable(text)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            if place in content.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for run in paragraph.runs:
                run.font.size = Pt(8.5)
                run.bold = is_heading or (place == 0 and not content.columns)


def _printable(text: str) -> str:
    """Text of a document without the signs that XML has no place for."""
    return "".join(sign for sign in text if sign in "\n\t" or ord(sign) >= 32)
