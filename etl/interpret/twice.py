"""Cells that a document prints more than once: which print stands, and where none does."""

from collections.abc import Mapping

import msgspec

from etl.model import CellKey, Reading, Status

Prints = Mapping[CellKey, tuple[Reading, Reading]]
"""Cell -> how it was read before, and how it is read now."""


class Twice:
    """What was printed twice so far, over all grids of a document."""

    def __init__(self) -> None:
        self._filled: dict[CellKey, Reading] = {}
        """Cells blank in one print and a figure in another, as the figure was read."""
        self._contradicted: set[int] = set()
        """Tables of which two prints have other figures."""

    def settled(self, prints: Prints) -> dict[CellKey, Reading]:
        """The cells of one row, read again."""
        differs = any(_contradict(old, new) for old, new in prints.values())
        self._contradicted |= {cell[0] for cell in prints if differs}
        for cell, pair in prints.items():
            if {reading.status for reading in pair} == {Status.BLANK, Status.REPORTED}:
                self._filled[cell] = next(reading for reading in pair if reading.status is Status.REPORTED)
        return {cell: _settled(old, new, differs) for cell, (old, new) in prints.items()}

    def emptied(self, readings: Mapping[CellKey, Reading]) -> dict[CellKey, Reading]:
        """Blanks that were filled from a print whose table says other things elsewhere: it may be another year's."""
        note = "同一格出现两次，分别为空白和“{}”，而同表另有不一致的数字"
        return {
            cell: msgspec.structs.replace(
                reading, value=None, status=Status.UNREADABLE, note=note.format(reading.printed)
            )
            for cell, reading in self._filled.items()
            if cell[0] in self._contradicted and readings[cell].status is Status.REPORTED
        }


def _contradict(old: Reading, new: Reading) -> bool:
    return Status.BLANK not in (old.status, new.status) and (old.value, old.status) != (new.value, new.status)


def _settled(old: Reading, new: Reading, row_differs: bool) -> Reading:
    """A cell printed twice stands if both prints say the same; a blank says nothing, unless its row says otherwise."""
    if (old.value, old.status) == (new.value, new.status):
        return old
    if not row_differs:
        return new if old.status is Status.BLANK else old
    note = f"同一格出现两次，分别为“{old.printed or '空白'}”和“{new.printed or '空白'}”"
    return Reading(old.table, old.row, old.column, None, old.printed, Status.UNREADABLE, old.place, note)
