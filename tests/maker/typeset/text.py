"""Sets a report as plain text, in the shapes that crawls and copies leave of a table."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from tests.maker.report import Report
from tests.maker.sheet import Sheet, SheetCell, SheetOptions, sheets

Shape = Literal["tabs", "full_tabs", "pipes", "markdown", "lines", "aligned"]
SHAPES: tuple[Shape, ...] = ("tabs", "full_tabs", "pipes", "markdown", "lines", "aligned")


@dataclass(frozen=True)
class TextLayout:
    """Switches of a text file.

    ``tabs`` has the fields that start in a row and drops the places that a span covers; ``full_tabs``, ``pipes`` and
    ``markdown`` keep a field for every column; ``lines`` has one cell a line; ``aligned`` pads columns with spaces.
    """

    shape: Shape = "tabs"
    trailing_tab: bool = True
    drop_labels_left: bool = True
    """In ``full_tabs``: leave out the empty label fields in front of a row, so that its label moves to the left."""
    index_block: bool = False
    encoding: Literal["utf-8", "utf-8-sig", "gb18030", "big5"] = "utf-8"
    line_end: Literal["\n", "\r\n"] = "\n"
    pages: tuple[Callable[[str], str], ...] = ()
    """The last changes to the text."""
    sheet: SheetOptions = field(default_factory=SheetOptions)


def text(report: Report, layout: TextLayout) -> bytes:
    """The file as bytes in its encoding."""
    parts: list[str] = []
    if layout.index_block:
        parts.append(f"标题: {report.title}\n发布时间: {report.published_on or ''}\n发布机构: {report.agency}")
    parts += [report.title, *report.opening]
    for section in report.sections:
        parts += [section.heading, *section.paragraphs]
        parts += [_table(sheet, layout) for sheet in sheets(report, section, layout.sheet)]
    words = "\n\n".join(parts) + "\n"
    for change in layout.pages:
        words = change(words)
    return words.replace("\n", layout.line_end).encode(layout.encoding, "replace")


def _flat(cell: SheetCell) -> str:
    mark = f"[{cell.superscript}]" if cell.superscript else ""
    return cell.text.replace("\n", "") + mark


def _fields(sheet: Sheet) -> list[list[str]]:
    """A field for every column; the text of a cell stands in its first place, the others are empty."""
    return [
        [_flat(entry[2]) if entry is not None and entry[:2] == (y, x) else "" for x, entry in enumerate(line)]
        for y, line in enumerate(sheet.matrix())
    ]


def _table(sheet: Sheet, layout: TextLayout) -> str:
    match layout.shape:
        case "tabs":
            end = "\t" if layout.trailing_tab else ""
            return "\n".join("\t".join(_flat(cell) for cell in row) + end for row in sheet.rows)
        case "full_tabs":
            return "\n".join(_tabbed(row, sheet.rows[y], layout) for y, row in enumerate(_fields(sheet)))
        case "pipes":
            return "\n".join("| " + " | ".join(row) + " |" for row in _fields(sheet))
        case "markdown":
            rows = ["| " + " | ".join(row) + " |" for row in _fields(sheet)]
            rule = "|" + " --- |" * len(sheet.matrix()[0])
            return "\n".join([rows[0], rule, *rows[1:]])
        case "lines":
            return "\n".join(_flat(cell) for row in sheet.rows for cell in row)
        case _:
            return _aligned(sheet)


def _tabbed(row: list[str], cells: tuple[SheetCell, ...], layout: TextLayout) -> str:
    fields = row
    if layout.drop_labels_left and not cells[0].is_value:
        while fields and not fields[0]:
            fields = fields[1:]
    return "\t".join(fields) + ("\t" if layout.trailing_tab else "")


def _width(words: str) -> int:
    """Width in half-width columns, as a terminal counts it."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in words)


def _aligned(sheet: Sheet) -> str:
    rows = _fields(sheet)
    single = [[entry is not None and entry[2].column_span == 1 for entry in line] for line in sheet.matrix()]
    widths = [
        max((_width(row[x]) for row, ones in zip(rows, single, strict=True) if ones[x]), default=0) + 2
        for x in range(len(rows[0]))
    ]
    return "\n".join(_padded(row, widths) for row in rows)


def _padded(row: list[str], widths: list[int]) -> str:
    line = ""
    edge = 0
    for words, width in zip(row, widths, strict=True):
        if words:
            line += " " * max(2 if line else 0, edge - _width(line)) + words
        edge += width
    return line
