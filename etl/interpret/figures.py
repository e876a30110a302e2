"""The text of a cell of a table -> the reading of that cell, by its column and unit."""

import msgspec

from etl.editions import Column
from etl.interpret.form import RowKey
from etl.interpret.heading import Heading
from etl.interpret.lines import Line, Slot
from etl.model import Place, Reading, Status
from etl.quantity import Quantity, other_unit, read, stated_unit


def reading_of(key: RowKey, column: Column, slot: Slot | None, place: Place | None, doubt: str | None) -> Reading:
    """The reading of one cell of the form; ``doubt`` is the reason that the slot may not be its own."""
    if slot is None:
        return Reading(*key, column.code, None, "", Status.UNREADABLE, None, doubt)
    if doubt is not None:
        return Reading(*key, column.code, None, slot.text, Status.UNREADABLE, place, doubt)
    quantity = read(slot.text, column)
    if (
        slot.cell.confidence is not None
        and not any(char.isdigit() for char in slot.text)
        and quantity.value is not None
    ):
        # Strokes in a picture are soon taken for 二 or 十.
        quantity = Quantity(Status.UNREADABLE, None, f"识别出的“{slot.text}”不是数字")
    candidates = slot.cell.candidates if quantity.status is Status.UNREADABLE else ()
    return Reading(*key, column.code, quantity.value, slot.text, quantity.status, place, quantity.note, candidates)


def units_of(heading: Heading, line: Line, columns: dict[str, Column]) -> dict[str, str]:
    """Columns of a line whose figures are in another unit than the form's, by the heading or by the line's own label."""
    labels = [slot.text for slot in line.slots if not slot.is_figure and stated_unit(slot.text)]
    if not labels:
        return dict(heading.units)
    own = {code: unit for label in labels for code, c in columns.items() if (unit := other_unit(label, c))}
    # A line of counts and an amount may state the unit of its amount.
    return dict(heading.units) | {c: u for c, u in own.items() if columns[c].kind == "amount" or not u.endswith("元")}


def in_another_unit(reading: Reading, unit: str) -> Reading:
    """A figure in another unit than the form's is no figure of the form; nought is nought in any."""
    if not reading.value:
        return reading
    note = f"所标单位是“{unit}”，与格式规定的单位不同"
    return msgspec.structs.replace(reading, value=None, status=Status.UNREADABLE, note=note)
