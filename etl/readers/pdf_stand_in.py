"""A font that stands in, while text is read, for the Chinese fonts that a PDF names and does not hold.

PDFium would look for such a font on the machine, load its tens of megabytes for each document and the outline of each
character, only to learn how much room a character takes, most of which the PDF states itself. Three shapes and a blank
do. Pictures of pages are drawn with the fonts of the machine, as ever.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from struct import pack
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

CHARSETS = frozenset(
    (
        pdfium_c.FXFONT_GB2312_CHARSET,
        pdfium_c.FXFONT_CHINESEBIG5_CHARSET,
        pdfium_c.FXFONT_SHIFTJIS_CHARSET,
        pdfium_c.FXFONT_HANGEUL_CHARSET,
    )
)
EM = 1000
ASCENT, DESCENT = 880, -120
NARROW = (20, 0, 180, 160)
"""Left, bottom, right and top, within the advance of the narrowest letter: PDFium's box of a character holds both."""
FIGURE = (40, 0, 510, 740)
"""As wide as those of the usual fonts for screens: figures that nearly touch in one of them may be one number."""
WIDE = (40, DESCENT + 40, EM - 40, ASCENT - 40)
"""In the middle of the place of a Chinese character, where it is looked for in text that is set downwards."""
_MISSING, _BLANK, _NARROW, _FIGURE, _WIDE = range(5)
RANGES = (
    (0x20, 0x20, _BLANK),
    (0x21, 0x2F, _NARROW),
    (0x30, 0x39, _FIGURE),
    (0x3A, 0x9F, _NARROW),
    (0xA0, 0xA0, _BLANK),
    (0xA1, 0x1FFF, _NARROW),
    (0x2000, 0x200F, _BLANK),
    (0x2010, 0x2027, _WIDE),
    (0x2028, 0x202F, _BLANK),
    (0x2030, 0x205E, _WIDE),
    (0x205F, 0x206F, _BLANK),
    (0x2070, 0x2FFF, _WIDE),
    (0x3000, 0x3000, _BLANK),
    (0x3001, 0xD7FF, _WIDE),
    (0xE000, 0xFEFE, _WIDE),
    (0xFEFF, 0xFEFF, _BLANK),
    (0xFF00, 0xFF60, _WIDE),
    (0xFF61, 0xFFDC, _NARROW),
    (0xFFE0, 0xFFFD, _WIDE),
)
"""First and last character, and the glyph of all between."""
_NAME = b"Stand-in\0"
_WHOLE_FILE = 0
"""In place of the tag of a table."""


class _Fonts(pdfium.PdfSysfontBase):  # type: ignore[misc]
    """The machine's fonts as PDFium finds them, and the stand-in in place of the Chinese ones as long as text is read."""

    def __init__(self) -> None:
        super().__init__()
        self.file = ctypes.create_string_buffer(font(), len(font()))
        self.handle = ctypes.addressof(self.file)
        self.is_reading = False

    def MapFont(self, _: Any, weight: int, italic: int, charset: int, family: int, name: Any, exact: Any) -> Any:  # noqa: N802
        if self.is_reading and charset in CHARSETS:
            return self.handle
        return super().MapFont(_, weight, italic, charset, family, name, exact)

    def GetFontData(self, _: Any, handle: int, table: int, buffer: Any, size: int) -> Any:  # noqa: N802
        if handle != self.handle:
            return super().GetFontData(_, handle, table, buffer, size)
        return _given(self.file.raw, buffer, size) if table == _WHOLE_FILE else 0

    def GetFaceName(self, _: Any, handle: int, buffer: Any, size: int) -> Any:  # noqa: N802
        if handle != self.handle:
            return super().GetFaceName(_, handle, buffer, size)
        return _given(_NAME, buffer, size)

    def GetFontCharset(self, _: Any, handle: int) -> Any:  # noqa: N802
        if handle != self.handle:
            return super().GetFontCharset(_, handle)
        return pdfium_c.FXFONT_GB2312_CHARSET

    def DeleteFont(self, _: Any, handle: int) -> None:  # noqa: N802
        if handle != self.handle:
            super().DeleteFont(_, handle)


def _given(content: bytes, buffer: Any, size: int) -> int:
    """Fill PDFium's buffer if it is large enough; the length in any case."""
    if size >= len(content):
        ctypes.memmove(buffer, content, len(content))
    return len(content)


@cache
def _fonts() -> _Fonts:
    fonts = _Fonts()
    fonts.setup()
    return fonts


@contextmanager
def stand_in() -> Iterator[None]:
    """Documents opened and closed within are read with the stand-in; they must not be drawn."""
    fonts = _fonts()
    fonts.is_reading = True
    try:
        yield
    finally:
        fonts.is_reading = False


@cache
def font() -> bytes:
    """The file: TrueType, with the tables that FreeType asks for."""
    shapes = [_square(WIDE), b"", _square(NARROW), _square(FIGURE), _square(WIDE)]
    ends = [sum(len(shape) for shape in shapes[:count]) // 2 for count in range(len(shapes) + 1)]
    groups = b"".join(pack(">3I", *group) for group in RANGES)
    many_to_one = pack(">HHIII", 13, 0, 16 + len(groups), 0, len(RANGES)) + groups
    box = (0, DESCENT, EM, ASCENT)
    tables = {
        b"cmap": pack(">4HI", 0, 1, 3, 10, 12) + many_to_one,
        b"glyf": b"".join(shapes),
        b"head": pack(">3I", 0x10000, 0x10000, 0) + pack(">I2H2Q4h2H3h", 0x5F0F3CF5, 0, EM, 0, 0, *box, 0, 8, 2, 0, 0),
        b"hhea": pack(">I3hH11hH", 0x10000, ASCENT, DESCENT, 0, EM, 0, 0, EM, 1, *[0] * 7, len(shapes)),
        b"hmtx": pack(">Hh", EM, 0) * len(shapes),
        b"loca": pack(f">{len(ends)}H", *ends),
        b"maxp": pack(">I14H", 0x10000, len(shapes), 4, 1, 0, 0, 1, *[0] * 8),
    }
    return _sfnt(tables)


def _square(edges: tuple[int, int, int, int]) -> bytes:
    """A glyph of four corners."""
    left, bottom, right, top = edges
    on_outline = bytes([1] * 4)
    across, up = pack(">4h", left, right - left, 0, left - right), pack(">4h", bottom, 0, top - bottom, 0)
    return pack(">5h2H", 1, *edges, 3, 0) + on_outline + across + up


def _sfnt(tables: dict[bytes, bytes]) -> bytes:
    """Tables, in the order of their names, with the directory before them; nobody looks at their checksums."""
    directory, body = pack(">I4H", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64), b""
    start = len(directory) + 16 * len(tables)
    for name, table in tables.items():
        directory += pack(">4s3I", name, 0, start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return directory + body
