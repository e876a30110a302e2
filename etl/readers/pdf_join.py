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
_FIGURE = re.compile(r"(?:[^A-Za-z\u3400-\u9fff]*\d[^A-Za-z\u3400-\u9fff]*|[-—–－/／\\*·.…〇零无]+|不适用)")
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
    confidence: float | None = None
    """Of text that was recognised in a picture."""
    candidates: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[int, int]:
        """First column, and the one after its last."""
        return (self.column, self.column + self.column_span)


Pair = tuple[PartCell, PartCell]


class Part(NamedTuple):
    """A table, or its part on one page. ``edges`` are its column lines in points from the left."""

    edges: list[float]
    row_count: int
    cells: list[PartCell]
    is_open_below: bool = False
    """Whether no line closes it at the foot: the page break cuts it."""


def is_value(text: str) -> bool:
    """Whether a cell holds a figure (or a dash, a stroke) and no label."""
    compact = "".join(text.split())
    if _ENUMERATED.match(compact):
        return False
    return bool(_FIGURE.fullmatch(compact) or _AMOUNT.fullmatch(compact))


def is_enumerated(text: str) -> bool:
    """Whether a text starts with a number of a list."""
    return bool(_ENUMERATED.match(text.strip()))


def join(upper: Part, lower: Part) -> Part | None:
    """One table of the part at the foot of a page and the part at the head of the next, or None if they are two."""
    edges = _common_edges(upper.edges, lower.edges)
    if edges is None:
        return None
    upper, lower = _on_edges(_without_empty_foot(upper), edges), _on_edges(lower, edges)
    lower = _without_repeated_head(upper, lower)
    if not lower.cells:
        return upper
    pairs = _pairs(upper, lower)
    is_cut = _is_cut_row(upper, lower, pairs)
    carried_on = {cell for _, cell in pairs} if is_cut else _labels_carried_on(upper, lower, pairs)
    offset = upper.row_count - (1 if is_cut else 0)
    above = {cell: before for before, cell in pairs}
    cells = {(cell.row, cell.column): cell for cell in upper.cells}
    for cell in lower.cells:
        if cell in carried_on:
            cells[(above[cell].row, cell.column)] = _glued(above[cell], cell, offset)
        else:
            cells[(cell.row + offset, cell.column)] = cell._replace(row=cell.row + offset)
    return Part(edges, offset + lower.row_count, [cells[key] for key in sorted(cells)], lower.is_open_below)


def _pairs(upper: Part, lower: Part) -> list[Pair]:
    """Cells that end at the foot of a page, each with the one as wide right below it, at the head of the next."""
    last = {cell.columns: cell for cell in upper.cells if cell.row + cell.row_span == upper.row_count}
    return [(last[cell.columns], cell) for cell in lower.cells if cell.row == 0 and cell.columns in last]


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
    if index == list(range(len(edges))):
        return part._replace(edges=edges)
    cells = [
        cell._replace(column=index[cell.column], column_span=index[cell.column + cell.column_span] - index[cell.column])
        for cell in part.cells
    ]
    return part._replace(edges=edges, cells=[cell for cell in cells if cell.column_span])


def _without_empty_foot(part: Part) -> Part:
    """Drop the empty strip that is left at the foot of a page where the next row did not fit."""
    last = part.row_count - 1
    if last == 0 or not part.is_open_below or any(cell.text for cell in part.cells if cell.row == last):
        return part
    cells = [cell._replace(row_span=min(cell.row_span, last - cell.row)) for cell in part.cells if cell.row < last]
    return part._replace(row_count=last, cells=cells)


