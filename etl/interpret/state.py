"""What the walk over the grids of a report carries along."""

from collections.abc import Mapping

from msgspec import Struct

from etl.interpret.form import Form, RowKey
from etl.interpret.heading import Heading
from etl.interpret.twice import Twice
from etl.model import CellKey, Finding, Grid, Reading


class NumberedGrid(Struct, frozen=True, gc=False):
    """A grid, its number among the content's grids, and the short text that stands before it."""

    number: int
    grid: Grid
    before: str = ""
    is_turned: bool = False
    """Rows and columns of the grid have changed places."""


class State:
    """The walk over the grids: the heading in force, the row before, and what was read so far."""

    def __init__(self, known: Form) -> None:
        self.form = known
        self.heading: Heading | None = None
        self.previous: RowKey | None = None
        self.readings: dict[CellKey, Reading] = {}
        self.rows_of_cell: dict[tuple[int, int, int], CellKey] = {}
        """Grid, row and column where a printed figure starts -> the cell of the form that it was first read for."""
        self.findings: list[Finding] = []
        self.editions: list[str] = []
        self.twice = Twice()
        self.unheaded: list[RowKey] = []
        """Rows read in the order of the form for want of a heading."""
        self.misfits = 0
        """Rows of table 3 without a heading whose cells are not as many as the form's columns."""
        self.by_place: Mapping[int, RowKey] = {}
        """Of the grid in hand: lines whose row is told by the rows around them."""
        self.left_over: dict[int, list[str]] = {}
        """Table -> figures in columns that are none of the form's."""
