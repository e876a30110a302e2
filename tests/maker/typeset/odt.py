"""Sets a report as an OpenDocument text, its parts written out by hand as office programs write them."""

import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.maker.report import Report
from tests.maker.sheet import Sheet, SheetCell, SheetOptions, sheets

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("meta", "meta"),
    )
)
_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {how}/></style:style>'
    for name, how in (
        ("T1", 'style:text-position="super 58%"'),
        ("T2", 'style:text-line-through-style="solid"'),
        ("T3", 'text:display="none"'),
    )
)


@dataclass(frozen=True)
class OdtLayout:
    """Switches of an OpenDocument text: headings by outline or as plain paragraphs, cells with a paragraph a line."""

    has_headings: bool = True
    paragraph_a_line: bool = True
    has_title: bool = True
    sheet: SheetOptions = field(default_factory=SheetOptions)


def odt(report: Report, layout: OdtLayout) -> bytes:
    """The package as bytes."""
    body = [
        f'<text:p text:style-name="Title">{escape(report.title)}</text:p>' if layout.has_title else _p(report.title)
    ]
    body += [_p(words) for words in report.opening]
    for section in report.sections:
        heading = escape(section.heading)
        body.append(
            f'<text:h text:outline-level="1">{heading}</text:h>' if layout.has_headings else _p(section.heading)
        )
        body += [_p(words) for words in section.paragraphs]
        body += [_table(sheet, layout) for sheet in sheets(report, section, layout.sheet)]
    content = _part(
        "content",
        f"<office:automatic-styles>{_STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(body)}</office:text></office:body>",
    )
    meta = f"<office:meta><meta:initial-creator>{escape(report.issuer)}</meta:initial-creator></office:meta>"
    styles = '<style:style style:name="Title" style:family="paragraph"/>'
    parts = {
        "mimetype": MEDIA_TYPE,
        "content.xml": content,
        "styles.xml": _part("styles", f"<office:styles>{styles}</office:styles>"),
        "meta.xml": _part("meta", meta),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name), text)
    return written.getvalue()


def _part(kind: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><office:document-{kind} {_SPACES}>{inner}</office:document-{kind}>'


def _p(text: str, inner: str = "") -> str:
    spaced = escape(text).replace("  ", " <text:s/>").replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>")
    return f"<text:p>{spaced}{inner}</text:p>"


def _table(sheet: Sheet, layout: OdtLayout) -> str:
    matrix = sheet.matrix()
    rows = []
    for y, line in enumerate(matrix):
        cells = [
            "<table:covered-table-cell/>" if entry is None or entry[:2] != (y, x) else _cell(entry[2], layout)
            for x, entry in enumerate(line)
        ]
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    head = "".join(rows[: sheet.header_rows])
    header = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
    columns = f'<table:table-column table:number-columns-repeated="{len(matrix[0])}"/>'
    return f"<table:table>{columns}{header}{''.join(rows[sheet.header_rows :])}</table:table>"


def _cell(cell: SheetCell, layout: OdtLayout) -> str:
    spans = "".join(
        f' table:number-{name}-spanned="{span}"'
        for name, span in (("rows", cell.row_span), ("columns", cell.column_span))
        if span > 1
    )
    extra = "".join(
        f'<text:span text:style-name="{style}">{words}</text:span>'
        for style, words in (("T1", cell.superscript), ("T2", cell.struck), ("T3", cell.unseen))
        if words
    )
    lines = cell.text.split("\n") if layout.paragraph_a_line else [cell.text]
    inner = "".join(_p(line, extra if number == 0 else "") for number, line in enumerate(lines))
    return f"<table:table-cell{spans}>{inner}</table:table-cell>"
