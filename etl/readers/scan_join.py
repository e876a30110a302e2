"""Sheets lie a little differently on the glass: brings the parts of a table that goes on over pages to the same lines."""

from itertools import pairwise

from etl.readers.pdf_cells import Item
from etl.readers.pdf_join import Part

MOST_SHIFT = 40.0
"""Points by which a sheet may lie further left or right than the one before."""
MOST_STRETCH = 0.03
"""Share by which it may be larger or smaller."""


def aligned(pages: list[list[Item]]) -> list[list[Item]]:
    """The pages, with the outline of the first table of each laid over that of the last one of the page before."""
    moved = [list(page) for page in pages]
    for before, page in pairwise(moved):
        upper = next((item for item in reversed(before) if isinstance(item, Part)), None)
        place = next((place for place, item in enumerate(page) if isinstance(item, Part)), None)
        if upper is not None and place is not None:
            lower = page[place]
            if isinstance(lower, Part):
                page[place] = _laid_over(upper, lower)
    return moved


def _laid_over(upper: Part, lower: Part) -> Part:
    width, wanted = lower.edges[-1] - lower.edges[0], upper.edges[-1] - upper.edges[0]
    if abs(lower.edges[0] - upper.edges[0]) > MOST_SHIFT or abs(width / wanted - 1) > MOST_STRETCH:
        return lower
    return lower._replace(edges=[upper.edges[0] + (edge - lower.edges[0]) * wanted / width for edge in lower.edges])
