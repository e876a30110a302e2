"""The characters of a page as they are seen, each once."""

from msgspec import Struct

from etl.readers.pdf_characters import UNKNOWN_CHARACTER, Character, Setting
from etl.readers.pdf_frame import Frame

FARTHEST = 6.0
"""Characters further apart than this, in points, are never one drawn twice."""
BUCKET = 60.0
"""Side of the squares, in points, in which characters are looked up by their place; most stand far from their borders."""
LEAST_REACH = 0.5
SLANT = 0.1
"""Text this far from a quarter turn is a watermark, as a share of a quarter turn."""
HIGH_SURROGATES, LOW_SURROGATES, AFTER_SURROGATES = 0xD800, 0xDC00, 0xE000


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


def visible_glyphs(characters: list[Character], frame: Frame) -> tuple[list[Glyph], bool]:
    """Characters as seen on the page, and whether some were left out because they are set aslant.

    Those off the page and those drawn twice to look bold are left out too.
    """
    width, height = frame.size
    west, north, is_upright = frame.left, frame.top, frame.turns == 0
    glyphs: list[Glyph] = []
    drawn: _Drawn = {}
    has_slanted = is_slanted = is_turned = False
    high = 0
    last: Setting | None = None
    for setting, code, edges, order, is_spaced, run in characters:
        if setting is not last:
            last = setting
            turn = setting.turns - frame.turns
            is_slanted, is_turned = abs(turn - round(turn)) > SLANT, round(turn) % 4 != 0
        if not HIGH_SURROGATES <= code < AFTER_SURROGATES:
            text = chr(code)
        elif code < LOW_SURROGATES:
            high = code
            continue
        else:
            text = chr(
                0x10000 + ((high - HIGH_SURROGATES) << 10) + (code - LOW_SURROGATES) if high else UNKNOWN_CHARACTER
            )
            high = 0
        if is_slanted:
            has_slanted = True
            continue
        left, top, right, bottom = edges
        if is_upright and left <= right and bottom <= top:
            # As ``box_to_view`` has it, which for each of thousands of characters costs too much.
            left, top, right, bottom = left - west, north - top, right - west, north - bottom
        else:
            left, top, right, bottom = frame.box_to_view(left, top, right, bottom)
        x, y, size = (left + right) / 2, (top + bottom) / 2, bottom - top
        if 0 <= x <= width and 0 <= y <= height and not _is_drawn_again(text, x, y, size, drawn):
            glyphs.append(
                Glyph(text, left, top, right, bottom, x, y, size, setting.font, order, is_spaced, is_turned, run)
            )
    return glyphs, has_slanted


_Drawn = dict[tuple[str, int, int], list[tuple[float, float]]]
"""Where each character stands, by the square in which it does."""


def _is_drawn_again(text: str, x: float, y: float, size: float, drawn: _Drawn) -> bool:
    """Whether the same character stands here already; else remember it."""
    reach = 0.2 * size
    if not LEAST_REACH < reach < FARTHEST:
        reach = LEAST_REACH if reach < LEAST_REACH else FARTHEST
    square = (text, int(x / BUCKET), int(y / BUCKET))
    near = own = drawn.get(square)
    if not (reach < x % BUCKET < BUCKET - reach and reach < y % BUCKET < BUCKET - reach):
        near = _around(text, x, y, reach, drawn)
    for other_x, other_y in near or ():
        if -reach < other_x - x < reach and -reach < other_y - y < reach:
            return True
    if own is None:
        drawn[square] = [(x, y)]
    else:
        own.append((x, y))
    return False


def _around(text: str, x: float, y: float, reach: float, drawn: _Drawn) -> list[tuple[float, float]]:
    """Where a character stands in the squares that meet near a place."""
    columns = {int((x - reach) / BUCKET), int((x + reach) / BUCKET)}
    rows = {int((y - reach) / BUCKET), int((y + reach) / BUCKET)}
    return [place for column in columns for row in rows for place in drawn.get((text, column, row), ())]
