"""XLSX -> its visible sheets, straight from SpreadsheetML (ECMA-376, part 1, chapter 18).

Read by hand rather than by a library, because a number counts as it is shown: libraries drop formats, hidden rows,
error values and formulas without a result, or lay out every place between the corners of a sheet.
"""

import re
import zipfile
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Any, TypeVar

from msgspec import Struct

from etl.readers.errors import UnreadableDocument
from etl.readers.number_format import BUILT_IN, shown
from etl.readers.package import XML_FAULTS, open_zip, parse, part
from etl.readers.sheet import Area, Place, Sheet

MAX_PART_BYTES = 16 * 1024 * 1024
"""Unpacked size of one part; a report's sheet takes less than 1 MB."""
FORM = "XLSX"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", _MAIN.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _OFFICE.encode()),
)
"""Names of the strict variant -> those of the common one."""
_S = f"{{{_MAIN}}}"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_T = TypeVar("_T")
_EDGES = ("left", "right", "top", "bottom")


class _Style(Struct, frozen=True):
    code: str = "General"
    has_border: bool = False


class _Book(Struct, frozen=True):
    strings: list[str]
    styles: list[_Style]
    counts_from_1904: bool


def sheets(content: bytes, notes: list[str]) -> Iterator[Sheet]:
    """The sheets that a workbook shows, in their order; hidden ones go to ``notes``.

    Raises:
        UnreadableDocument: it is damaged, encrypted, of the binary kind, or unpacks to more than the limit.
    """
    with open_zip(content, FORM) as package:
        if "xl/workbook.bin" in package.namelist():
            raise UnreadableDocument("这是二进制 Excel 工作簿（XLSB），尚不支持；请用 Excel 或 WPS 另存为 XLSX 后再读")
        main = _main_part(package)
        workbook = _required(package, main)
        targets = _targets(package, main)
        properties = workbook.find(f"{_S}workbookPr")
        book = _Book(
            _strings(_by_kind(package, targets, "sharedStrings")),
            _styles(_by_kind(package, targets, "styles")),
            properties is not None and _is_on(properties.get("date1904")),
        )
        for entry in workbook.iterfind(f"{_S}sheets/{_S}sheet"):
            name = str(entry.get("name", ""))
            if entry.get("state", "visible") != "visible":
                notes.append(f"工作表“{name}”已隐藏，未读")
                continue
            kind, target = targets.get(str(entry.get(f"{{{_OFFICE}}}id")), ("", ""))
            if kind == "worksheet":
                yield _sheet(name, _required(package, target), book, notes)


def metadata(content: bytes) -> dict[str, str]:
    """``title``, ``author`` and ``created`` where the file states them."""
    names = {"title": "title", "creator": "author", "created": "created"}
    with open_zip(content, FORM) as package:
        core = _optional(package, "docProps/core.xml")
    found = {} if core is None else {str(item.tag).rpartition("}")[2]: (item.text or "").strip() for item in core}
    return {names[name]: text for name, text in found.items() if name in names and text}


def _required(package: zipfile.ZipFile, name: str) -> Any:
    root = _optional(package, name)
    if root is None:
        raise UnreadableDocument("XLSX 的工作表已损坏或缺失：请用 Excel 或 WPS 修复后重新保存")
    return root


def _optional(package: zipfile.ZipFile, name: str) -> Any | None:
    data = part(package, name, FORM, MAX_PART_BYTES)
    if data is None:
        return None
    try:
        return parse(data, _STRICT)
    except XML_FAULTS:
        return None


def _main_part(package: zipfile.ZipFile) -> str:
    relations = _optional(package, "_rels/.rels")
    for relation in () if relations is None else relations:
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    return "xl/workbook.xml"


def _targets(package: zipfile.ZipFile, main: str) -> dict[str, tuple[str, str]]:
    """Identifier of a relation of the workbook -> its kind and the name of the part."""
    folder = dirname(main)
    relations = _required(package, join(folder, "_rels", f"{main.rpartition('/')[2]}.rels"))
    return {
        str(relation.get("Id")): (
            str(relation.get("Type", "")).rpartition("/")[2],
            normpath(join("/", folder, str(relation.get("Target", "")))).lstrip("/"),
        )
        for relation in relations
    }


def _by_kind(package: zipfile.ZipFile, targets: dict[str, tuple[str, str]], kind: str) -> Any | None:
    return next((_required(package, name) for found, name in targets.values() if found == kind), None)


def _strings(root: Any | None) -> list[str]:
    return [] if root is None else [_rich_text(item) for item in root.iterfind(f"{_S}si")]


def _rich_text(item: Any) -> str:
    """The text of a string with its runs; readings above the characters (phonetic) are none of it."""
    runs = (text for child in item if child.tag in (f"{_S}t", f"{_S}r") for text in child.iter(f"{_S}t"))
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), "".join(run.text or "" for run in runs))


