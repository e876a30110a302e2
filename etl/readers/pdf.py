"""PDF with a text layer -> prose and grids: ruling lines make the cells, the place of each character its cell.

A table that is broken over pages comes out once. Scans hold no characters and are refused.
"""

import re

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from etl.model import Cell, Content, Grid, Paragraph
from etl.readers.errors import UnreadableDocument
from etl.readers.pdf_columns import split_aligned
from etl.readers.pdf_join import SAME_EDGE, Part, PartCell, join
from etl.readers.pdf_page import Glyph, PageContent, read_page
from etl.readers.pdf_prose import ProseLine, margin_lines, paragraphs, style_of
from etl.readers.pdf_ruling import RuledTable, find_face, ruled_tables
from etl.readers.pdf_text import Line, cell_text, lines, words

MAX_PAGES = 300
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?")

Item = Part | ProseLine


def read(content: bytes) -> Content:
    """Read a PDF; boxes are points from the top left corner of the page as shown, pages count from 1.

    ``metadata`` holds ``title``, ``author`` and ``created`` (ISO 8601) where the file states them.
    Raises ``UnreadableDocument`` where it is encrypted, damaged, or a scan without a text layer.
    """
    document = _open(content)
    try:
        page_count = len(document)
        metadata = _metadata(document)
        contents = [_read_page(document, index) for index in range(min(page_count, MAX_PAGES))]
    finally:
        document.close()
    if not any(page.glyphs for page in contents):
        if any(page.has_image for page in contents):
            raise UnreadableDocument("PDF 为扫描件，没有文字层，暂不支持这种格式：请提供带文字层的 PDF 或 Word 文件")
        raise UnreadableDocument("PDF 中没有文字：请检查文件是否完整，或提供 Word 文件")
    notes: list[str] = []
    if page_count > MAX_PAGES:
        notes.append(f"PDF 共 {page_count} 页，只读了前 {MAX_PAGES} 页")
    if any(page.has_hidden_text for page in contents):
        notes.append("PDF 的文字层由识别软件生成，可能与图像不符")
    if any(page.has_slanted_text for page in contents):
        notes.append("略去斜排的文字（水印）")
    tables = _without_frames([ruled_tables(page) for page in contents])
    pages = [_compose(page, found, notes) for page, found in zip(contents, tables, strict=True)]
    blocks = _blocks(_without_margin_lines(pages, notes))
    return Content(blocks=blocks, metadata=metadata, page_count=page_count, notes=tuple(dict.fromkeys(notes)))


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
        "title": document.get_metadata_value("Title").strip(),
        "author": document.get_metadata_value("Author").strip(),
    }
    if match := _DATE.match(document.get_metadata_value("CreationDate")):
        year, month, day, *clock = match.groups()
        found["created"] = f"{year}-{month}-{day}" + ("T" + ":".join(clock) if clock[0] else "")
    return {name: value for name, value in found.items() if value}


def _without_frames(tables: list[list[RuledTable]]) -> list[list[RuledTable]]:
    """Drop frames around text; a lone cell stays where it carries on a table over a page break."""

    def continues(table: RuledTable, neighbours: list[RuledTable], place: int) -> bool:
        if not neighbours:
            return False
        left, _, right, _ = neighbours[place].box
        return abs(table.box[0] - left) <= SAME_EDGE and abs(table.box[2] - right) <= SAME_EDGE

    kept = []
    for index, found in enumerate(tables):
        before = tables[index - 1] if index else []
        after = tables[index + 1] if index + 1 < len(tables) else []
        kept.append(
            [
                table
                for place, table in enumerate(found)
                if len(table.cells) > 1
                or (place == 0 and continues(table, before, -1))
                or (place == len(found) - 1 and continues(table, after, 0))
            ]
        )
    return kept


def _compose(page: PageContent, tables: list[RuledTable], notes: list[str]) -> list[Item]:
    """One page's tables and lines of prose, from the top."""
    owners = [table.owners() for table in tables]
    inside: list[dict[int, list[Glyph]]] = [{} for _ in tables]
    prose: list[Glyph] = []
    by_size = sorted(range(len(tables)), key=lambda i: _area(tables[i]))
    for word in words(page.glyphs):
        x, y = (word[0].left + word[-1].right) / 2, word[0].y
        for index in by_size:
            face = find_face(tables[index], x, y)
            if face is None:
                continue
            cell = owners[index][face]
            inside[index].setdefault(cell, []).extend(word)
            left, _, right, _ = tables[index].cells[cell].box
            if len(word) > 1 and (word[-1].x > right or word[0].x < left):
                notes.append(f"第 {page.number} 页有单元格的文字超出边框，按其中心归入单元格")
            break
        else:
            prose.extend(word)
    placed: list[tuple[float, float, Item]] = []
    for table, texts in zip(tables, inside, strict=True):
        placed.append((table.box[1], table.box[0], _part(page, table, texts)))
    placed += [(line.top, line.left, ProseLine(line, page.number, page.width, page.height)) for line in lines(prose)]
    return [item for _, _, item in sorted(placed, key=lambda entry: entry[:2])]


