"""Cells as the figures of charts name them."""

from collections.abc import Callable, Collection
from typing import NamedTuple


class Cell(NamedTuple):
    """A cell of the statutory tables, or a count of the prose (no table); ``row`` may be the code of a group of rows."""

    table_no: int | None
    row: str
    column: str


CellsOf = Callable[[str], Collection[Cell]]
"""The cells that the figure of a series rests on."""
