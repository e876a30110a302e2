"""Rows of table 3 that stand under no heading: read in the order of the form, unless their sums speak against it."""

from collections.abc import Mapping, Sequence

import msgspec

from etl.interpret.form import ColumnSet, RowKey
from etl.interpret.heading import Heading
from etl.interpret.leaves import Leaf
from etl.model import CellKey, Number, Reading, Status

NOTE = "上方没有可识别的列名，各行之和与格式规定的列序不符，无法分辨各列"
MISFIT_NOTE = "上方没有可识别的列名，多数行的格数与格式不同，无法分辨各列"
_MOST_WRONG = 0.25
"""Share of the rows that tell anything whose sum may be a wrong total; more, and the columns stand in another order."""

_NOWHERE = ((-1, -1),)
"""The place of the labels that are not there."""


def unheaded(columns: ColumnSet) -> Heading:
    """What stands for the heading of rows that have none: the columns in the order of the form."""
    leaves = tuple(Leaf(code, place, place + 1) for place, code in enumerate(columns.codes))
    return Heading(columns, leaves, is_placed=False, is_complete=True, unnamed=_NOWHERE)


def is_unheaded(heading: Heading) -> bool:
    """Whether a heading only stands for one that is not there."""
    return heading.unnamed == _NOWHERE


def doubt_of(rows: Sequence[RowKey], misfits: int, readings: Mapping[CellKey, Reading]) -> str | None:
    """What speaks against the order of the form: that most rows have more or fewer cells, or their sums; None if nothing does."""
    if misfits > len(rows):
        return MISFIT_NOTE
    told = [holds for key in rows if (holds := _holds(_row(key, readings))) is not None]
    return NOTE if told.count(False) > _MOST_WRONG * len(told) else None


def doubted(rows: Sequence[RowKey], note: str, readings: Mapping[CellKey, Reading]) -> dict[CellKey, Reading]:
    """The figures of these rows as unreadable."""
    return {
        reading.key: msgspec.structs.replace(reading, value=None, status=Status.UNREADABLE, note=note)
        for key in rows
        for reading in _row(key, readings)
        if reading.status is Status.REPORTED
    }


def _row(key: RowKey, readings: Mapping[CellKey, Reading]) -> list[Reading]:
    return [reading for reading in readings.values() if (reading.table, reading.row) == key]


def _holds(row: Sequence[Reading]) -> bool | None:
    """Whether the total of a row is the sum of its parts; None where nothing or only nought is to be added."""
    values: dict[str, Number | None] = {reading.column: reading.value for reading in row}
    total = values.pop("total", None)
    parts = [value for value in values.values() if value is not None]
    if total is None or len(parts) < len(values) or not (total or any(parts)):
        return None
    return total == sum(parts)
