"""Rows of a scan whose label could not be recognised: told by the rows around them, which the form prints in one order."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from etl.editions import editions
from etl.interpret.form import Form, RowKey
from etl.interpret.heading import Heading, is_heading
from etl.interpret.lines import POOR, Line, row_label
from etl.model import UNSURE

_FEWEST_KNOWN = {2: 1, 3: 2}
"""Table -> rows whose labels are recognised, at least: they show the order. The blocks of table 2 may stand each for itself."""


def rows_by_place(lines: Sequence[Line], form: Form, previous: RowKey | None) -> Mapping[int, RowKey]:
    """Number of a line -> the row of the form that it must be, for lines of figures whose label is not legible.

    ``previous`` is the row before the first line, for a table that a page break cut. A line gets a row only where every
    row that is recognised stands in the order of the form, and the lines between two of them are as many as the rows
    that an edition prints there.
    """
    if all(slot.cell.confidence is None for line in lines for slot in line.slots):
        return {}
    rows: list[tuple[Line, RowKey | None]] = []
    is_begun = False
    before = previous
    for line in lines:
        if is_heading(line, form):
            # What stands before the first row is then the beginning of the table.
            before = None if not rows else before
            is_begun = is_begun or not rows
            continue
        key = row_label(line, form, before)[0]
        before = key or before
        if key is not None or ((is_begun or previous is not None) and _is_illegible_row(line)):
            rows.append((line, key))
    if not any(key is None for _, key in rows):
        return {}
    start = None if is_begun else previous
    return _placed(rows, start)


def _placed(rows: list[tuple[Line, RowKey | None]], start: RowKey | None) -> dict[int, RowKey]:
    known = [key for key in (start, *(key for _, key in rows)) if key is not None]
    tables = {key[0] for key in known}
    if len(tables) != 1 or len(known) < _FEWEST_KNOWN.get(known[0][0], len(known) + 1):
        return {}
    ways = list(_ways(rows, start, known[0][0]))
    # A table without a row too many or too few by one edition is that edition's.
    whole = [way for way in ways if len(way) == sum(key is None for _, key in rows)]
    first, *others = whole or ways or [{}]
    return {rows[place][0].number: key for place, key in first.items() if all(way.get(place) == key for way in others)}


def _ways(rows: list[tuple[Line, RowKey | None]], start: RowKey | None, table: int) -> Iterator[dict[int, RowKey]]:
    """For each order of rows that an edition prints, and that has all known rows in it: the place in ``rows`` -> its row."""
    for order in _orders(table):
        at = {key: place for place, key in enumerate(order)}
        if start is not None and start not in at:
            continue
        anchors = [(-1, at[start] if start is not None else -1)]
        anchors += [(place, at.get(key, -1)) for place, (_, key) in enumerate(rows) if key is not None]
        if any(later[1] <= earlier[1] for earlier, later in pairwise(anchors)):
            continue
        anchors.append((len(rows), len(order)))
        yield {
            first + step: order[earlier + step]
            for (first, earlier), (last, later) in pairwise(anchors)
            if last - first == later - earlier
            for step in range(1, last - first)
        }


@cache
def _orders(table: int) -> tuple[tuple[RowKey, ...], ...]:
    """The rows of a table, and of each block of table 2, from top to bottom, as each edition prints them.

    Without and with each row that stands for several.
    """
    orders: dict[tuple[RowKey, ...], None] = {}
    for edition in editions().values():
        printed = [row.code for block in edition.table(table).blocks for row in block.rows]
        orders[tuple((table, code) for code in printed)] = None
        for block in edition.table(table).blocks if table == 2 else ():
            orders[tuple((table, row.code) for row in block.rows)] = None
        for other in (one for one in edition.alternatives if one.table == table):
            replaced = [other.row if code == other.replaces[0] else code for code in printed]
            orders[tuple((table, code) for code in replaced if code not in other.replaces[1:])] = None
    return tuple(orders)


def _is_illegible_row(line: Line) -> bool:
    """Whether a line of recognised cells has figures behind a label that is there, but read with doubt."""
    own = [slot for slot in line.slots if slot.text and slot.starts_here]
    if len(own) < 2 or any(slot.cell.confidence is None for slot in own):
        return False
    # What is set over several rows is their group.
    label, last = next((slot for slot in own if slot.cell.row_span == 1), own[0]), own[-1]
    is_doubtful = UNSURE in label.text or (label.cell.confidence or 0.0) < POOR
    return is_doubtful and last.is_figure


def labels_before(line: Line, heading: Heading, is_own: bool) -> int:
    """How many leading slots of a line are no figures, by the heading; 0 where none of them says anything.

    Under a heading of another part of the table only the number of columns counts.
    """
    if is_own and heading.is_placed:
        count = sum(slot.left < heading.leaves[0].left for slot in line.slots)
    else:
        count = len(line.slots) - len(heading.leaves)
    return count if any(slot.text and slot.starts_here for slot in line.slots[: max(count, 0)]) else 0
