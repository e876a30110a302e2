"""ODS -> its visible sheets, straight from OpenDocument 1.3 (part 3); every cell carries the text that it shows."""

from collections.abc import Iterator
from typing import Any

from etl.readers.errors import UnreadableDocument
from etl.readers.package import XML_FAULTS, open_zip, parse, part
from etl.readers.sheet import Area, Place, Sheet

MAX_PART_BYTES = 16 * 1024 * 1024
MAX_REPEATS = 1_000
"""Repetitions of a cell or row with text beyond which it is no report."""
FORM = "ODS"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_GROUPS = {f"{_TABLE}{name}" for name in ("table-row-group", "table-header-rows", "table-rows")}
_GROUPS |= {f"{_TABLE}{name}" for name in ("table-column-group", "table-header-columns", "table-columns")}
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}


def sheets(content: bytes, notes: list[str]) -> Iterator[Sheet]:
    """The sheets that a workbook shows, in their order; hidden ones go to ``notes``.

    Raises:
        UnreadableDocument: it is damaged, encrypted, or unpacks to more than the limit.
    """
    with open_zip(content, FORM) as package:
        data = part(package, "content.xml", FORM, MAX_PART_BYTES)
    try:
        root = None if data is None else parse(data)
    except XML_FAULTS:
        root = None
    if root is None:
        raise UnreadableDocument("ODS 的内容已损坏或已加密：请用 WPS 或 LibreOffice 打开后另存为 XLSX 再读")
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(item.get(f"{_TABLE}display") == "false" for item in style)
    }
    for table in root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"):
        name = str(table.get(f"{_TABLE}name", ""))
        if table.get(f"{_TABLE}style-name") in hidden:
            notes.append(f"工作表“{name}”已隐藏，未读")
        else:
            yield _sheet(name, table, notes)


def _sheet(name: str, table: Any, notes: list[str]) -> Sheet:
    hidden_columns = _hidden_columns(table)
    texts: dict[Place, str] = {}
    merges: list[Area] = []
    hidden_rows: set[int] = set()
    row = hidden = 0
    for line in _lines(table, "table-row"):
        cells = list(_cells(line))
        is_hidden = line.get(f"{_TABLE}visibility", "visible") != "visible"
        repeats = _count(line, "number-rows-repeated")
        if is_hidden:
            hidden_rows.update(range(row, row + min(repeats, MAX_REPEATS)))
        for offset in range(min(repeats, MAX_REPEATS) if cells else 0):
            for column, cell, text in cells:
                if is_hidden or any(first <= column <= last for first, last in hidden_columns):
                    hidden += 1
                    continue
                texts[row + offset, column] = text
                area = _area(row + offset, column, cell)
                if area[:2] != area[2:]:
                    merges.append(area)
        row += repeats
    if hidden:
        notes.append(f"工作表“{name}”隐藏的行或列中有 {hidden} 个单元格，未读")
    return Sheet(name, texts, tuple(merges), hidden_rows=frozenset(hidden_rows))


def _lines(parent: Any, kind: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == f"{_TABLE}{kind}":
            yield child
        elif child.tag in _GROUPS:
            yield from _lines(child, kind)


def _hidden_columns(table: Any) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    column = 0
    for entry in _lines(table, "table-column"):
        repeats = _count(entry, "number-columns-repeated")
        if entry.get(f"{_TABLE}visibility", "visible") != "visible":
            ranges.append((column, column + repeats - 1))
        column += repeats
    return ranges


def _cells(line: Any) -> Iterator[tuple[int, Any, str]]:
    """Column, element and text of the cells with text; what a merged cell covers is not shown."""
    column = 0
    for cell in line:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeats = _count(cell, "number-columns-repeated")
        text = _text(cell) if cell.tag == f"{_TABLE}table-cell" else ""
        if text:
            yield from ((column + offset, cell, text) for offset in range(min(repeats, MAX_REPEATS)))
        column += repeats


def _text(cell: Any) -> str:
    lines = ["".join(_words(paragraph)) for paragraph in cell.iterfind(f"{_TEXT}p")]
    text = "\n".join(lines).strip()
    if not text and cell.get(f"{_TABLE}formula") and cell.get(f"{_OFFICE}value-type") is None:
        return "=" + str(cell.get(f"{_TABLE}formula")).partition("=")[2]
    return text


def _words(parent: Any) -> Iterator[str]:
    yield parent.text or ""
    for child in parent:
        if child.tag == f"{_TEXT}s":
            yield " " * min(_count(child, "c", _TEXT), MAX_REPEATS)
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in (f"{_TEXT}ruby-text", f"{_OFFICE}annotation"):
            yield from _words(child)
        yield child.tail or ""


def _area(row: int, column: int, cell: Any) -> Area:
    bottom = row + _count(cell, "number-rows-spanned") - 1
    return (row, column, bottom, column + _count(cell, "number-columns-spanned") - 1)


def _count(element: Any, name: str, namespace: str = _TABLE) -> int:
    text = str(element.get(f"{namespace}{name}", "1"))
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1
