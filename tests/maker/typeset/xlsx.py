"""Sets a report as a workbook: prose a row each, tables with the merged cells of the form."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.maker.report import Report
from tests.maker.sheet import Sheet, SheetOptions, sheets

EPOCH = (2000, 1, 1, 0, 0, 0)
"""The time stamp of every part of the package: the same report makes the same bytes."""
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]*[1-9])?")
"""Figures that a spreadsheet shows unchanged when they are stored as numbers."""
_BOX = Border(*(Side("thin") for _ in range(4)))


@dataclass(frozen=True)
class XlsxLayout:
    """Switches of a workbook: borders, numbers or text, an empty row before each table, headings across its columns."""

    has_borders: bool = True
    stores_numbers: bool = True
    gap: bool = True
    merged_headings: bool = False
    sheet_a_section: bool = False
    sheet: SheetOptions = field(default_factory=SheetOptions)


def xlsx(report: Report, layout: XlsxLayout) -> bytes:
    """The package as bytes."""
    book = Workbook()
    book.properties.created = book.properties.modified = datetime(*EPOCH[:3], tzinfo=UTC)
    page: Worksheet = book.active
    page.title = f"{report.year}年度报告"
    _line(page, report.title, layout)
    for words in report.opening:
        _line(page, words, layout)
    for number, section in enumerate(report.sections, 1):
        tables = sheets(report, section, layout.sheet)
        if layout.sheet_a_section and tables:
            page = book.create_sheet(f"表{number}")
        _line(page, section.heading, layout)
        for words in section.paragraphs:
            _line(page, words, layout)
        for sheet in tables:
            _table(page, sheet, layout)
    return _with_fixed_times(book)


def _line(page: Worksheet, words: str, layout: XlsxLayout) -> None:
    page.append((words,))
    if layout.merged_headings:
        page.merge_cells(start_row=page._current_row, end_row=page._current_row, start_column=1, end_column=8)


def _table(page: Worksheet, sheet: Sheet, layout: XlsxLayout) -> None:
    if layout.gap:
        page.append(())
    top = page._current_row + 1
    for y, line in enumerate(sheet.matrix()):
        page.append(())
        for x, entry in enumerate(line):
            place = page.cell(top + y, x + 1)
            if layout.has_borders:
                place.border = _BOX
            if entry is not None and entry[:2] == (y, x):
                cell = entry[2]
                text = cell.text
                is_number = cell.is_value and layout.stores_numbers and _NUMBER.fullmatch(text)
                place.value = float(text) if is_number else text or None
    for y, line in enumerate(sheet.matrix()):
        for x, entry in enumerate(line):
            if entry is not None and entry[:2] == (y, x) and (entry[2].row_span > 1 or entry[2].column_span > 1):
                bottom, right = top + y + entry[2].row_span - 1, x + entry[2].column_span
                page.merge_cells(start_row=top + y, start_column=x + 1, end_row=bottom, end_column=right)
    page._current_row = top + len(sheet.rows) - 1
    if layout.gap:
        page.append(())


def _with_fixed_times(book: Workbook) -> bytes:
    """The package with every time stamp set to ``EPOCH``."""
    written = io.BytesIO()
    book.save(written)
    fixed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
