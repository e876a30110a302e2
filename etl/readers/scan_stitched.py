"""Pages stitched together, one under the other, in one long picture: told apart again, so that a table goes on over the seam."""

from math import sqrt
from typing import NamedTuple

from msgspec.structs import replace

from etl.readers.pdf_cells import Item
from etl.readers.pdf_prose import ProseLine

_SHAPE = sqrt(2)
"""Height of a sheet of A4, in widths."""
_TOLERANCE = 0.03
"""Share by which the picture may be higher or lower than so many sheets."""


class Placed(NamedTuple):
    """A table or a line of prose, and where it stands on the picture, in points."""

    top: float
    left: float
    bottom: float
    item: Item


def sheets_apart(placed: list[Placed], width: float, height: float) -> list[list[Item]]:
    """The items of a picture from the top, sheet by sheet; all on one where it is no pile of sheets.

    ``width`` and ``height`` are the picture's, in points. A table that lies over a seam shows that there is none.
    """
    ordered = sorted(placed, key=lambda entry: entry[:2])
    count = round(height / (width * _SHAPE))
    sheet = height / max(count, 1)
    is_pile = count > 1 and abs(sheet / (width * _SHAPE) - 1) <= _TOLERANCE
    if not is_pile or any(entry.top // sheet != entry.bottom // sheet for entry in ordered):
        return [[entry.item for entry in ordered]]
    return [
        [_on_sheet(entry.item, number * sheet, sheet) for entry in ordered if entry.top // sheet == number]
        for number in range(count)
    ]


def _on_sheet(item: Item, top: float, height: float) -> Item:
    """A line of prose as it stands on its own sheet; cells keep their boxes on the picture."""
    if not isinstance(item, ProseLine):
        return item
    line = item.line
    glyphs = tuple(replace(g, top=g.top - top, bottom=g.bottom - top, y=g.y - top) for g in line.glyphs)
    moved = replace(line, glyphs=glyphs, top=line.top - top, bottom=line.bottom - top)
    return item._replace(line=moved, page_height=height)