def _without_repeated_head(upper: Part, lower: Part) -> Part:
    """Drop the rows at the top of a page that repeat the head of the table."""

    def top(part: Part, count: int) -> list[tuple[int, int, int, int, str]]:
        return sorted((c.row, c.column, c.row_span, c.column_span, c.text) for c in part.cells if c.row < count)

    first_figures = min((cell.row for cell in lower.cells if is_value(cell.text)), default=lower.row_count)
    for count in range(min(upper.row_count, lower.row_count, first_figures), 0, -1):
        head = top(lower, count)
        is_closed = all(row + span <= count for row, _, span, _, _ in head)
        if is_closed and any(text for *_, text in head) and head == top(upper, count):
            rest = [cell._replace(row=cell.row - count) for cell in lower.cells if cell.row >= count]
            return lower._replace(row_count=lower.row_count - count, cells=rest)
    return lower


def _is_cut_row(upper: Part, lower: Part, pairs: list[Pair]) -> bool:
    """Whether the page break runs through a row: its cells go on below, with the rest of labels or with the figures."""
    last_count = sum(cell.row + cell.row_span == upper.row_count for cell in upper.cells)
    first_count = sum(cell.row == 0 for cell in lower.cells)
    if not len(pairs) == last_count == first_count:
        return False
    written = [(before, cell) for before, cell in pairs if cell.text]
    has_figures_above = any(is_value(before.text) for before, _ in pairs)
    if not written:
        # Under a head alone, a row without text is the row of figures, left blank.
        return has_figures_above or lower.row_count > 1
    rests = [(before, cell) for before, cell in written if before.text]
    if not all(_goes_on(before, cell) for before, cell in rests):
        return False
    has_figures_below = any(is_value(cell.text) for _, cell in written)
    if has_figures_above:
        return not has_figures_below and _is_surely_cut(rests)
    if has_figures_below:
        return _is_surely_cut(rests) if rests else any(before.text for before, _ in pairs)
    return _is_surely_cut(rests) or (bool(rests) and any(before.text and not cell.text for before, cell in pairs))


def _is_surely_cut(rests: list[Pair]) -> bool:
    return len(rests) > 1 or any(_is_unfinished(before) or "\n" in before.text for before, _ in rests)


def _labels_carried_on(upper: Part, lower: Part, pairs: list[Pair]) -> set[PartCell]:
    """Cells of labels over several rows that go on below a page break between two of those rows."""
    last = [cell for cell in upper.cells if cell.row + cell.row_span == upper.row_count]
    first = [cell for cell in lower.cells if cell.row == 0]
    labels = [(before, cell) for before, cell in pairs if not is_value(before.text) and not is_value(cell.text)]
    over_rows = [(before, cell) for before, cell in labels if _has_label_beside(cell, first)]
    rests = [(before, cell) for before, cell in labels if before.text and cell.text and _goes_on(before, cell)]
    carried_on = (
        {cell for _, cell in over_rows if not cell.text}
        | {cell for before, cell in over_rows if not before.text and _has_label_beside(before, last)}
        | {cell for before, cell in over_rows if (before, cell) in rests and (len(rests) > 1 or _is_unfinished(before))}
    )
    if carried_on and not any(is_value(cell.text) for cell in last + first):
        # Within the head of a table the last column has no label to its right.
        carried_on |= {cell for before, cell in labels if bool(before.text) != bool(cell.text)}
        carried_on |= {cell for _, cell in rests}
    return carried_on


def _has_label_beside(cell: PartCell, row: list[PartCell]) -> bool:
    """Whether a label stands to the right: then this cell is over several rows, not the label of one."""
    return any(other.column >= cell.columns[1] and other.text and not is_value(other.text) for other in row)


def _goes_on(before: PartCell, cell: PartCell) -> bool:
    """Whether a text may be the rest of the one above: that one's last line is full, and no new number starts here."""
    return (
        bool(before.text)
        and not is_value(before.text)
        and not is_value(cell.text)
        and before.room < cell.first_width + PADDING
        and not is_enumerated(cell.text)
    )


def _is_unfinished(cell: PartCell) -> bool:
    return is_enumerated(cell.text) or len(_OPENING.findall(cell.text)) > len(_CLOSING.findall(cell.text))


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
        confidence=min((c for c in (before.confidence, cell.confidence) if c is not None), default=None),
    )
