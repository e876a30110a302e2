"""Characters -> text: which stand in one word, one line, one cell, and in what order they are read."""

from itertools import pairwise
from operator import attrgetter

from msgspec import Struct

from etl.readers.pdf_glyphs import Glyph

WORD_GAP = 0.3
"""Two Latin letters or digits this far apart (in font heights) are two words."""
WIDE_GAP = 1.0
"""So are Chinese characters; less is a justified line."""
TIGHT = 0.15
ON_ONE_PLACE = 0.15
WIDE_ON_ONE_PLACE = 0.45
"""Centres of two characters this near to each other, in font heights: the narrowest letters stand at 0.2, Chinese
characters set as tightly as can be at 0.7.
"""
LEAST_SIZE = 1.0
"""Broken fonts state no size; a point keeps measures in font heights finite."""
WIDE = "\u3000"
"""Characters after this one are as wide as they are high."""
_LATIN = frozenset(map(chr, range(ord("!"), ord("~") + 1)))
_NUMERIC = _LATIN | frozenset("０１２３４５６７８９．，％")


def is_wide(text: str) -> bool:
    """Whether a character is a Chinese one, or a sign as wide."""
    return text > WIDE


_FROM_TOP = attrgetter("y", "left")
_FROM_LEFT = attrgetter("left")
_IN_ORDER = attrgetter("order")


class Line(Struct, frozen=True, gc=False):
    """One visual line, its glyphs from left to right."""

    glyphs: tuple[Glyph, ...]
    left: float
    top: float
    right: float
    bottom: float

    size: float
    """Of its font, in points: the width of a Chinese character, for fonts state their height as they like."""

    @property
    def text(self) -> str:
        """The line as text, with a blank where there is a wide gap."""
        return joined(self.glyphs)


def joined(glyphs: tuple[Glyph, ...] | list[Glyph]) -> str:
    """Glyphs of one line, from left to right, as text."""
    before = glyphs[0]
    text = before.text
    for glyph in glyphs[1:]:
        gap = glyph.left - before.right
        is_narrow = glyph.text in _LATIN and before.text in _LATIN
        is_apart = gap > 0 and gap / max(min(glyph.size, before.size), 1.0) > (WORD_GAP if is_narrow else WIDE_GAP)
        text += " " + glyph.text if is_apart or (is_narrow and glyph.is_spaced) else glyph.text
        before = glyph
    return text


def lines(glyphs: list[Glyph]) -> list[Line]:
    """Gather glyphs into lines, from the top; glyphs share a line where their heights overlap by half."""
    if len(glyphs) == 1:
        return [_line(glyphs)]
    bands: list[list[Glyph]] = []
    before: Glyph | None = None
    for glyph in sorted(glyphs, key=_FROM_TOP):
        if before is not None and _is_level(before, glyph):
            bands[-1].append(glyph)
        else:
            bands.append([glyph])
        before = glyph
    return [_line(band) for band in bands]


def _is_level(first: Glyph, second: Glyph) -> bool:
    smaller, larger = first.size, second.size
    if smaller > larger:
        smaller, larger = larger, smaller
    if second.y - first.y >= 0.35 * larger:
        return False
    bottom = first.bottom if first.bottom < second.bottom else second.bottom
    top = first.top if first.top > second.top else second.top
    return bottom - top > 0.5 * smaller


def _line(glyphs: list[Glyph]) -> Line:
    if len(glyphs) == 1:
        (glyph,) = glyphs
        width = glyph.right - glyph.left if glyph.text > WIDE else glyph.size / 1.15
        return Line((glyph,), glyph.left, glyph.top, glyph.right, glyph.bottom, max(width, LEAST_SIZE))
    glyphs.sort(key=_FROM_LEFT)
    return Line(
        tuple(glyphs),
        glyphs[0].left,
        min([glyph.top for glyph in glyphs]),
        max([glyph.right for glyph in glyphs]),
        max([glyph.bottom for glyph in glyphs]),
        _font_size(glyphs),
    )


def _font_size(glyphs: list[Glyph]) -> float:
    sizes = sorted([glyph.right - glyph.left for glyph in glyphs if glyph.text > WIDE])
    sizes = sizes or sorted([glyph.size / 1.15 for glyph in glyphs])
    return max(sizes[len(sizes) // 2], LEAST_SIZE)


def words(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Cut glyphs, in the order of the content stream, into pieces that belong together wherever a ruling line runs.

    A run of digits or Latin letters is one piece, for a number that is too wide for its cell runs over the line;
    every other character is a piece of its own.
    """
    pieces: list[list[Glyph]] = []
    before: Glyph | None = None
    for glyph in glyphs:
        is_numeric = glyph.text in _NUMERIC
        if is_numeric and before is not None and _is_next(before, glyph):
            pieces[-1].append(glyph)
        else:
            pieces.append([glyph])
        before = glyph if is_numeric else None
    return pieces


def _is_next(before: Glyph, glyph: Glyph) -> bool:
    return abs(glyph.y - before.y) < 0.2 * glyph.size and abs(glyph.left - before.right) < TIGHT * glyph.size


def cell_text(glyphs: list[Glyph], set_lines: list[Line]) -> str:
    """The text of a cell, given its lines: from the top, joined by a line feed; columns set downwards, and text that is
    turned, in the order in which they are drawn.
    """
    if len(glyphs) == 1:
        return glyphs[0].text
    if glyphs and glyphs[0].is_turned and all(glyph.is_turned for glyph in glyphs):
        return "".join(glyph.text for glyph in sorted(glyphs, key=_IN_ORDER))
    if len(set_lines) > 1 and (columns := _columns(glyphs)):
        return "\n".join("".join(glyph.text for glyph in column) for column in columns)
    return "\n".join(line.text for line in set_lines)


def is_overprinted(set_lines: list[Line]) -> bool:
    """Whether two different characters are drawn on one place: nobody can tell which of the two texts is meant."""
    for line in set_lines:
        if len(line.glyphs) == 1:
            continue
        letters = [glyph for glyph in line.glyphs if glyph.text.isalnum()]
        for before, glyph in pairwise(letters):
            are_wide = before.text > WIDE and glyph.text > WIDE
            if glyph.x - before.x < line.size * (WIDE_ON_ONE_PLACE if are_wide else ON_ONE_PLACE):
                return True
    return False


def _columns(glyphs: list[Glyph]) -> list[list[Glyph]] | None:
    """Two columns and more that are set downwards, each of two glyphs and more but the last; None where there are none."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=_IN_ORDER):
        before = columns[-1][-1] if columns else glyph
        if columns and abs(glyph.x - before.x) < 0.7 * glyph.size and 0.5 * glyph.size < glyph.y - before.y:
            columns[-1].append(glyph)
        elif columns and len(columns[-1]) == 1:
            return None
        else:
            columns.append([glyph])
    return columns if len(columns) > 1 else None
