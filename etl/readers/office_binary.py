"""DOC and WPS (Word 97-2003) -> prose and grids, straight from the binary form ([MS-DOC]), within an OLE container."""

import struct
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain, groupby

import olefile

from etl.model import Content, Grid, Paragraph
from etl.readers.doc_file import WordFile, WordParagraph
from etl.readers.doc_tables import RowDraft, grid
from etl.readers.errors import UnreadableDocument
from etl.readers.ole_properties import STREAM, summary

MAX_BYTES = 64 * 1024 * 1024
"""Nothing in this form is packed, so its size on disk bounds what it takes to read it."""
_FAULTS = (struct.error, LookupError, ValueError, OSError, RecursionError)
Block = Paragraph | Grid


def read(content: bytes) -> Content:
    """Read a Word 97-2003 file; revisions as accepted, hidden text left out, pages not known.

    ``metadata`` holds ``title``, ``author`` and ``created`` (ISO 8601) where the file states them.
    Raises ``UnreadableDocument`` where it is damaged, encrypted, older than Word 97, or larger than the limit.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableDocument(f"DOC 文件超过 {MAX_BYTES // 1024 // 1024} MB，疑为异常文件：请核对后重新提供")
    try:
        with olefile.OleFileIO(BytesIO(content)) as container:
            streams = {name: _stream(container, name) for name in ("WordDocument", "0Table", "1Table", "Data")}
            metadata = summary(_stream(container, STREAM))
        if not streams["WordDocument"]:
            raise UnreadableDocument("Office 文件中没有 Word 正文：请检查文件是否为 Word 文档")
        found = tuple(_blocks(list(WordFile(streams["WordDocument"], streams, streams["Data"]).paragraphs()), 0))
    except _FAULTS as error:
        raise UnreadableDocument("DOC 文件已损坏或不完整：请用 Word 或 WPS 修复后另存为 DOCX 再读") from error
    if not found:
        raise UnreadableDocument("Word 文档中没有文字；如果内容是图片，请先做文字识别并核对，另存为 DOCX 后再读")
    return Content(found, metadata)


def _stream(container: olefile.OleFileIO, name: str) -> bytes:
    return bytes(container.openstream(name).read()) if container.exists(name) else b""


def _blocks(paragraphs: Sequence[WordParagraph], depth: int) -> Iterator[Block]:
    """The blocks of paragraphs that stand at least so many tables deep."""
    for is_inside, part in groupby(paragraphs, key=lambda paragraph: paragraph.depth > depth):
        if is_inside:
            yield from _table(list(part), depth + 1)
        else:
            yield from (Paragraph(item.text.strip("\n"), item.role) for item in part if item.text.strip())


def _table(paragraphs: Sequence[WordParagraph], depth: int) -> Iterator[Block]:
    """The grid of a table at this depth, then the grids inside it; a table of one cell dissolves into what it holds."""
    rows: list[RowDraft] = []
    inner: list[Block] = []
    texts: list[str] = []
    cell: list[WordParagraph] = []
    for paragraph in paragraphs:
        ends_here = paragraph.depth == depth
        if ends_here and paragraph.ends_row:
            rows.append(RowDraft(texts, paragraph.row))
            texts, cell = [], []
            continue
        cell.append(paragraph)
        if ends_here and paragraph.ends_cell:
            blocks = list(_blocks(cell, depth))
            texts.append("\n".join(block.text for block in blocks if isinstance(block, Paragraph)))
            inner += blocks
            cell = []
    leftover = [*chain.from_iterable(_blocks([item], depth) for item in cell)]
    rows = [row for row in rows if row.texts]
    if rows:
        table = grid(rows)
        nested = [block for block in inner if isinstance(block, Grid)]
        is_frame = len(table.cells) == 1 or (table.column_count == 1 and nested)
        yield from inner if is_frame else (table, *nested)
    yield from leftover