def _area(table: RuledTable) -> float:
    left, top, right, bottom = table.box
    return (right - left) * (bottom - top)


def _part(page: PageContent, table: RuledTable, texts: dict[int, list[Glyph]]) -> Part:
    cells = []
    for number, cell in enumerate(table.cells):
        glyphs = texts.get(number, [])
        if not glyphs and cell.open_sides > 1:
            continue
        left, _, right, _ = cell.box
        set_lines = lines(glyphs)
        cells.append(
            PartCell(
                row=cell.row,
                column=cell.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
                text=cell_text(glyphs),
                page=page.number,
                box=page.to_sheet(cell.box),
                room=_room(set_lines, right - left),
                first_width=set_lines[0].glyphs[0].right - set_lines[0].left if set_lines else 0.0,
            )
        )
    return Part(table.columns, len(table.rows) - 1, cells)


def _room(set_lines: list[Line], width: float) -> float:
    """White space after the last line of a cell; a label set downwards always reaches on."""
    if len(set_lines) > 1 and all(len(line.glyphs) == 1 for line in set_lines):
        return 0.0
    return width - (set_lines[-1].right - set_lines[-1].left) if set_lines else width


def _without_margin_lines(pages: list[list[Item]], notes: list[str]) -> list[list[Item]]:
    prose = [[item for item in page if isinstance(item, ProseLine)] for page in pages]
    dropped, number_count = margin_lines(prose)
    if number_count:
        notes.append(f"略去页边的页码 {number_count} 处")
    if len(dropped) > number_count:
        notes.append(f"略去各页重复的页眉页脚 {len(dropped) - number_count} 处")
    kept: list[list[Item]] = []
    for number, page in enumerate(pages, 1):
        lines_left = iter(range(len(prose[number - 1])))
        kept.append(
            [item for item in page if not (isinstance(item, ProseLine) and (number, next(lines_left)) in dropped)]
        )
    return kept


def _blocks(pages: list[list[Item]]) -> tuple[Paragraph | Grid, ...]:
    """All pages in a row: tables that a page break cuts are joined, lines become paragraphs."""
    style = style_of([item for page in pages for item in page if isinstance(item, ProseLine)])
    items: list[Item] = []
    for page in pages:
        found = _with_aligned(page)
        if items and found and isinstance(items[-1], Part) and isinstance(found[0], Part):
            joined = join(items[-1], found[0])
            if joined is not None:
                items[-1] = joined
                del found[0]
        # Lines that enclose no text at all are a drawing, unless they carry on a table.
        items.extend(item for item in found if isinstance(item, ProseLine) or any(cell.text for cell in item.cells))
    blocks: list[Paragraph | Grid] = []
    for stretch in _stretches(items):
        if isinstance(stretch, Part):
            blocks.append(_grid(stretch))
        elif style is not None:
            blocks.extend(paragraphs(stretch, style))
    return tuple(blocks)


def _with_aligned(page: list[Item]) -> list[Item]:
    found: list[Item] = []
    for stretch in _stretches(page):
        if isinstance(stretch, Part):
            found.append(stretch)
        else:
            found.extend(split_aligned(stretch))
    return found


def _stretches(items: list[Item]) -> list[Part | list[ProseLine]]:
    """Lines with no table between them, together."""
    stretches: list[Part | list[ProseLine]] = []
    for item in items:
        if isinstance(item, Part):
            stretches.append(item)
        elif stretches and isinstance(stretches[-1], list):
            stretches[-1].append(item)
        else:
            stretches.append([item])
    return stretches


def _grid(part: Part) -> Grid:
    cells = tuple(
        Cell(cell.row, cell.column, cell.text, cell.row_span, cell.column_span, cell.page, cell.box)
        for cell in sorted(part.cells, key=lambda cell: (cell.row, cell.column))
    )
    return Grid(cells, part.row_count, len(part.edges) - 1, page=min(cell.page for cell in part.cells))
