"""Tables broken over pages -> one table, by geometry: the same column lines, and the rest of a cut row or label."""

import re
from typing import NamedTuple

from etl.model import Box

SAME_EDGE = 4.0
"""Column lines this near, in points, are the same on both pages."""
PADDING = 11.5
"""White space left and right of a full line in a cell, together, in points."""
_ENUMERATED = re.compile(
    r"[（(]\s*[一二三四五六七八九十\d]+\s*[)）]|[一二三四五六七八九十]+\s*、|\d{1,2}\s*[.．、](?!\d)"
)
_WORD = re.compile(r"[A-Za-z\u3400-\u9fff]")
_AMOUNT = re.compile(r"[+\-－]?[\d０-９][\d０-９,.，．]*\D{0,4}")
_OPENING, _CLOSING = re.compile(r"[（(《“]"), re.compile(r"[)）》”]")


class PartCell(NamedTuple):
    """A cell of one page's part of a table."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    page: int
    box: Box
    room: float
    """White space on its last line, in points."""
    first_width: float
    """Width of its first character, in points: what would not fit at the end of the line before."""

    @property
    def columns(self) -> tuple[int, int]:
        """First column, and the one after its last."""
        return (self.column, self.column + self.column_span)


class Part(NamedTuple):
    """A table, or its part on one page. ``edges`` are its column lines in points from the left."""

    edges: list[float]
    row_count: int
    cells: list[PartCell]


def is_value(text: str) -> bool:
    """Whether a cell holds a figure (or a dash, a stroke) and no label."""
    compact = "".join(text.split())
    if not compact or _ENUMERATED.match(compact):
        return False
    return not _WORD.search(compact) or bool(_AMOUNT.fullmatch(compact))


def is_enumerated(text: str) -> bool:
    """Whether a text starts with a number of a list."""
    return bool(_ENUMERATED.match(text.strip()))


def join(upper: Part, lower: Part) -> Part | None:
    """One table of the part at the foot of a page and the part at the head of the next, or None if they are two."""
    edges = _common_edges(upper.edges, lower.edges)
    if edges is None:
        return None
    upper, lower = _on_edges(upper, edges), _on_edges(lower, edges)
    lower = _without_repeated_head(upper, lower)
    if not lower.cells:
        return upper
    is_cut = _is_cut_row(upper, lower)
    offset = upper.row_count - (1 if is_cut else 0)
    above = {cell.columns: cell for cell in upper.cells if cell.row + cell.row_span == upper.row_count}
    cells = {(cell.row, cell.column): cell for cell in upper.cells}
    for cell in lower.cells:
        before = above.get(cell.columns) if cell.row == 0 else None
        if before and (is_cut or _is_rest_of_label(before, cell, lower)):
            cells[(before.row, before.column)] = _glued(before, cell, offset)
        else:
            cells[(cell.row + offset, cell.column)] = cell._replace(row=cell.row + offset)
    return Part(edges, offset + lower.row_count, [cells[key] for key in sorted(cells)])


def _common_edges(upper: list[float], lower: list[float]) -> list[float] | None:
    """All column lines, if both parts have the same outline and one part has no line that the other lacks."""

    def has(edges: list[float], place: float) -> bool:
        return any(abs(edge - place) <= SAME_EDGE for edge in edges)

    if abs(upper[0] - lower[0]) > SAME_EDGE or abs(upper[-1] - lower[-1]) > SAME_EDGE:
        return None
    if all(has(upper, edge) for edge in lower):
        return upper
    if all(has(lower, edge) for edge in upper):
        return lower
    return None


def _on_edges(part: Part, edges: list[float]) -> Part:
    """Number the columns of a part by the lines of the whole table."""
    index = [min(range(len(edges)), key=lambda i: abs(edges[i] - edge)) for edge in part.edges]
    cells = [
        cell._replace(column=index[cell.column], column_span=index[cell.column + cell.column_span] - index[cell.column])
        for cell in part.cells
    ]
    return Part(edges, part.row_count, [cell for cell in cells if cell.column_span])


def _without_repeated_head(upper: Part, lower: Part) -> Part:
    """Drop the rows at the top of a page that repeat the head of the table."""

    def top(part: Part, count: int) -> list[tuple[int, int, int, int, str]]:
        return sorted((c.row, c.column, c.row_span, c.column_span, c.text) for c in part.cells if c.row < count)

    for count in range(min(upper.row_count, lower.row_count), 0, -1):
        head = top(lower, count)
        is_closed = all(row + span <= count for row, _, span, _, _ in head)
        is_label = any(text for *_, text in head) and not any(is_value(text) for *_, text in head)
        if is_closed and is_label and head == top(upper, count):
            rest = [cell._replace(row=cell.row - count) for cell in lower.cells if cell.row >= count]
            return Part(lower.edges, lower.row_count - count, rest)
    return lower


def _is_cut_row(upper: Part, lower: Part) -> bool:
    """Whether the page break runs through a row: its cells go on below, with the rest of labels or with the figures."""
    last = {cell.columns: cell for cell in upper.cells if cell.row + cell.row_span == upper.row_count}
    first = {cell.columns: cell for cell in lower.cells if cell.row == 0}
    if last.keys() != first.keys():
        return False
    pairs = [(last[columns], cell) for columns, cell in first.items()]
    written = [(before, cell) for before, cell in pairs if cell.text]
    if not written:
        return any(before.text for before, _ in pairs)
    has_values_above = any(is_value(before.text) for before, _ in pairs)
    values_below = [(before, cell) for before, cell in written if is_value(cell.text)]
    rests = [(before, cell) for before, cell in written if not is_value(cell.text)]
    if any(before.text for before, _ in values_below) or not all(_goes_on(before, cell) for before, cell in rests):
        return False
    if has_values_above:
        return not values_below and _is_surely_cut(rests)
    if values_below:
        labels = [before for before, cell in pairs if before.text]
        return bool(labels) and (_is_surely_cut(rests) if rests else True)
    return any(before.text and not cell.text for before, cell in pairs)


def _is_surely_cut(rests: list[tuple[PartCell, PartCell]]) -> bool:
    return len(rests) > 1 or any(_is_unfinished(before) or "\n" in before.text for before, _ in rests)


def _goes_on(before: PartCell, cell: PartCell) -> bool:
    """Whether a text may be the rest of the one above: that one's last line is full, and no new number starts here."""
    return (
        bool(before.text)
        and not is_value(before.text)
        and before.room < cell.first_width + PADDING
        and not is_enumerated(cell.text)
    )


def _is_unfinished(cell: PartCell) -> bool:
    return is_enumerated(cell.text) or len(_OPENING.findall(cell.text)) > len(_CLOSING.findall(cell.text))


def _is_rest_of_label(before: PartCell, cell: PartCell, lower: Part) -> bool:
    """Whether a label that spans rows goes on over the page break between two rows."""
    if is_value(before.text) or is_value(cell.text):
        return False
    has_label_beside = any(
        other.row == 0 and other.column >= cell.columns[1] and other.text and not is_value(other.text)
        for other in lower.cells
    )
    if not has_label_beside:
        return False
    return not cell.text or (_goes_on(before, cell) and _is_unfinished(before))


def _glued(before: PartCell, cell: PartCell, offset: int) -> PartCell:
    text = "\n".join(text for text in (before.text, cell.text) if text)
    place = cell if cell.text and not before.text else before
    return before._replace(
        text=text,
        row_span=offset + cell.row + cell.row_span - before.row,
        page=place.page,
        box=place.box,
        room=cell.room if cell.text else before.room,
        first_width=before.first_width if before.text else cell.first_width,
    )
