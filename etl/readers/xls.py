"""XLS (Excel 97-2003, WPS ET) -> its visible sheets, by way of xlrd."""

import io
import struct
from collections.abc import Iterator

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Cell
from xlrd.sheet import Sheet as BiffSheet

from etl.readers.errors import UnreadableDocument
from etl.readers.number_format import shown
from etl.readers.sheet import Place, Sheet

MAX_BYTES = 32 * 1024 * 1024
"""Nothing in this form is packed, so its size on disk bounds what it takes to read it."""
_FAULTS = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NameError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What xlrd raises on a file that is damaged: it checks little before it reads."""


def sheets(content: bytes, notes: list[str]) -> Iterator[Sheet]:
    """The sheets that a workbook shows, in their order; hidden ones go to ``notes``.

    Raises:
        UnreadableDocument: it is damaged, encrypted, or larger than the limit.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableDocument(f"XLS 文件超过 {MAX_BYTES // 1024 // 1024} MB，疑为异常文件：请核对后重新提供")
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO(), ragged_rows=True)
        found = [_sheet(sheet, book, notes) for sheet in book.sheets() if _is_visible(sheet, notes)]
    except _FAULTS as error:
        if "encrypt" in str(error).lower():
            raise UnreadableDocument("XLS 工作簿已加密：请解除密码后另存为 XLSX 再读") from error
        raise UnreadableDocument("XLS 文件已损坏或不完整：请用 Excel 或 WPS 修复后另存为 XLSX 再读") from error
    yield from found


def _is_visible(sheet: BiffSheet, notes: list[str]) -> bool:
    if sheet.visibility:
        notes.append(f"工作表“{sheet.name}”已隐藏，未读")
    return not sheet.visibility


def _sheet(sheet: BiffSheet, book: Book, notes: list[str]) -> Sheet:
    hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    hidden_columns = {column for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0}
    texts: dict[Place, str] = {}
    ruled: set[int] = set()
    hidden = 0
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            text = _text(cell, book, bool(sheet.show_zero_values))
            if row in hidden_rows or column in hidden_columns:
                hidden += bool(text)
                continue
            if _has_border(cell, book):
                ruled.add(row)
            if text:
                texts[row, column] = text
    if hidden:
        notes.append(f"工作表“{sheet.name}”隐藏的行或列中有 {hidden} 个单元格，未读")
    merges = ((top, left, below - 1, right - 1) for top, below, left, right in sheet.merged_cells)
    return Sheet(str(sheet.name), texts, tuple(merges), frozenset(ruled), frozenset(hidden_rows))


def _text(cell: Cell, book: Book, shows_zeros: bool) -> str:
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        if cell.value == 0 and not shows_zeros:
            return ""
        return shown(float(cell.value), _format(cell, book), counts_from_1904=book.datemode == 1)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(error_text_from_code.get(cell.value, "#N/A"))
    return str(cell.value).strip()


def _format(cell: Cell, book: Book) -> str:
    style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
    entry = book.format_map.get(style.format_key) if style is not None else None
    return "General" if entry is None else str(entry.format_str)


def _has_border(cell: Cell, book: Book) -> bool:
    if cell.xf_index is None:
        return False
    border = book.xf_list[cell.xf_index].border
    return any((border.left_line_style, border.right_line_style, border.top_line_style, border.bottom_line_style))
