"""PDF with a text layer -> prose and grids: ruling lines make the cells, the place of each character its cell.

A table that is broken over pages comes out once. Scans hold no characters and are refused.
"""

import ctypes
import re
from contextlib import closing

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from etl.model import Content
from etl.readers.errors import UnreadableDocument
from etl.readers.page_flow import flow
from etl.readers.pdf_cells import Item, compose, without_frames
from etl.readers.pdf_page import PageContent, read_page
from etl.readers.pdf_ruling import ruled_tables
from etl.readers.pdf_stand_in import stand_in

MAX_PAGES = 300
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?")


def read(content: bytes) -> Content:
    """Read a PDF; boxes are points from the top left corner of the page as shown, pages count from 1.

    ``metadata`` holds ``title``, ``author`` and ``created`` (ISO 8601) where the file states them.
    Raises ``UnreadableDocument`` where it is encrypted, damaged, or a scan without a text layer.
    """
    with stand_in(), closing(_open(content)) as document:
        page_count = len(document)
        metadata = _metadata(document)
        contents = [_read_page(document, index) for index in range(min(page_count, MAX_PAGES))]
    notes: list[str] = []
    recognised = _recognised(content, contents, notes)
    if any(page.has_hidden_text and page.number not in recognised for page in contents):
        notes.append("PDF 的文字层由识别软件生成，可能与图像不符")
    if page_count > MAX_PAGES:
        notes.append(f"PDF 共 {page_count} 页，只读了前 {MAX_PAGES} 页")
    if any(page.has_slanted_text for page in contents):
        notes.append("略去斜排的文字（水印）")
    tables = without_frames([[] if page.number in recognised else ruled_tables(page) for page in contents])
    pages: list[list[Item]] = []
    for page, found in zip(contents, tables, strict=True):
        items, has_overrun = (recognised[page.number], False) if page.number in recognised else compose(page, found)
        pages.append(items)
        if has_overrun:
            notes.append(f"第 {page.number} 页有单元格的文字超出边框，按其中心归入单元格")
    blocks = flow(pages, notes)
    if not blocks:
        raise UnreadableDocument("PDF 中没有文字：请检查文件是否完整，或提供 Word 文件")
    return Content(blocks=blocks, metadata=metadata, page_count=page_count, notes=tuple(notes))


def _recognised(content: bytes, contents: list[PageContent], notes: list[str]) -> dict[int, list[Item]]:
    """Page number -> what is recognised in its picture, for the pages without text of their own."""
    numbers = [page.number for page in contents if _is_scan(page)]
    if not numbers:
        return {}
    # Its libraries cost a second to load, and most documents are no scans.
    from etl.readers import scan  # noqa: PLC0415
    from etl.readers.scan_join import aligned  # noqa: PLC0415

    if len(numbers) > scan.MAX_PAGES:
        notes.append(f"PDF 有 {len(numbers)} 页扫描件，只识别了前 {scan.MAX_PAGES} 页")
    # Opened anew: a document goes on with the fonts with which its text was read.
    with closing(_open(content)) as document:
        items = aligned([scan.read_pdf_page(document, number - 1) for number in numbers[: scan.MAX_PAGES]])
    found = {number: page for number, page in zip(numbers, items, strict=False) if page}
    if found:
        notes.append(scan.RECOGNISED)
    return found


def _is_scan(page: PageContent) -> bool:
    """Whether a page shows no text of its own; what software once recognised in its picture lies hidden, and may be wrong."""
    return not page.glyphs or (page.has_hidden_text and page.has_image)


def _open(content: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            raise UnreadableDocument("PDF 已加密，需要密码才能打开：请提供未加密的文件") from error
        raise UnreadableDocument("PDF 文件已损坏或不完整：请重新下载或提供原件") from error


def _read_page(document: pdfium.PdfDocument, index: int) -> PageContent:
    try:
        return read_page(document, index)
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"PDF 第 {index + 1} 页已损坏：请重新下载或提供原件") from error


def _metadata(document: pdfium.PdfDocument) -> dict[str, str]:
    found = {
        "title": _property(document, b"Title"),
        "author": _property(document, b"Author"),
    }
    if match := _DATE.match(_property(document, b"CreationDate")):
        year, month, day, *clock = match.groups()
        found["created"] = f"{year}-{month}-{day}" + ("T" + ":".join(clock) if clock[0] else "")
    return {name: value for name, value in found.items() if value}


def _property(document: pdfium.PdfDocument, name: bytes) -> str:
    """A document property; what is no valid UTF-16 in it is replaced."""
    length = pdfium_c.FPDF_GetMetaText(document, name, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium_c.FPDF_GetMetaText(document, name, buffer, length)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", "replace").strip()
