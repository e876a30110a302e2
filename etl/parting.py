"""Two reports in one document give two: a document is parted at the titles that head reports of their own."""

from collections.abc import Iterator

from msgspec import Struct

from etl import title
from etl.model import Content, Grid
from etl.sections import PREAMBLE, split

_LEAST_SECTIONS = 3
"""A part with fewer statutory sections is no report of its own."""


class Part(Struct, frozen=True):
    """One report's share of a document; ``first_grid`` is the number of its first grid in the whole."""

    content: Content
    first_grid: int = 0


def parts(content: Content) -> list[Part]:
    """The document, parted where another agency's or year's report begins; whole if there is but one."""
    heads = list(_heads(content))
    if len({(head.agency, head.year) for head in heads}) < 2:
        return [Part(content)]
    cuts = [0]
    for head in heads:
        start = head.first or 0
        if start > cuts[-1] and _is_report(content, cuts[-1], start) and _is_report(content, start, None):
            cuts.append(start)
    return [_part(content, start, stop) for start, stop in zip(cuts, [*cuts[1:], None], strict=True)]


def _heads(content: Content) -> Iterator[title.Title]:
    """The titles that name an agency or a year, in order."""
    for first, block in enumerate(content.blocks):
        if isinstance(block, Grid) or "报" not in block.text:
            continue
        found = title.starting_at(content.blocks, first)
        if found is not None and (found.agency or found.year):
            yield found


def _is_report(content: Content, start: int, stop: int | None) -> bool:
    return len(split(_part(content, start, stop).content).keys() - {PREAMBLE}) >= _LEAST_SECTIONS


def _part(content: Content, start: int, stop: int | None) -> Part:
    first_grid = sum(isinstance(block, Grid) for block in content.blocks[:start])
    return Part(Content(content.blocks[start:stop], content.metadata, content.page_count, content.notes), first_grid)
