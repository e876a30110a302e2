"""RTF -> prose and grids by way of its plain text, in which rows of a table are fields between bars."""

import re

from msgspec.structs import replace
from striprtf.striprtf import rtf_to_text

from etl.model import Content, Grid
from etl.readers import text
from etl.readers.errors import UnreadableDocument

MAX_BYTES = 16 * 1024 * 1024
"""Nothing in this form is packed; pictures in it are hexadecimal digits, so a report may take some MB."""
_ROW = re.compile(r"\\trowd.*?\\row(?![a-z])", re.DOTALL)
_BREAK = re.compile(r"\\(?:par|line)(?![a-z]) ?")
"""What ends a line inside a cell, where it must not end the row."""
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What the library raises on control words that are broken."""


def read(content: bytes) -> Content:
    """Read an RTF file; what is merged is blank or missing, so its grids have no geometry.

    Raises:
        UnreadableDocument: it is damaged, larger than the limit, or holds no text.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableDocument(f"RTF 文件超过 {MAX_BYTES // 1024 // 1024} MB；请用 Word 或 WPS 另存为 DOCX 后再读")
    try:
        source = _ROW.sub(lambda row: _BREAK.sub(" ", row[0]), content.decode("latin-1"))
        words = rtf_to_text(source, errors="replace")  # type: ignore[no-untyped-call]  # the library has no types
    except _FAULTS as error:
        raise UnreadableDocument("RTF 文件已损坏；请用 Word 或 WPS 修复后另存为 DOCX 再读") from error
    found = text.read(words.encode("utf-8", "replace"))
    blocks = (replace(block, has_geometry=False) if isinstance(block, Grid) else block for block in found.blocks)
    return replace(found, blocks=tuple(blocks))
