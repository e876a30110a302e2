"""What stands at the very head and foot of each page: page numbers and running heads, which are no text."""

import re
from typing import NamedTuple

from etl.model import Paragraph
from etl.readers.pdf_prose import ProseLine

MARGIN = 0.1
"""Share of the page's height, at its head and foot, in which page numbers and running heads stand."""
MOST_LINES = 6
"""More lines than this at the head or the foot of a page are text."""
DISTANCE = 0.4
"""White space between them and the text, in font heights."""
_DASHES = r"[-—–－─~·\s]*"
_PAGE_NUMBER = re.compile(
    _DASHES + r"(?:第\s*)?(\d{1,4}|[ivxIVX]{1,5})(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?" + _DASHES
)

Place = tuple[int, int]
"""Page, from 1, and number of the line among the page's lines."""


class Margins(NamedTuple):
    """Lines that are no text: page numbers, and running heads with their wording, one paragraph for all pages."""

    page_numbers: set[Place]
    running: set[Place]
    heads: list[Paragraph]


def margins(pages: list[list[ProseLine]]) -> Margins:
    """Find them: a number by its dashes, its 页, or that it counts the pages; a running head by its return."""
    numbers: set[Place] = set()
    bare: dict[int, list[Place]] = {}
    returning: dict[str, list[tuple[Place, str]]] = {}
    for page, lines in enumerate(pages, 1):
        for index in _outermost(lines):
            text, place = lines[index].line.text, (page, index)
            match = _PAGE_NUMBER.fullmatch(text)
            if match is None:
                returning.setdefault(re.sub(r"\d+", "#", text), []).append((place, text))
            elif text.strip() != match[1]:
                numbers.add(place)
            elif match[1].isdigit():
                bare.setdefault(int(match[1]) - page, []).append(place)
    for shift, places in bare.items():
        if len(places) > 1 or (shift == 0 and len(pages) == 1):
            numbers.update(places)
    heads = [found for found in returning.values() if len(found) > 2 or len(found) == len(pages) > 1]
    return Margins(
        numbers,
        {place for found in heads for place, _ in found},
        [Paragraph(text=found[0][1], page=found[0][0][0]) for found in heads],
    )


def _outermost(lines: list[ProseLine]) -> list[int]:
    """Numbers of the lines at the very head and foot of a page that keep their distance from the text."""
    in_margin = [_is_in_margin(line) for line in lines]
    head = next((i for i, inside in enumerate(in_margin[:MOST_LINES]) if not inside), min(len(lines), MOST_LINES))
    foot = next((i for i, inside in enumerate(in_margin[: -MOST_LINES - 1 : -1]) if not inside), 0)
    first, last = head, len(lines) - 1 - foot
    outer = [(index, first) for index in range(head)]
    outer += [(index, last) for index in range(max(head, last + 1), len(lines))]
    return [index for index, inner in outer if first > last or _distance(lines[index], lines[inner]) > DISTANCE]


def _is_in_margin(line: ProseLine) -> bool:
    middle = (line.line.top + line.line.bottom) / 2
    return not MARGIN * line.page_height < middle < (1 - MARGIN) * line.page_height


def _distance(line: ProseLine, other: ProseLine) -> float:
    """White space between two lines, in font heights."""
    return max(line.line.top - other.line.bottom, other.line.top - line.line.bottom) / line.line.size
