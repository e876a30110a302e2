"""The characters of a page, as PDFium gives them, with boxes that can be relied on."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c
from msgspec import Struct

from etl.readers import pdf_calls
from etl.readers.errors import UnreadableDocument
from etl.readers.pdf_frame import Frame

FARTHEST = 6.0
"""Characters further apart than this, in points, are never one drawn twice."""
BUCKET = 24.0
"""Side of the squares, in points, in which characters are looked up by their place."""
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


class Glyph(Struct, frozen=True, gc=False):
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
    run: int = 0
    """The text object that draws it: what one operator sets is one text."""


class Setting(Struct, frozen=True, gc=False):
    """What the characters of one text object share: font, its height in points, direction, whether it is hidden."""

    font: str
    size: float
    turns: float
    """Quarter turns anticlockwise, in user space."""
    is_hidden: bool


class Character(Struct, frozen=True, gc=False):
    """A character as it is drawn, in user space."""

    code: int
    left: float
    bottom: float
    right: float
    top: float
    setting: Setting
    order: int
    is_spaced: bool
    run: int


def read_characters(text_page: Any) -> Iterator[Character]:
    """The characters of a page in the order in which they are drawn, in user space, without blanks.

    Raises ``UnreadableDocument`` where neither the document nor the machine has the font of Chinese text: PDFium then
    leaves out some of it and keeps the rest.
    """
    page = pdf_calls.address(text_page.raw)
    box = pdfium_c.FS_RECTF()
    box_at = ctypes.addressof(box)
    settings: dict[int, Setting] = {}
    fonts: dict[int, _Font] = {}
    is_spaced = False
    for index in range(min(text_page.count_chars(), MAX_GLYPHS)):
        owner = pdf_calls.text_object(page, index)
        if not owner:
            # PDFium's own guess at a blank or a line's end; gaps are measured here.
            continue
        code = pdf_calls.unicode(page, index)
        if chr(code).isspace():
            is_spaced = True
            continue
        if code == SOFT_HYPHEN or not pdf_calls.loose_box(page, index, box_at):
            continue
        setting = settings.get(owner)
        if setting is None:
            font = _font(owner, fonts)
            setting = settings[owner] = _setting(page, index, owner, font.name)
            if code in CHINESE and not font.is_embedded and _is_shapeless(page, index, setting.size):
                raise UnreadableDocument(NO_FONT)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if not 0.4 * setting.size < min(right - left, top - bottom) * 2 < 5 * setting.size:
            left, bottom, right, top = _around_ink(page, index, setting.size)
        if not math.isfinite(left + bottom + right + top):
            continue
        if code == 0 or pdf_calls.has_map_error(page, index) == 1:
            code = ord(UNKNOWN_CHARACTER)
        yield Character(code, left, bottom, right, top, setting, index, is_spaced, owner)
        is_spaced = False


class _Font(NamedTuple):
    name: str
    is_embedded: bool


def _font(owner: int, fonts: dict[int, _Font]) -> _Font:
    font = pdf_calls.font_of(owner)
    if font not in fonts:
        name = ctypes.create_string_buffer(128)
        pdf_calls.font_name(font, name, len(name))
        fonts[font] = _Font(name.value.decode("utf-8", "replace"), pdf_calls.is_embedded(font) != 0)
    return fonts[font]


def _setting(page: int, index: int, owner: int, font: str) -> Setting:
    matrix = pdfium_c.FS_MATRIX()
    pdf_calls.matrix_of(page, index, ctypes.addressof(matrix))
    return Setting(
        font,
        abs(pdf_calls.font_size(page, index)) * math.hypot(matrix.c, matrix.d),
        math.degrees(math.atan2(matrix.b, matrix.a)) / 90,
        pdf_calls.render_mode(owner) == INVISIBLE,
    )


def _is_shapeless(page: int, index: int, size: float) -> bool:
    """Whether PDFium draws nothing for a character: it found no font that has it."""
    left, bottom, right, top = _ink(page, index)
    return min(right - left, top - bottom) < SHAPELESS * size


def _around_ink(page: int, index: int, size: float) -> tuple[float, float, float, float]:
    """A box of the font's height around the drawn shape: PDFium's own box is far off for fonts set downwards."""
    left, bottom, right, top = _ink(page, index)
    x, y = (left + right) / 2, (bottom + top) / 2
    return (x - size / 2, y - size / 2, x + size / 2, y + size / 2)


def _ink(page: int, index: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the drawn shape."""
    edges = (ctypes.c_double * 4)()
    left = ctypes.addressof(edges)
    size = ctypes.sizeof(ctypes.c_double)
    pdf_calls.char_box(page, index, left, left + size, left + 2 * size, left + 3 * size)
    return edges[0], edges[2], edges[1], edges[3]


def main_direction(characters: list[Character], sheet: Frame) -> Frame:
    """The frame in which most of the text is upright."""
    turns = Counter(round(character.setting.turns) % 4 for character in characters)
    most = max(turns, key=lambda turn: turns[turn], default=sheet.turns)
    return sheet._replace(turns=most) if turns[most] * 2 > len(characters) else sheet


def visible_glyphs(characters: list[Character], frame: Frame) -> tuple[list[Glyph], bool]:
    """Characters as seen on the page, and whether some were left out because they are set aslant.

    Those off the page and those drawn twice to look bold are left out too.
    """
    width, height = frame.size
    to_view = frame.to_view
    glyphs: list[Glyph] = []
    drawn: dict[tuple[str, int, int], list[Glyph]] = {}
    has_slanted = is_slanted = is_turned = False
    high = 0
    setting: Setting | None = None
    for character in characters:
        code = character.code
        if character.setting is not setting:
            setting = character.setting
            turn = setting.turns - frame.turns
            is_slanted, is_turned = abs(turn - round(turn)) > SLANT, round(turn) % 4 != 0
        if code in SURROGATES:
            if code < LOW_SURROGATES:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - LOW_SURROGATES) if high else ord(UNKNOWN_CHARACTER)
            high = 0
        if is_slanted:
            has_slanted = True
            continue
        left, top = to_view(character.left, character.bottom)
        right, bottom = to_view(character.right, character.top)
        if left > right:
            left, right = right, left
        if top > bottom:
            top, bottom = bottom, top
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
            setting.font,
            character.order,
            character.is_spaced,
            is_turned,
            character.run,
        )
        if not _is_drawn_again(glyph, drawn):
            glyphs.append(glyph)
    return glyphs, has_slanted


def _is_drawn_again(glyph: Glyph, drawn: dict[tuple[str, int, int], list[Glyph]]) -> bool:
    """Whether the same character stands here already; else remember it."""
    text, x, y = glyph.text, glyph.x, glyph.y
    reach = min(max(0.2 * glyph.size, LEAST_REACH), FARTHEST)
    first, last = int((x - reach) / BUCKET), int((x + reach) / BUCKET)
    top, bottom = int((y - reach) / BUCKET), int((y + reach) / BUCKET)
    for column in (first,) if first == last else (first, last):
        for row in (top,) if top == bottom else (top, bottom):
            for other in drawn.get((text, column, row), ()):
                if abs(other.x - x) < reach and abs(other.y - y) < reach:
                    return True
    drawn.setdefault((text, int(x / BUCKET), int(y / BUCKET)), []).append(glyph)
    return False