def _styles(root: Any | None) -> list[_Style]:
    if root is None:
        return []
    codes = BUILT_IN | {
        _integer(entry.get("numFmtId")): str(entry.get("formatCode", ""))
        for entry in root.iterfind(f"{_S}numFmts/{_S}numFmt")
    }
    borders = [
        any(edge.tag in {f"{_S}{name}" for name in _EDGES} and edge.get("style", "none") != "none" for edge in border)
        for border in root.iterfind(f"{_S}borders/{_S}border")
    ]
    return [
        _Style(codes.get(_integer(entry.get("numFmtId")), "General"), _at(borders, entry.get("borderId")) or False)
        for entry in root.iterfind(f"{_S}cellXfs/{_S}xf")
    ]


def _sheet(name: str, root: Any, book: _Book, notes: list[str]) -> Sheet:
    hidden_columns = _hidden_columns(root)
    view = root.find(f"{_S}sheetViews/{_S}sheetView")
    shows_zeros = view is None or _is_on(view.get("showZeros", "1"))
    texts: dict[Place, str] = {}
    ruled: set[int] = set()
    hidden_rows: set[int] = set()
    hidden = uncalculated = 0
    place = (-1, -1)
    for line in root.iterfind(f"{_S}sheetData/{_S}row"):
        number = _integer(line.get("r"), place[0] + 2) - 1
        place = (number, -1)
        is_hidden = _is_on(line.get("hidden")) or line.get("ht") in ("0", "0.0")
        if is_hidden:
            hidden_rows.add(number)
        for cell in line.iterfind(f"{_S}c"):
            place = _place(cell.get("r"), (number, place[1] + 1))
            style = _at(book.styles, cell.get("s", "0")) or _Style()
            text = _text(cell, style, book, shows_zeros)
            if is_hidden or _is_within(place[1], hidden_columns):
                hidden += bool(text)
                continue
            if style.has_border:
                ruled.add(place[0])
            if text:
                uncalculated += text.startswith("=") and not cell.findtext(f"{_S}v")
                texts[place] = text
    if hidden:
        notes.append(f"工作表“{name}”隐藏的行或列中有 {hidden} 个单元格，未读")
    if uncalculated:
        notes.append(f"工作表“{name}”有 {uncalculated} 个公式没有算出的结果，按公式原文读出")
    merges = (_area(entry.get("ref")) for entry in root.iterfind(f"{_S}mergeCells/{_S}mergeCell"))
    return Sheet(name, texts, tuple(area for area in merges if area), frozenset(ruled), frozenset(hidden_rows))


def _hidden_columns(root: Any) -> list[tuple[int, int]]:
    return [
        (_integer(entry.get("min"), 1) - 1, _integer(entry.get("max"), 1) - 1)
        for entry in root.iterfind(f"{_S}cols/{_S}col")
        if _is_on(entry.get("hidden")) or entry.get("width") in ("0", "0.0")
    ]


def _text(cell: Any, style: _Style, book: _Book, shows_zeros: bool) -> str:
    """What a cell shows; an error by its own sign, a formula that was never calculated by its formula."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{_S}is")
        return "" if inline is None else _rich_text(inline).strip()
    stored = cell.find(f"{_S}v")
    value = "" if stored is None else (stored.text or "").strip()
    formula = cell.find(f"{_S}f")
    if formula is not None and not value and kind != "str":
        return f"={formula.text or ''}"
    if kind == "s":
        return (_at(book.strings, value) or "").strip() if value.isdigit() else value
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value)
    if kind != "n" or not value:
        return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), value)
    return _number(value, style.code, book.counts_from_1904, shows_zeros)


def _number(value: str, code: str, counts_from_1904: bool, shows_zeros: bool) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    if number == 0 and not shows_zeros:
        return ""
    return shown(number, code, counts_from_1904=counts_from_1904)


def _place(reference: str | None, fallback: Place) -> Place:
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return fallback
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _area(reference: str | None) -> Area | None:
    first, _, last = (reference or "").partition(":")
    nowhere = (-1, -1)
    top_left, bottom_right = _place(first, nowhere), _place(last, nowhere)
    if nowhere in (top_left, bottom_right):
        return None
    return (*top_left, *bottom_right)


def _is_within(column: int, ranges: list[tuple[int, int]]) -> bool:
    return any(first <= column <= last for first, last in ranges)


def _is_on(value: str | None) -> bool:
    return value in ("1", "true", "on")


def _integer(text: str | None, default: int = 0) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else default


def _at(items: list[_T], number: str | None) -> _T | None:
    at = _integer(number, -1)
    return items[at] if 0 <= at < len(items) else None
