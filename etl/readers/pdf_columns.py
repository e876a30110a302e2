"""Tables without ruling lines: columns of figures that stand in line, row under row.

Only what is plain is made a table: three rows or more with three figures or more, each in one column and no other.
Everything else stays prose, for a figure in the wrong column is worse than none.
"""

from itertools import pairwise
from typing import NamedTuple

from etl.readers.pdf_glyphs import Glyph
from etl.readers.pdf_join import Part, PartCell, is_enumerated, is_value
from etl.readers.pdf_prose import ProseLine
from etl.readers.pdf_text import joined

LEAST_ROWS = 3
LEAST_COLUMNS = 3
MAX_LABEL_LINES = 4
MAX_HEAD_LINES = 4
GAP = 0.8
"""White space, in font heights, that parts two cells of a line."""


class _Segment(NamedTuple):
    glyphs: list[Glyph]
    text: str
    left: float
    right: float


class _Row(NamedTuple):
    line: ProseLine
    label: list[_Segment]
    figures: list[_Segment]


def split_aligned(lines: list[ProseLine]) -> list[ProseLine | Part]:
    """Replace each stretch of lines of one page that is plainly a table by its part; the order is kept."""
    result: list[ProseLine | Part] = []
    start = 0
    while start < len(lines):
        found = _table_at(lines, start) if _row(lines[start]) else None
        if found is None:
            result.append(lines[start])
            start += 1
            continue
        part, end, head_count = found
        if head_count:
            del result[-head_count:]
        result.append(part)
        start = end
    return result


def _segments(line: ProseLine) -> list[_Segment]:
    groups: list[list[Glyph]] = []
    for glyph in line.line.glyphs:
        if groups and glyph.left - groups[-1][-1].right <= GAP * line.line.size:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return [_Segment(group, joined(group), group[0].left, group[-1].right) for group in groups]


def _row(line: ProseLine) -> _Row | None:
    """The line as label and figures, or None where it ends in fewer figures than make a row."""
    segments = _segments(line)
    count = 0
    while count < len(segments) and is_value(segments[-1 - count].text):
        count += 1
    if count < LEAST_COLUMNS:
        return None
    return _Row(line, segments[:-count], segments[-count:])


def _table_at(lines: list[ProseLine], start: int) -> tuple[Part, int, int] | None:
    """The table whose first row of figures is line ``start``: its part, the line after it, the lines of its head."""
    rows: list[_Row] = []
    between: list[tuple[int, ProseLine]] = []
    pending: list[ProseLine] = []
    end = start
    for index in range(start, len(lines)):
        row = _row(lines[index])
        if row is not None:
            between.extend((len(rows) - 1, line) for line in pending)
            pending = []
            rows.append(row)
            end = index + 1
        elif len(pending) < MAX_LABEL_LINES and lines[index].line.right < rows[0].figures[0].left:
            pending.append(lines[index])
        else:
            break
    columns = _columns(rows)
    if len(rows) < LEAST_ROWS or columns is None:
        return None
    labels = _labels(rows, between)
    if labels is None or any(segment.right > columns[0][0] for row in rows for segment in row.label):
        return None
    head = _head(lines[max(0, start - MAX_HEAD_LINES) : start], columns)
    return _part(rows, labels, head, columns), end, len(head)


