"""Tables without ruling lines: columns of figures that stand in line, row under row.

Only what is plain is made a table: three rows or more with three figures or more, each in one column and no other.
Everything else stays prose, for a figure in the wrong column is worse than none.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from etl.readers.pdf_glyphs import Glyph
from etl.readers.pdf_join import Part, PartCell, is_enumerated, is_value
from etl.readers.pdf_prose import ProseLine
from etl.readers.pdf_text import joined

LEAST_ROWS = 3
LEAST_COLUMNS = 3
LEAST_FILLED = 0.6
"""Share of the rows that have a figure in a column; emptier columns may be those of another table."""
MAX_LINES = 400
"""No page of a document has more; the search for tables grows with their square."""
MAX_LABEL_LINES = 12
MAX_HEAD_LINES = 4
GAP = 0.8
"""White space, in font heights, that parts two cells of a line."""
_NUMERAL = re.compile(r"[一二三四五六七八九十]$|[（(][一二三四五六七八九十]?$")
"""A label set downwards starts with its number alone on a line."""


class _Segment(NamedTuple):
    text: str
    left: float
    right: float
    top: float
    bottom: float


class _Row(NamedTuple):
    line: ProseLine
    label: list[_Segment]
    figures: list[_Segment]


class _Label(NamedTuple):
    """A label with its wrapped lines; ``column`` counts the columns of labels from the left."""

    column: int
    lines: list[str]
    top: float
    bottom: float


def split_aligned(lines: list[ProseLine]) -> list[ProseLine | Part]:
    """Replace each stretch of lines of one page that is plainly a table by its part; the order is kept."""
    result: list[ProseLine | Part] = []
    if len(lines) > MAX_LINES:
        return list(lines)
    start = free = 0
    while start < len(lines):
        found = _table_at(lines, free, start) if _row(lines[start]) else None
        if found is None:
            result.append(lines[start])
            start += 1
            continue
        part, first, end = found
        del result[len(result) - (start - first) :]
        result.append(part)
        start = free = end
    return result


def _segments(line: ProseLine) -> list[_Segment]:
    groups: list[list[Glyph]] = []
    for glyph in line.line.glyphs:
        if groups and glyph.left - groups[-1][-1].right <= GAP * line.line.size:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return [
        _Segment(joined(group), group[0].left, group[-1].right, line.line.top, line.line.bottom) for group in groups
    ]


def _row(line: ProseLine) -> _Row | None:
    """The line as label and figures, or None where it ends in fewer figures than make a row."""
    segments = _segments(line)
    count = 0
    while count < len(segments) and is_value(segments[-1 - count].text):
        count += 1
    if count < LEAST_COLUMNS:
        return None
    return _Row(line, segments[:-count], segments[-count:])


def _table_at(lines: list[ProseLine], free: int, start: int) -> tuple[Part, int, int] | None:
    """The table whose first row of figures is line ``start``: its part, its first line, and the line after it.

    Lines before ``free`` belong to another table.
    """
    rows: list[_Row] = []
    label_lines: list[ProseLine] = []
    pending: list[ProseLine] = []
    end = start
    for index in range(start, len(lines)):
        row = _row(lines[index])
        if row is not None:
            label_lines += pending
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
    if any(segment.right > columns[0][0] for row in rows for segment in row.label):
        return None
    above = _wrapped_above(lines[free:start], rows[0], columns[0][0])
    below = _wrapped_below(lines[end:], rows[-1], columns[0][0])
    labels = _labels(rows, [*above, *label_lines, *below])
    if labels is None:
        return None
    first = start - len(above)
    head = _head(lines[max(free, first - MAX_HEAD_LINES) : first], columns)
    return _part(rows, labels, head, columns), first - len(head), end + len(below)


def _wrapped_above(lines: list[ProseLine], row: _Row, limit: float) -> list[ProseLine]:
    """The lines above the first row that its label starts in."""
    if not row.label or _starts_label(row.label[-1].text):
        return []
    found: list[ProseLine] = []
    below = row.line
    for line in reversed(lines[-MAX_LABEL_LINES:]):
        if line.line.right > limit or below.line.top - line.line.bottom > line.line.size:
            return []
        found.insert(0, line)
        if any(_starts_label(segment.text) for segment in _segments(line)):
            return found
        below = line
    return []


def _wrapped_below(lines: list[ProseLine], row: _Row, limit: float) -> list[ProseLine]:
    """The lines below the last row that its label goes on in."""
    found: list[ProseLine] = []
    above = row.line
    for line in lines[:MAX_LABEL_LINES]:
        starts = any(_starts_label(segment.text) for segment in _segments(line))
        if starts or line.line.right > limit or line.line.top - above.line.bottom > line.line.size:
            break
        found.append(line)
        above = line
    return found


def _starts_label(text: str) -> bool:
    return is_enumerated(text) or bool(_NUMERAL.match(text))


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
    least = max(LEAST_ROWS, LEAST_FILLED * len(rows))
    is_plain = len(columns) >= LEAST_COLUMNS and all(count >= least for count in counts)
    return columns if is_plain else None


def _column_of(segment: _Segment, columns: list[tuple[float, float]]) -> int:
    middle = (segment.left + segment.right) / 2
    return min(range(len(columns)), key=lambda i: max(columns[i][0] - middle, middle - columns[i][1]))


def _labels(rows: list[_Row], label_lines: list[ProseLine]) -> list[list[_Label]] | None:
    """The labels of each row, its own one last; None where a line could belong to either of two rows."""
    segments = [segment for row in rows for segment in row.label]
    segments += [segment for line in label_lines for segment in _segments(line)]
    size = rows[0].line.line.size
    starts: list[float] = []
    for left in sorted(segment.left for segment in segments):
        if not starts or left - starts[-1] > size:
            starts.append(left)
    found: list[_Label] = []
    for column, left in enumerate(starts):
        right = starts[column + 1] if column + 1 < len(starts) else float("inf")
        own = sorted((s for s in segments if left <= s.left < right), key=lambda segment: segment.top)
        for segment in own:
            is_new = not found or found[-1].column != column or _starts_label(segment.text)
            if is_new or segment.top - found[-1].bottom > size:
                found.append(_Label(column, [segment.text], segment.top, segment.bottom))
            else:
                found[-1].lines.append(segment.text)
                found[-1] = found[-1]._replace(bottom=segment.bottom)
    return _by_row(rows, found)


def _by_row(rows: list[_Row], labels: list[_Label]) -> list[list[_Label]] | None:
    """Each row with the label that stands beside it, nearest to its figures, and the labels over several rows."""
    own: list[_Label] = []
    for row in rows:
        y = (row.line.line.top + row.line.line.bottom) / 2
        beside = [label for label in labels if label.top <= y <= label.bottom]
        if not beside:
            return None
        own.append(max(beside, key=lambda label: label.column))
    if any(first is second for index, first in enumerate(own) for second in own[:index]):
        return None
    result = [[label] for label in own]
    for label in labels:
        if not any(label is other for other in own):
            middle = (label.top + label.bottom) / 2
            nearest = min(range(len(rows)), key=lambda i: abs(rows[i].line.line.top - middle))
            if any(other.column == label.column for other in result[nearest]):
                return None
            result[nearest].insert(0, label)
    return result


def _head(lines: list[ProseLine], columns: list[tuple[float, float]]) -> list[ProseLine]:
    """The lines right above that stand over the columns, each of their words over columns of its own."""
    head: list[ProseLine] = []
    for line in reversed(lines):
        if _row(line) is not None:
            break
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
    labels: list[list[_Label]],
    head: list[ProseLine],
    columns: list[tuple[float, float]],
) -> Part:
    label_count = 1 + max(label.column for found in labels for label in found)
    left = min(row.line.line.left for row in rows)
    width = max((columns[0][0] - left) / label_count, 1.0)
    starts = [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns))]
    edges = [*(columns[0][0] - width * (label_count - i) for i in range(label_count)), *starts, columns[-1][1]]
    cells: list[PartCell] = []
    for index, line in enumerate(head):
        texts = {(0, label_count): " ".join(s.text for s in _segments(line) if s.right <= columns[0][0])}
        for segment in _segments(line):
            if segment.right > columns[0][0]:
                first, last = _span(segment, columns)
                texts[(first + label_count, last - first)] = segment.text
        covered = {column for first, span in texts for column in range(first, first + span)}
        texts.update({(column, 1): "" for column in range(len(edges) - 1) if column not in covered})
        cells += [_cell(index, place, text, line, edges) for place, text in sorted(texts.items())]
    for index, (row, found) in enumerate(zip(rows, labels, strict=True), len(head)):
        own = found[-1]
        texts = {(column, 1): "" for column in range(own.column)}
        texts.update({(label.column, 1): "\n".join(label.lines) for label in found[:-1]})
        texts[(own.column, label_count - own.column)] = "\n".join(own.lines)
        texts.update({(label_count + i, 1): "" for i in range(len(columns))})
        texts.update({(label_count + _column_of(figure, columns), 1): figure.text for figure in row.figures})
        cells += [_cell(index, place, text, row.line, edges) for place, text in sorted(texts.items())]
    return Part(edges, len(head) + len(rows), cells)


def _cell(row: int, place: tuple[int, int], text: str, line: ProseLine, edges: list[float]) -> PartCell:
    column, span = place
    box = (edges[column], line.line.top, edges[column + span], line.line.bottom)
    return PartCell(row, column, 1, span, text, line.page, box, room=edges[-1], first_width=0.0)
