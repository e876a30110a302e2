"""Rows of a Word 97-2003 table, each with its own edges -> one grid: what stands on one line is one column."""

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from etl.model import Cell, Grid
from etl.readers.doc_modifiers import CellDefinition

TOLERANCE = 50
"""Twentieths of a point by which an edge of one row may miss that of another; the narrowest column has 300."""


class RowDraft(Struct, frozen=True):
    """The texts of a row's cells, and where these cells lie."""

    texts: list[str]
    cells: tuple[CellDefinition, ...]


def grid(rows: Sequence[RowDraft]) -> Grid:
    """Lay out rows by their edges; where edges are missing or contradict each other, by the order of the cells."""
    lines = _lines([edge for row in rows for cell in row.cells for edge in (cell.left, cell.right)])
    if all(len(row.texts) == len(row.cells) for row in rows) and all(
        bisect_right(lines, cell.left) < bisect_right(lines, cell.right) for row in rows for cell in row.cells
    ):
        return _by_edges(rows, lines)
    cells = tuple(Cell(y, x, text) for y, row in enumerate(rows) for x, text in enumerate(row.texts))
    return Grid(cells, len(rows), max(len(row.texts) for row in rows), has_geometry=False)


def _lines(edges: list[int]) -> list[int]:
    """The leftmost position of each line that edges stand on."""
    lines: list[int] = []
    last = None
    for edge in sorted(set(edges)):
        if last is None or edge - lines[-1] > TOLERANCE:
            lines.append(edge)
        last = edge
    return lines


def _by_edges(rows: Sequence[RowDraft], lines: list[int]) -> Grid:
    cells: list[Cell] = []
    above: dict[tuple[int, int], int] = {}
    """First column and width of a cell of the row above that may reach down -> its number."""
    for y, row in enumerate(rows):
        reaching: dict[tuple[int, int], int] = {}
        for definition, text in zip(row.cells, row.texts, strict=True):
            column = bisect_right(lines, definition.left) - 1
            width = bisect_right(lines, definition.right) - 1 - column
            if definition.continues_left and cells and cells[-1].row == y:
                cells[-1] = replace(cells[-1], column_span=cells[-1].column_span + width)
                continue
            number = above.get((column, width))
            if definition.continues_above and number is not None:
                cells[number] = replace(cells[number], row_span=cells[number].row_span + 1)
                reaching[column, width] = number
                continue
            cells.append(Cell(y, column, text, column_span=width))
            if definition.starts_merge or definition.continues_above:
                reaching[column, width] = len(cells) - 1
        above = reaching
    return Grid(tuple(cells), len(rows), len(lines) - 1)
