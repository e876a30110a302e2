"""Tables set on their side, the rows of the form along the top: turned back before they are read."""

from itertools import takewhile

import msgspec

from etl.interpret.form import Form
from etl.interpret.lines import Line
from etl.model import Cell, Grid


def is_on_its_side(rows: list[Line], known: Form) -> bool:
    """Whether labels of rows stand along the top of a grid and labels of columns down its side, and nothing else does."""
    top = list(takewhile(lambda line: not _has_figures(line), rows))
    body = [line for line in rows[len(top) :] if any(slot.text for slot in line.slots)]
    if not top or not body:
        return False
    return _names_rows(top, known) and all(_starts_with_column(line, known) for line in body)


def turned(grid: Grid) -> Grid:
    """The grid with its rows as columns."""
    cells = tuple(_turned(cell) for cell in grid.cells)
    return msgspec.structs.replace(
        grid, cells=cells, row_count=grid.column_count, column_count=grid.row_count, has_geometry=True
    )


def _turned(cell: Cell) -> Cell:
    return msgspec.structs.replace(
        cell, row=cell.column, column=cell.row, row_span=cell.column_span, column_span=cell.row_span
    )


def _has_figures(line: Line) -> bool:
    return any(slot.is_figure and slot.text for slot in line.slots)


def _names_rows(top: list[Line], known: Form) -> bool:
    """Whether the labels along the top, the corner aside, are labels of rows or their groups."""
    texts = [slot.text for line in top for slot in line.slots if slot.text and slot.starts_here and slot.left > 0]
    named = [bool(known.rows_named(text)) for text in texts]
    return any(named) and all(
        is_row or known.furniture.candidates(text) for is_row, text in zip(named, texts, strict=True)
    )


def _starts_with_column(line: Line, known: Form) -> bool:
    """Whether the labels before the figures of a line are labels of columns, or what the form sets over them."""
    labels = list(takewhile(lambda slot: not slot.text or not slot.is_figure, line.slots))
    texts = [slot.text for slot in labels if slot.text]
    if not texts or len(known.columns_named(texts[-1])) != 1:
        return False
    return all(known.columns_named(text) or known.furniture.candidates(text) for text in texts)