def _columns(rows: list[_Row]) -> list[tuple[float, float]] | None:
    """Left and right of each column, or None where a figure could belong to two or two to one."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((figure.left, figure.right) for row in rows for figure in row.figures):
        if columns and left <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    counts = [0] * len(columns)
    for row in rows:
        places = [_column_of(figure, columns) for figure in row.figures]
        if len(set(places)) < len(places):
            return None
        for place in places:
            counts[place] += 1
    is_plain = len(columns) >= LEAST_COLUMNS and all(count >= min(LEAST_ROWS, len(rows)) for count in counts)
    return columns if is_plain else None


def _column_of(segment: _Segment, columns: list[tuple[float, float]]) -> int:
    middle = (segment.left + segment.right) / 2
    return min(range(len(columns)), key=lambda i: max(columns[i][0] - middle, middle - columns[i][1]))


def _labels(rows: list[_Row], between: list[tuple[int, ProseLine]]) -> list[list[ProseLine | _Segment]] | None:
    """The label of each row with its wrapped lines, or None where a line could belong to either neighbour."""
    above: list[list[ProseLine]] = [[] for _ in rows]
    below: list[list[ProseLine]] = [[] for _ in rows]
    for index, line in between:
        upper, lower = rows[index], rows[index + 1]
        to_upper = line.line.top - upper.line.line.bottom
        to_lower = lower.line.line.top - line.line.bottom
        starts_below = bool(lower.label) and is_enumerated(lower.label[0].text)
        if is_enumerated(line.line.text) and not lower.label:
            above[index + 1].append(line)
        elif (starts_below and upper.label) or to_upper < to_lower - 0.25 * line.line.size:
            below[index].append(line)
        elif to_lower < to_upper - 0.25 * line.line.size:
            above[index + 1].append(line)
        else:
            return None
    return [[*above[index], *row.label, *below[index]] for index, row in enumerate(rows)]


def _head(lines: list[ProseLine], columns: list[tuple[float, float]]) -> list[ProseLine]:
    """The lines right above that stand over the columns, each of their words over columns of its own."""
    head: list[ProseLine] = []
    for line in reversed(lines):
        segments = [segment for segment in _segments(line) if segment.right > columns[0][0]]
        spans = [_span(segment, columns) for segment in segments]
        taken = [column for first, last in spans for column in range(first, last)]
        if not taken or len(set(taken)) < len(taken) or (len(segments) == 1 and len(taken) < 2):
            break
        head.insert(0, line)
    return head


def _span(segment: _Segment, columns: list[tuple[float, float]]) -> tuple[int, int]:
    under = [i for i, (left, right) in enumerate(columns) if segment.left <= (left + right) / 2 <= segment.right]
    if under:
        return (under[0], under[-1] + 1)
    nearest = _column_of(segment, columns)
    return (nearest, nearest + 1)


def _part(
    rows: list[_Row],
    labels: list[list[ProseLine | _Segment]],
    head: list[ProseLine],
    columns: list[tuple[float, float]],
) -> Part:
    left = min(row.line.line.left for row in rows)
    starts = [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns))]
    edges = [min(left, starts[0] - 1), *starts, columns[-1][1]]
    cells: list[PartCell] = []
    for index, line in enumerate(head):
        label = [segment for segment in _segments(line) if segment.right <= columns[0][0]]
        found = {(0, 1): " ".join(segment.text for segment in label)}
        for segment in _segments(line)[len(label) :]:
            first, last = _span(segment, columns)
            found[(first + 1, last - first)] = segment.text
        covered = {column for first, span in found for column in range(first, first + span)}
        found.update({(column, 1): "" for column in range(len(edges) - 1) if column not in covered})
        cells += [_cell(index, first, span, text, line, edges) for (first, span), text in sorted(found.items())]
    for index, (row, label_lines) in enumerate(zip(rows, labels, strict=True), len(head)):
        text = "\n".join(item.line.text if isinstance(item, ProseLine) else item.text for item in label_lines)
        cells.append(_cell(index, 0, 1, text, row.line, edges))
        figures = {_column_of(figure, columns) + 1: figure.text for figure in row.figures}
        cells += [_cell(index, i, 1, figures.get(i, ""), row.line, edges) for i in range(1, len(edges) - 1)]
    return Part(edges, len(head) + len(rows), cells)


def _cell(row: int, column: int, span: int, text: str, line: ProseLine, edges: list[float]) -> PartCell:
    box = (edges[column], line.line.top, edges[column + span], line.line.bottom)
    return PartCell(row, column, 1, span, text, line.page, box, room=edges[-1], first_width=0.0)
