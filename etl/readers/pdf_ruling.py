"""Ruling lines -> tables: which cells the lines of a page enclose, with spans where a line is missing."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from etl.model import Box
from etl.readers.pdf_drawing import Ruling

SAME_PLACE = 1.0
"""Pieces of one line lie this near, in points."""
SAME_LINE = 4.0
"""Lines of one table this near, in points, are one line drawn twice, or the frames of two cells side by side."""
WIDEST_BAND = 5.0
TOUCH = 5.0
"""Lines that end this near to one another meet; dashes this near are one line."""
STICK_OUT = 8.0
"""Lines that run on for more than this past the last crossing line leave the table open on that side."""
SHORTEST = 5.0
MAX_LINES = 1200
MAX_TABLES = 50
MAX_FACES = 20_000
COVERED = 0.55
"""Share of a cell's edge that a line must cover to be its border; an underline within the cell covers less."""


class Drawn(Protocol):
    """A page with its ruling lines, in points."""

    @property
    def horizontals(self) -> list[Ruling]:
        """Those from left to right."""

    @property
    def verticals(self) -> list[Ruling]:
        """Those from top to bottom."""


class RuledCell(NamedTuple):
    """A cell of the lattice; positions count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    open_sides: int
    """How many of its sides lie at the rim of the table with no line drawn there."""


class RuledTable(NamedTuple):
    """A table: ``columns`` and ``rows`` are the places of its lines, ``cells`` what they enclose."""

    columns: list[float]
    rows: list[float]
    cells: list[RuledCell]
    is_open_below: bool
    """Whether no line closes it at the foot."""

    @property
    def box(self) -> Box:
        """The outline."""
        return (self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])

    def owners(self) -> dict[tuple[int, int], int]:
        """(row, column) of the lattice -> number of the cell that holds it."""
        return {
            (row, column): number
            for number, cell in enumerate(self.cells)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }


def ruled_tables(page: Drawn) -> list[RuledTable]:
    """Find the tables of a page, from the top; a lone frame counts as a table of one cell."""
    horizontals = _merged(page.horizontals)
    verticals = _merged(page.verticals)
    tables = []
    for rows, columns in _connected(horizontals, verticals):
        table = _lattice(rows, columns)
        if table is not None:
            tables.append(table)
    largest = sorted(tables, key=lambda table: -len(table.cells))[:MAX_TABLES]
    return sorted(largest, key=lambda table: (table.box[1], table.box[0]))


def _merged(lines: list[Ruling]) -> list[Ruling]:
    """Join pieces and dashes of the same line; the longest lines come first."""
    merged = [piece for band in _bands(sorted(lines), SAME_PLACE, SAME_PLACE) for piece in _pieces(band)]
    return sorted((line for line in merged if line.end - line.start >= SHORTEST), key=_shortness)[:MAX_LINES]


def _bands(lines: list[Ruling], distance: float, width: float) -> Iterator[list[Ruling]]:
    """Cut lines, sorted by position, where two are further apart than ``distance`` or a band grows over ``width``."""
    band: list[Ruling] = []
    for line in lines:
        if band and (line.position - band[-1].position > distance or line.position - band[0].position > width):
            yield band
            band = []
        band.append(line)
    if band:
        yield band


def _pieces(band: list[Ruling]) -> list[Ruling]:
    """The stretches that the lines of a band cover, at the position of the longest line."""
    if len(band) == 1:
        return band
    position = min(band, key=_shortness).position
    pieces: list[Ruling] = []
    for line in sorted(band, key=lambda line: line.start):
        if pieces and line.start <= pieces[-1].end + TOUCH:
            pieces[-1] = pieces[-1]._replace(end=max(pieces[-1].end, line.end))
        else:
            pieces.append(Ruling(position, line.start, line.end))
    return pieces


def _shortness(line: Ruling) -> float:
    return line.start - line.end


def _connected(horizontals: list[Ruling], verticals: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Groups of lines that touch one another, each with lines both ways."""
    parent = list(range(len(horizontals) + len(verticals)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, row in enumerate(horizontals):
        for j, column in enumerate(verticals, len(horizontals)):
            if (
                row.start - TOUCH <= column.position <= row.end + TOUCH
                and column.start - TOUCH <= row.position <= column.end + TOUCH
            ):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for i, row in enumerate(horizontals):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(verticals, len(horizontals)):
        groups.setdefault(root(j), ([], []))[1].append(column)
    return [group for group in groups.values() if group[0] and group[1]]


class _Axis(NamedTuple):
    """The places of the lines one way, with the stretches that are drawn at each."""

    positions: list[float]
    drawn: list[list[Ruling]]
    """Empty at the open side of a table: there a border is taken for granted."""

    def covers(self, index: int, start: float, end: float) -> bool:
        """Whether a line is drawn at ``index`` along most of the stretch."""
        covered = 0.0
        for _, first, last in self.drawn[index]:
            if first < end and start < last:
                covered += (last if last < end else end) - (first if first > start else start)
        return covered >= COVERED * (end - start)


def _axis(lines: list[Ruling], crossing: list[Ruling]) -> _Axis:
    positions: list[float] = []
    drawn: list[list[Ruling]] = []
    for band in _bands(sorted(lines), SAME_LINE, WIDEST_BAND):
        pieces = _pieces(band)
        positions.append(pieces[0].position)
        drawn.append(pieces)
    starts = sorted(line.start for line in crossing if line.start < positions[0] - STICK_OUT)
    ends = sorted(line.end for line in crossing if line.end > positions[-1] + STICK_OUT)
    if len(starts) >= 2:
        positions.insert(0, starts[len(starts) // 2])
        drawn.insert(0, [])
    if len(ends) >= 2:
        positions.append(ends[len(ends) // 2])
        drawn.append([])
    return _Axis(positions, drawn)


def _lattice(horizontals: list[Ruling], verticals: list[Ruling]) -> RuledTable | None:
    rows = _axis(horizontals, verticals)
    columns = _axis(verticals, horizontals)
    row_count, column_count = len(rows.positions) - 1, len(columns.positions) - 1
    if row_count < 1 or column_count < 1 or row_count * column_count > MAX_FACES:
        return None
    cells = []
    for row, column, row_span, column_span in _rectangles(_regions(rows, columns)):
        top, bottom = rows.positions[row], rows.positions[row + row_span]
        left, right = columns.positions[column], columns.positions[column + column_span]
        open_sides = _open_sides(rows, columns, (row, column, row + row_span, column + column_span))
        cells.append(RuledCell(row, column, row_span, column_span, (left, top, right, bottom), open_sides))
    return _without_unused_lines(rows.positions, columns.positions, cells)._replace(is_open_below=not rows.drawn[-1])


def _regions(rows: _Axis, columns: _Axis) -> dict[tuple[int, int], int]:
    """(row, column) of the lattice -> number of its region; faces with no border between them share a region."""
    row_count, column_count = len(rows.positions) - 1, len(columns.positions) - 1
    region = {(row, column): row * column_count + column for row in range(row_count) for column in range(column_count)}
    members = {number: [face] for face, number in region.items()}

    def unite(first: tuple[int, int], second: tuple[int, int]) -> None:
        keep, drop = region[first], region[second]
        if keep == drop:
            return
        if len(members[keep]) < len(members[drop]):
            keep, drop = drop, keep
        for face in members[drop]:
            region[face] = keep
        members[keep].extend(members.pop(drop))

    for row in range(row_count):
        top, bottom = rows.positions[row], rows.positions[row + 1]
        for column in range(column_count):
            left, right = columns.positions[column], columns.positions[column + 1]
            if column + 1 < column_count and not columns.covers(column + 1, top, bottom):
                unite((row, column), (row, column + 1))
            if row + 1 < row_count and not rows.covers(row + 1, left, right):
                unite((row, column), (row + 1, column))
    return region


def _rectangles(region: dict[tuple[int, int], int]) -> list[tuple[int, int, int, int]]:
    """Cut the regions into rectangles (row, column, row span, column span); a clean table has one for each region."""
    rectangles: list[tuple[int, int, int, int]] = []
    taken: set[tuple[int, int]] = set()
    for (row, column), number in region.items():
        if (row, column) in taken:
            continue
        width = 1
        while region.get((row, column + width)) == number and (row, column + width) not in taken:
            width += 1
        height = 1
        while region.get((row + height, column)) == number and not (
            any(region.get((row + height, column + i)) != number for i in range(1, width))
            # A row that is wider on either side is a rectangle of its own.
            or region.get((row + height, column - 1)) == number
            or region.get((row + height, column + width)) == number
        ):
            height += 1
        taken.update((row + j, column + i) for j in range(height) for i in range(width))
        rectangles.append((row, column, height, width))
    return rectangles


def _open_sides(rows: _Axis, columns: _Axis, bounds: tuple[int, int, int, int]) -> int:
    row, column, row_end, column_end = bounds
    top, bottom = rows.positions[row], rows.positions[row_end]
    left, right = columns.positions[column], columns.positions[column_end]
    last_row, last_column = len(rows.positions) - 1, len(columns.positions) - 1
    return (
        (row == 0 and bool(rows.drawn[0]) and not rows.covers(0, left, right))
        + (row_end == last_row and bool(rows.drawn[-1]) and not rows.covers(last_row, left, right))
        + (column == 0 and bool(columns.drawn[0]) and not columns.covers(0, top, bottom))
        + (column_end == last_column and bool(columns.drawn[-1]) and not columns.covers(last_column, top, bottom))
    )


def _without_unused_lines(rows: list[float], columns: list[float], cells: list[RuledCell]) -> RuledTable:
    """Leave out lines that border no cell, such as an underline."""
    row_lines = sorted({line for cell in cells for line in (cell.row, cell.row + cell.row_span)})
    column_lines = sorted({line for cell in cells for line in (cell.column, cell.column + cell.column_span)})
    if len(row_lines) == len(rows) and len(column_lines) == len(columns):
        return RuledTable(columns, rows, cells, is_open_below=False)
    row_index = {line: index for index, line in enumerate(row_lines)}
    column_index = {line: index for index, line in enumerate(column_lines)}
    return RuledTable(
        [columns[line] for line in column_lines],
        [rows[line] for line in row_lines],
        [
            cell._replace(
                row=row_index[cell.row],
                column=column_index[cell.column],
                row_span=row_index[cell.row + cell.row_span] - row_index[cell.row],
                column_span=column_index[cell.column + cell.column_span] - column_index[cell.column],
            )
            for cell in cells
        ],
        is_open_below=False,
    )


def face_at(table: RuledTable, x: float, y: float) -> tuple[int, int]:
    """(row, column) of the lattice at a point of the table."""
    # The last line belongs to the last row, the last edge to the last column.
    row = bisect_right(table.rows, y, hi=len(table.rows) - 1) - 1
    column = bisect_right(table.columns, x, hi=len(table.columns) - 1) - 1
    return (row, column)
