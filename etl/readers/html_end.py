"""Pages whose file ends in the midst of a cell: what stands there may be the beginning of a figure only."""

from msgspec.structs import replace

from etl.model import UNSURE, Grid
from etl.readers.html_tables import Block

CUT_OFF = "网页在表格中间中断，最后一格可能不完整，其数字不采用；请重新取得"
_CELLS = ("<td", "<TD", "<th", "<TH")


def ends_in_a_cell(source: str) -> bool:
    """Whether no tag is closed any more after the last cell was opened."""
    end = source[source.rfind("</") + 1 :]
    cell = end[max(map(end.rfind, _CELLS)) :]
    return cell.startswith(_CELLS) and ">" in cell


def with_last_cell_marked(blocks: list[Block]) -> list[Block]:
    """The blocks with the last cell of the table at their end marked, empty or not."""
    if not blocks or not isinstance(grid := blocks[-1], Grid) or not grid.cells:
        return blocks
    last = max(grid.cells, key=lambda cell: (cell.row, cell.column))
    cells = (replace(cell, text=cell.text + UNSURE) if cell is last else cell for cell in grid.cells)
    return [*blocks[:-1], replace(grid, cells=tuple(cells))]
