"""The characters of a page as PDFium gives them, in user space, with boxes that can be relied on."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any, NamedTuple

from msgspec import Struct

from etl.readers import pdf_calls
from etl.readers.errors import UnreadableDocument
from etl.readers.pdf_frame import Frame

MAX_GLYPHS = 60_000
INVISIBLE = 3
"""The text render mode of a recognised scan's hidden text."""
UNKNOWN_CHARACTER = 0xFFFD
SOFT_HYPHEN = 2
"""What PDFium gives for the hyphen of a word that is broken at the end of a line."""
BLANKS = frozenset(code for code in range(0x3001) if chr(code).isspace())
SHAPELESS = 0.01
"""A shape thinner than this, as a share of the font's height, is none: 一 has four times as much."""
CHINESE = range(0x4E00, 0x9FA6)
LEAST_SIDE, MOST_SIDE = 0.2, 2.5
"""The shorter side of a box is more than the one and less than the other, in heights of its font; else it is wrong."""
NO_FONT = (
    "PDF 的中文字体没有嵌入，本机也没有中文字体，文字会丢失：请安装中文字体（apt-get install fonts-noto-cjk）后再读"
)


class Setting(Struct, frozen=True, gc=False):
    """What the characters of one text object share: font, its height in points, direction, whether it is hidden."""

    font: str
    size: float
    turns: float
    """Quarter turns anticlockwise, in user space."""
    is_hidden: bool


Edges = tuple[float, float, float, float]
"""Left, top, right and bottom, in user space."""
Character = tuple[Setting, int, Edges, int, bool, int]
"""A character as it is drawn: setting, code point, edges, its place in the content stream, whether that has a blank right
before it, and the text object. A plain tuple, for a page has a thousand.
"""


def read_characters(text_page: Any) -> list[Character]:
    """The characters of a page in the order in which they are drawn, in user space, without blanks.

    Raises ``UnreadableDocument`` where neither the document nor the machine has the font of Chinese text: PDFium then
    leaves out some of it and keeps the rest.
    """
    page = ctypes.c_void_p(pdf_calls.address(text_page.raw))
    text_objects = _TextObjects(page)
    found: list[Character] = []
    is_spaced = False
    last = setting = None
    least = most = 0.0
    for owner, index, code, has_box, is_unknown, edges in _answers(text_page, page):
        if code in BLANKS:
            is_spaced = True
            continue
        if code == SOFT_HYPHEN or not has_box:
            continue
        if setting is None or owner != last:
            last, setting = owner, text_objects.setting(owner, index, code)
            least, most = LEAST_SIDE * setting.size, MOST_SIDE * setting.size
        left, top, right, bottom = edges
        width, height = right - left, top - bottom
        is_sound = least < (width if width < height else height) < most
        box = edges if is_sound else _around_ink(page, index, setting.size)
        if not math.isfinite(sum(box)):
            continue
        is_known = code != 0 and is_unknown != 1
        found.append((setting, code if is_known else UNKNOWN_CHARACTER, box, index, is_spaced, owner))
        is_spaced = False
    return found


def _answers(text_page: Any, page: ctypes.c_void_p) -> Iterator[tuple[int, int, int, int, int, Edges]]:
    """For each character its text object, its number, its code, whether it has a box, whether its code is PDFium's guess,
    and the box. Left out are PDFium's own guesses at a blank or a line's end; gaps are measured here.

    Each is asked for the whole page at once: in a loop the asking costs more than the answer.
    """
    count = min(text_page.count_chars(), MAX_GLYPHS)
    owners = list(map(pdf_calls.text_object, repeat(page), range(count)))
    drawn = [index for index, owner in enumerate(owners) if owner]
    boxes = (ctypes.c_float * (4 * len(drawn)))()
    places = map(ctypes.byref, repeat(boxes), range(0, ctypes.sizeof(boxes), 4 * ctypes.sizeof(ctypes.c_float)))
    have_box = list(map(pdf_calls.loose_box, repeat(page), drawn, places))
    return zip(
        filter(None, owners),
        drawn,
        map(pdf_calls.unicode, repeat(page), drawn),
        have_box,
        map(pdf_calls.has_map_error, repeat(page), drawn),
        zip(boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4], strict=True),
        strict=True,
    )


