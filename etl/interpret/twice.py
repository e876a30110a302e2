"""Cells that a document prints more than once: which print stands, and where none does."""

from collections import Counter
from collections.abc import Mapping

import msgspec

from etl.interpret.form import RowKey
from etl.model import CellKey, Reading, Status

RIVAL = "另有一张同样的表因表头不全未能读取，且数字不同，无法分辨哪一张是本年的"
SHORT_RIVAL = "另有同样的一行因缺格未能读取，且数字不同，无法分辨哪一行是本年的"
BLANK_ELSEWHERE = "在文中出现两次，所取各数在另一处均为空白，请核对是否为本年数据"
Prints = Mapping[CellKey, tuple[Reading, Reading]]
"""Cell -> how it was read before, and how it is read now."""


class Twice:
    """What was printed twice so far, over all grids of a document."""

    def __init__(self) -> None:
        self._filled: dict[CellKey, Reading] = {}
        """Cells blank in one print and a figure in another, as the figure was read."""
        self._contradicted: set[int] = set()
        """Tables of which two prints have other figures."""
        self._unread: list[tuple[int, tuple[str, ...]]] = []
        """Table and figures, as printed, of each print whose columns could not be told."""
        self._short: list[tuple[RowKey, tuple[str, ...]]] = []
        """Row and figures, as printed, of each line with fewer cells than columns that was passed over."""

    def settled(self, prints: Prints) -> dict[CellKey, Reading]:
        """The cells of one row, read again."""
        differs = any(_contradict(old, new) for old, new in prints.values())
        self._contradicted |= {cell[0] for cell in prints if differs}
        for cell, pair in prints.items():
            if {reading.status for reading in pair} == {Status.BLANK, Status.REPORTED}:
                self._filled[cell] = next(reading for reading in pair if reading.status is Status.REPORTED)
        return {cell: _settled(old, new, differs) for cell, (old, new) in prints.items()}

    def unread(self, table: int, printed: tuple[str, ...]) -> None:
        """Take note of a print of a table whose columns could not be told."""
        self._unread.append((table, printed))

    def short(self, key: RowKey, printed: tuple[str, ...]) -> None:
        """Take note of a line of a continued table that has fewer cells than there are columns."""
        self._short.append((key, printed))

    def short_rivalled(self, readings: Mapping[CellKey, Reading]) -> dict[CellKey, Reading]:
        """The cells of a row that stands beside another print of it, too short to be read, with a figure that it has not."""
        return {
            cell: msgspec.structs.replace(reading, value=None, status=Status.UNREADABLE, note=SHORT_RIVAL)
            for key, printed in self._short
            for cell, reading in readings.items()
            if cell[:2] == key and reading.status is Status.REPORTED
            if Counter(printed) - Counter(r.printed for c, r in readings.items() if c[:2] == key)
        }

    def rivalled(self, readings: Mapping[CellKey, Reading]) -> dict[CellKey, Reading]:
        """The cells of a table that stands beside another print of it, not read and with other figures: last year's, perhaps."""
        found: dict[CellKey, Reading] = {}
        for table, printed in self._unread:
            own = {cell: reading for cell, reading in readings.items() if cell[0] == table}
            if tuple(reading.printed for reading in own.values()) != printed:
                found |= {
                    cell: msgspec.structs.replace(reading, value=None, status=Status.UNREADABLE, note=RIVAL)
                    for cell, reading in own.items()
                    if reading.status is Status.REPORTED
                }
        return found

    def blank_elsewhere(self, readings: Mapping[CellKey, Reading]) -> list[tuple[CellKey, ...]]:
        """The figures of each table that another print of it leaves blank, all of them: one of the two may be another year's."""
        figures: dict[int, list[CellKey]] = {}
        for cell, reading in readings.items():
            if reading.status is Status.REPORTED:
                figures.setdefault(cell[0], []).append(cell)
        return [tuple(cells) for cells in figures.values() if self._filled.keys() >= set(cells)]

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
