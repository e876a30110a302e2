"""The characters of a page, as PDFium gives them, with boxes that can be relied on."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from etl.readers.errors import UnreadableDocument
from etl.readers.pdf_frame import Frame

BUCKET = 6.0
"""Characters further apart than this, in points, are never one drawn twice."""
LEAST_REACH = 0.5
MAX_GLYPHS = 60_000
INVISIBLE = 3
"""The text render mode of a recognised scan's hidden text."""
UNKNOWN_CHARACTER = "\ufffd"
SOFT_HYPHEN = 2
"""What PDFium gives for the hyphen of a word that is broken at the end of a line."""
SLANT = 0.1
"""Text this far from a quarter turn is a watermark, as a share of a quarter turn."""
LOW_SURROGATES = 0xDC00
SURROGATES = range(0xD800, 0xE000)
SHAPELESS = 0.01
"""A shape thinner than this, as a share of the font's height, is none: 一 has four times as much."""
CHINESE = range(0x4E00, 0x9FA6)
NO_FONT = (
    "PDF 的中文字体没有嵌入，本机也没有中文字体，文字会丢失：请安装中文字体（apt-get install fonts-noto-cjk）后再读"
)


class Glyph(NamedTuple):
    """One visible character; the box is as wide as its advance and as high as its font."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    """Centre, from the left."""
    y: float
    """Centre, from the top."""
    size: float
    """Height of the font, in points."""
    font: str
    order: int
    """Place in the content stream."""
    is_spaced: bool
    """Whether the content stream has a blank right before it."""
    is_turned: bool
    """Whether it is set upwards, downwards or upside down."""


class Setting(NamedTuple):
    """What the characters of one text object share: font, its height in points, direction, whether it is hidden."""

    font: str
    size: float
    angle: float
    """Degrees anticlockwise, in user space."""
    is_hidden: bool


class Character(NamedTuple):
    """A character as it is drawn, in user space."""

    code: int
    left: float
    bottom: float
    right: float
    top: float
    setting: Setting
    order: int
    is_spaced: bool


def read_characters(text_page: Any) -> Iterator[Character]:
    """The characters of a page in the order in which they are drawn, in user space, without blanks.

    Raises ``UnreadableDocument`` where neither the document nor the machine has the font of Chinese text: PDFium then
    leaves out some of it and keeps the rest.
    """
    box = pdfium_c.FS_RECTF()
    settings: dict[int, Setting] = {}
    fonts: dict[int | None, str] = {}
    is_spaced = False
    for index in range(min(text_page.count_chars(), MAX_GLYPHS)):
        owner = pdfium_c.FPDFText_GetTextObject(text_page, index)
        if not owner:
            # PDFium's own guess at a blank or a line's end; gaps are measured here.
            continue
        code = pdfium_c.FPDFText_GetUnicode(text_page, index)
        if chr(code).isspace():
            is_spaced = True
            continue
        if code == SOFT_HYPHEN or not pdfium_c.FPDFText_GetLooseCharBox(text_page, index, box):
            continue
        key = ctypes.cast(owner, ctypes.c_void_p).value or 0
        setting = settings.get(key)
        if setting is None:
            setting = settings[key] = _setting(text_page, index, owner, fonts)
            if code in CHINESE and _has_no_font(text_page, index, owner, setting.size):
                raise UnreadableDocument(NO_FONT)
        edges = (box.left, box.bottom, box.right, box.top)
        if not 0.4 * setting.size < min(edges[2] - edges[0], edges[3] - edges[1]) * 2 < 5 * setting.size:
            edges = _around_ink(text_page, index, setting.size)
        if not math.isfinite(sum(edges)):
            continue
        if code == 0 or pdfium_c.FPDFText_HasUnicodeMapError(text_page, index) == 1:
            code = ord(UNKNOWN_CHARACTER)
        yield Character(code, *edges, setting, index, is_spaced)
        is_spaced = False


def _setting(text_page: Any, index: int, owner: Any, fonts: dict[int | None, str]) -> Setting:
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(text_page, index, matrix)
    font = pdfium_c.FPDFTextObj_GetFont(owner)
    key = ctypes.cast(font, ctypes.c_void_p).value
    if key not in fonts:
        name = ctypes.create_string_buffer(128)
        pdfium_c.FPDFFont_GetBaseFontName(font, name, len(name))
        fonts[key] = name.value.decode("utf-8", "replace")
    return Setting(
        fonts[key],
        abs(pdfium_c.FPDFText_GetFontSize(text_page, index)) * math.hypot(matrix.c, matrix.d),
        math.degrees(math.atan2(matrix.b, matrix.a)),
        pdfium_c.FPDFTextObj_GetTextRenderMode(owner) == INVISIBLE,
    )


def _has_no_font(text_page: Any, index: int, owner: Any, size: float) -> bool:
    """Whether a character's font is not embedded, and PDFium found no other that draws it."""
    if pdfium_c.FPDFFont_GetIsEmbedded(pdfium_c.FPDFTextObj_GetFont(owner)) != 0:
        return False
    left, bottom, right, top = _ink(text_page, index)
    return min(right - left, top - bottom) < SHAPELESS * size