class _Font(NamedTuple):
    name: str
    is_embedded: bool


class _TextObjects:
    """The settings of the text objects of a page; those that look alike share one."""

    def __init__(self, page: ctypes.c_void_p) -> None:
        self.page = page
        self.settings: dict[tuple[int, float, int, bytes], Setting] = {}
        self.fonts: dict[int, _Font] = {}
        self.matrix = (ctypes.c_float * 6)()
        self.form = memoryview(self.matrix).cast("B")[: 4 * ctypes.sizeof(ctypes.c_float)]
        """The matrix but for the place that it leads to."""

    def setting(self, owner: int, index: int, code: int) -> Setting:
        """That of the text object ``owner``, in which the character at ``index`` is ``code``."""
        pdf_calls.matrix_of(self.page, index, self.matrix)
        font = pdf_calls.font_of(owner)
        size, mode = pdf_calls.font_size(self.page, index), pdf_calls.render_mode(owner)
        look = (font, size, mode, self.form.tobytes())
        setting = self.settings.get(look)
        if setting is None:
            setting = self.settings[look] = self._setting(font, size, mode)
        if code in CHINESE and not self.fonts[font].is_embedded and _is_shapeless(self.page, index, setting.size):
            raise UnreadableDocument(NO_FONT)
        return setting

    def _setting(self, font: int, size: float, mode: int) -> Setting:
        a, b, c, d, _, _ = self.matrix
        if font not in self.fonts:
            name = ctypes.create_string_buffer(128)
            pdf_calls.font_name(font, name, len(name))
            self.fonts[font] = _Font(name.value.decode("utf-8", "replace"), pdf_calls.is_embedded(font) != 0)
        return Setting(
            self.fonts[font].name, abs(size) * math.hypot(c, d), math.degrees(math.atan2(b, a)) / 90, mode == INVISIBLE
        )


def _is_shapeless(page: ctypes.c_void_p, index: int, size: float) -> bool:
    """Whether PDFium draws nothing for a character: it found no font that has it."""
    left, top, right, bottom = _ink(page, index)
    return min(right - left, top - bottom) < SHAPELESS * size


def _around_ink(page: ctypes.c_void_p, index: int, size: float) -> Edges:
    """A box of the font's height around the drawn shape: PDFium's own box is far off for fonts set downwards."""
    left, top, right, bottom = _ink(page, index)
    x, y = (left + right) / 2, (bottom + top) / 2
    return (x - size / 2, y + size / 2, x + size / 2, y - size / 2)


def _ink(page: ctypes.c_void_p, index: int) -> Edges:
    """The edges of the drawn shape."""
    edges = (ctypes.c_double * 4)()
    left = ctypes.addressof(edges)
    size = ctypes.sizeof(ctypes.c_double)
    pdf_calls.char_box(page, index, left, left + size, left + 2 * size, left + 3 * size)
    return edges[0], edges[3], edges[1], edges[2]


def main_direction(characters: list[Character], sheet: Frame) -> Frame:
    """The frame in which most of the text is upright."""
    turns: Counter[int] = Counter()
    for setting, count in _by_setting(characters):
        turns[round(setting.turns) % 4] += count
    most = max(turns, key=lambda turn: turns[turn], default=sheet.turns)
    return sheet._replace(turns=most) if turns[most] * 2 > len(characters) else sheet


def is_mostly_hidden(characters: list[Character]) -> bool:
    """Whether more of the text is invisible than not."""
    return sum(count for setting, count in _by_setting(characters) if setting.is_hidden) * 2 > len(characters)


def _by_setting(characters: list[Character]) -> Iterator[tuple[Setting, int]]:
    """Each setting with the number of characters that follow one another in it."""
    for setting, found in groupby(characters, key=itemgetter(0)):
        yield setting, len(list(found))
