"""The rows of a web table -> one grid, by the table model of HTML; a table that only frames text dissolves into it."""

import re
from collections.abc import Iterator
from itertools import chain, groupby

from msgspec import Struct, field

from etl.model import Cell, Grid, Paragraph

Block = Paragraph | Grid

_CELL_LIMIT = 20_000
"""Cells of one table beyond which nothing is read: no form comes near, and a hostile page must not hold up the rest."""
_ABSURD_SPAN = 100
"""A column span above this (65534 is met) says "to the end", not how wide the table is."""
_TINY_CELLS = 12
"""Most cells of tables inside a table that still are a part of its cells, not the content that it frames."""
_TINY_WORDS = 40
"""Most characters beside such a table in its cell."""
_PROSE, _LONG_PROSE = 200, 800
"""Characters of a cell from which it may be, and from which it is, running prose."""
_DIGIT = re.compile(r"\d")


class CellDraft(Struct, gc=False):
    """A cell as it is met: what it holds, and the spans that it claims (0 rows: to the end of its group)."""

    row_span: int
    column_span: int
    blocks: list[Block] = field(default_factory=list)


class RowGroup(Struct, gc=False):
    """A ``thead``, ``tbody`` or ``tfoot``; ``rank`` is its place on the screen, whatever its place in the source."""

    rank: int
    rows: list[list[CellDraft]] = field(default_factory=list)


class TableDraft(Struct, gc=False):
    """A table as it is met: what stands outside its cells (the caption), its groups of rows, whether tables stand in it."""

    outside: list[Block] = field(default_factory=list)
    groups: list[RowGroup] = field(default_factory=list)
    holds_tables: bool = False

    def cells(self) -> Iterator[CellDraft]:
        """All cells, in the order of the screen."""
        return (cell for group in self.groups for row in group.rows for cell in row)


def lay_out(table: TableDraft, notes: list[str]) -> list[Block]:
    """The blocks that a table amounts to, in order: its caption, then one grid, or the text and grids that it frames."""
    table.groups.sort(key=lambda group: group.rank)
    if _is_frame(table):
        return table.outside + [block for cell in table.cells() for block in cell.blocks]
    cells = _place(table, notes)
    return table.outside + _without_prose_rows(cells)


def _is_frame(table: TableDraft) -> bool:
    """Whether a table only arranges the page: it has one column, or what it holds are tables."""
    if all(len(row) <= 1 for group in table.groups for row in group.rows):
        return True
    if not table.holds_tables:
        return False
    framed = own = 0
    for cell in table.cells():
        nested = [block for block in cell.blocks if isinstance(block, Grid)]
        words = sum(len(block.text) for block in cell.blocks if isinstance(block, Paragraph))
        if len(nested) > 1 or (nested and words > _TINY_WORDS):
            return True
        framed += sum(len(grid.cells) for grid in nested)
        own += not nested and bool(cell.blocks)
    return framed > 0 and (framed > _TINY_CELLS or framed * 2 > own)


def _place(table: TableDraft, notes: list[str]) -> list[tuple[Cell, list[Block]]]:
    """Give each cell the next free slot of its row; spans are cut where the table, the group or a neighbour ends."""
    placed: list[tuple[Cell, list[Block]]] = []
    sound_width: int | None = None
    first_row = 0
    for group in table.groups:
        end_row = first_row + len(group.rows)
        held_until: dict[int, int] = {}
        """Column -> the row at which the cell ends that reaches down in it."""
        for row_number, row in enumerate(group.rows, first_row):
            column = 0
            for draft in row:
                while held_until and held_until.get(column, 0) > row_number:
                    column += 1
                row_span, column_span = draft.row_span, draft.column_span
                if column_span > 1:
                    if column_span > _ABSURD_SPAN:
                        sound_width = _width(table) if sound_width is None else sound_width
                        column_span = max(sound_width - column, 1)
                    column_span = _free_slots(held_until, row_number, column, column_span)
                if row_span != 1:
                    row_span = min(row_span or end_row, end_row - row_number)
                    held_until |= dict.fromkeys(range(column, column + column_span), row_number + row_span)
                cell = Cell(row_number, column, _text(draft.blocks), row_span, column_span)
                placed.append((cell, draft.blocks))
                column += column_span
                if len(placed) >= _CELL_LIMIT:
                    notes.append(f"表格超过 {_CELL_LIMIT} 个单元格，其余未读")
                    return placed
        first_row = end_row
    return placed


def _free_slots(held_until: dict[int, int], row: int, column: int, wanted: int) -> int:
    """How many of the wanted slots from this column on are free; a cell held down from a row above ends the run."""
    taken = (offset for offset in range(wanted) if held_until.get(column + offset, 0) > row)
    return next(taken, wanted)


def _width(table: TableDraft) -> int:
    rows = (row for group in table.groups for row in group.rows)
    return max((sum(cell.column_span for cell in row if cell.column_span <= _ABSURD_SPAN) for row in rows), default=0)


def _text(blocks: list[Block]) -> str:
    if not blocks:
        return ""
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return blocks[0].text.strip()
    return "\n".join(block.text if isinstance(block, Paragraph) else _grid_text(block) for block in blocks).strip()


def _grid_text(grid: Grid) -> str:
    rows = groupby(grid.cells, key=lambda cell: cell.row)
    return "\n".join(" ".join(filter(None, (cell.text for cell in row))) for _, row in rows)


def _without_prose_rows(placed: list[tuple[Cell, list[Block]]]) -> list[Block]:
    """Cut a table at the rows that hold running prose (a whole article beside a menu); what is between stays a grid."""
    if placed and max([len(cell.text) for cell, _ in placed]) < _PROSE:
        return list(_grid([cell for cell, _ in placed], placed[-1][0].row + 1))
    prose_rows = set(
        chain.from_iterable(_prose_rows(list(row)) for _, row in groupby(placed, key=lambda pair: pair[0].row))
    )
    blocks: list[Block] = []
    for is_prose, run in groupby(placed, key=lambda pair: pair[0].row in prose_rows):
        if is_prose:
            blocks.extend(block for _, cell_blocks in run for block in cell_blocks)
        else:
            cells = [cell for cell, _ in run]
            end_row = min((row for row in prose_rows if row > cells[0].row), default=cells[-1].row + 1)
            blocks.extend(_grid(cells, end_row))
    return blocks


def _prose_rows(row: list[tuple[Cell, list[Block]]]) -> Iterator[int]:
    for cell, _ in row:
        if len(cell.text) < _PROSE:
            continue
        has_figures_beside = any(_DIGIT.search(other.text) for other, _ in row if other is not cell)
        if len(cell.text) >= _LONG_PROSE or (cell.text.count("。") > 1 and not has_figures_beside):
            yield from range(cell.row, cell.row + cell.row_span)


def _grid(cells: list[Cell], end_row: int) -> Iterator[Grid]:
    """The grid of consecutive rows, counted from 0 again; nothing where every cell is blank (a spacer)."""
    if not any(cell.text for cell in cells):
        return
    first_row = cells[0].row
    row_count = max([cell.row + cell.row_span for cell in cells])
    if first_row or row_count > end_row:
        row_count = min(row_count, end_row) - first_row
        cells = [
            Cell(cell.row - first_row, cell.column, cell.text, min(cell.row_span, end_row - cell.row), cell.column_span)
            for cell in cells
        ]
    yield Grid(tuple(cells), row_count, column_count=max([cell.column + cell.column_span for cell in cells]))