def _around_ink(text_page: Any, index: int, size: float) -> tuple[float, float, float, float]:
    """A box of the font's height around the drawn shape: PDFium's own box is far off for fonts set downwards."""
    left, bottom, right, top = _ink(text_page, index)
    x, y = (left + right) / 2, (bottom + top) / 2
    return (x - size / 2, y - size / 2, x + size / 2, y + size / 2)


def _ink(text_page: Any, index: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the drawn shape."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium_c.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def main_direction(characters: list[Character], sheet: Frame) -> Frame:
    """The frame in which most of the text is upright."""
    turns = Counter(round(character.setting.angle / 90) % 4 for character in characters)
    most = max(turns, key=lambda turn: turns[turn], default=sheet.turns)
    return sheet._replace(turns=most) if turns[most] * 2 > len(characters) else sheet


def visible_glyphs(characters: list[Character], frame: Frame) -> tuple[list[Glyph], bool]:
    """Characters as seen on the page, and whether some were left out because they are set aslant.

    Those off the page and those drawn twice to look bold are left out too.
    """
    width, height = frame.size
    glyphs: list[Glyph] = []
    drawn: dict[tuple[str, int, int], list[Glyph]] = {}
    has_slanted = False
    high = 0
    for character in characters:
        code = character.code
        if code in SURROGATES:
            if code < LOW_SURROGATES:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - LOW_SURROGATES) if high else ord(UNKNOWN_CHARACTER)
            high = 0
        turn = character.setting.angle / 90 - frame.turns
        if abs(turn - round(turn)) > SLANT:
            has_slanted = True
            continue
        first = frame.to_view(character.left, character.bottom)
        second = frame.to_view(character.right, character.top)
        left, right = (first[0], second[0]) if first[0] < second[0] else (second[0], first[0])
        top, bottom = (first[1], second[1]) if first[1] < second[1] else (second[1], first[1])
        x, y = (left + right) / 2, (top + bottom) / 2
        if not (0 <= x <= width and 0 <= y <= height):
            continue
        glyph = Glyph(
            chr(code),
            left,
            top,
            right,
            bottom,
            x,
            y,
            bottom - top,
            character.setting.font,
            character.order,
            character.is_spaced,
            round(turn) % 4 != 0,
        )
        if _is_drawn_again(glyph, drawn):
            continue
        glyphs.append(glyph)
    return glyphs, has_slanted


def _is_drawn_again(glyph: Glyph, drawn: dict[tuple[str, int, int], list[Glyph]]) -> bool:
    """Whether the same character stands here already; else remember it."""
    reach = min(max(0.2 * glyph.size, LEAST_REACH), BUCKET)
    columns = {int((glyph.x - reach) / BUCKET), int((glyph.x + reach) / BUCKET)}
    rows = {int((glyph.y - reach) / BUCKET), int((glyph.y + reach) / BUCKET)}
    for column in columns:
        for row in rows:
            for other in drawn.get((glyph.text, column, row), ()):
                if abs(other.x - glyph.x) < reach and abs(other.y - glyph.y) < reach:
                    return True
    drawn.setdefault((glyph.text, int(glyph.x / BUCKET), int(glyph.y / BUCKET)), []).append(glyph)
    return False
