"""Scans: picture files, and the pages of a PDF that are pictures -> the same tables and lines as a PDF with text.

Text is recognised within the cells that the ruling lines enclose; boxes are points from the top left corner of the page
as it lies.
"""

from functools import cache
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from etl.allowance import extend
from etl.model import Content
from etl.readers.errors import UnreadableDocument
from etl.readers.page_flow import flow
from etl.readers.pdf_cells import Item
from etl.readers.scan_desk import without_desk
from etl.readers.scan_ground import dark_on_paper
from etl.readers.scan_join import aligned
from etl.readers.scan_page import quarters_askew, read_picture
from etl.readers.scan_picture import LEAST_DPI, MAX_PIXELS, MOST_DPI, Sheet, sheets
from etl.readers.scan_upright import upright

MAX_PAGES = 30
"""Pages of one document that are recognised; a page costs seconds."""
RECOGNISED = "文字由程序从图像识别；认不准的数字不采用，以“〓”标出"
_LIBRARIES_MIB = 1024
"""Address space that the libraries and the model map, most of it never touched: some 350 MiB are in use at most."""
_PAGE_SECONDS = 20
"""Processor time that a page may cost; 2 to 4 seconds are usual."""
_FORM_DEPTH = 4


def read(content: bytes) -> Content:
    """Read a picture file; each of its frames is a page. Raises ``UnreadableDocument`` where nothing can be read in it."""
    notes = [RECOGNISED]
    pages: list[list[Item]] = []
    count = 0
    for sheet in sheets(content):
        if count == MAX_PAGES:
            notes.append(f"图片超过 {MAX_PAGES} 页，只读了前 {MAX_PAGES} 页")
            break
        pages += _recognised(sheet)
        count += 1
    blocks = flow(aligned(pages), notes)
    if not blocks:
        raise UnreadableDocument("图片中没有认出文字：请核对是否为年度报告，或提供更清晰的扫描件")
    return Content(blocks=blocks, page_count=count, notes=tuple(notes))


def read_pdf_page(document: pdfium.PdfDocument, index: int) -> list[Item]:
    """The tables and lines of page ``index`` (from 0) of a PDF, recognised in its picture."""
    page = document[index]
    try:
        width, height = page.get_size()
        dpi = min(_resolution(page), 72.0 * (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = page.render(scale=dpi / 72.0, rev_byteorder=True, prefer_bgrx=True)
        colours = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
        bitmap.close()
    finally:
        page.close()
    return [item for page in _recognised(Sheet(index + 1, colours, dpi)) for item in page]


def _recognised(sheet: Sheet) -> list[list[Item]]:
    if (sheet.colours == sheet.colours[0, 0]).all():
        # The last page of many a document, and no work of a second and a half.
        return [[]]
    _map_libraries()
    extend(cpu_seconds=_PAGE_SECONDS)
    sheet = sheet._replace(colours=dark_on_paper(without_desk(sheet.colours, sheet.dpi), sheet.dpi))
    picture = upright(sheet)
    quarters = quarters_askew(picture)
    return read_picture(upright(sheet, quarters) if quarters else picture)


@cache
def _map_libraries() -> None:
    extend(memory_mib=_LIBRARIES_MIB)


def _resolution(page: Any) -> float:
    """Dots to the inch of the largest picture on a page, within what is worth reading."""
    finest = 0.0
    for drawn in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=_FORM_DEPTH):
        left, bottom, right, top = drawn.get_bounds()
        if right - left > page.get_width() / 2 or top - bottom > page.get_height() / 2:
            across, down = drawn.get_px_size()
            finest = max(finest, max(across, down) / max(right - left, top - bottom) * 72.0)
    return min(max(finest, LEAST_DPI), MOST_DPI) if finest else 200.0
