"""A grid as lines of slots: spans expanded once, so that nobody downstream sees one."""

import re
from functools import lru_cache
from operator import attrgetter

from msgspec import Struct

from etl.interpret.form import Form, RowKey
from etl.model import UNSURE, Cell, Grid
from etl.quantity import printed

_LEFT = attrgetter("left")


class Slot(Struct, frozen=True, gc=False):
    """One cell as one line sees it; a cell that spans rows is a slot of each of them."""

    cell: Cell
    text: str
    starts_here: bool
    left: int
    """First column."""
    right: int
    """Column after the last."""
    is_figure: bool
    """Whether the text could be the content of a figure's cell, which an empty one could be, too."""

    def overlaps(self, left: int, right: int) -> bool:
        """Whether the slot stands over any of the columns from ``left`` to ``right`` (excluded)."""
        return self.left < right and left < self.right


class Line(Struct, frozen=True, gc=False):
    """One row of a grid, its slots from left to right."""

    number: int
    slots: tuple[Slot, ...]


def lines(grid: Grid) -> list[Line]:
    """The rows of a grid from top to bottom."""
    rows: list[list[Slot]] = [[] for _ in range(grid.row_count)]
    for cell in grid.cells:
        left, right = cell.column, cell.column + cell.column_span
        text = cell.text if cell.text.isdigit() else printed(cell.text)
        is_figure = is_value_like(text)
        rows[cell.row].append(Slot(cell, text, True, left, right, is_figure))
        if cell.row_span > 1:
            held = Slot(cell, text, False, left, right, is_figure)
            for row in rows[cell.row + 1 : cell.row + cell.row_span]:
                row.append(held)
    return [Line(number, tuple(sorted(slots, key=_LEFT))) for number, slots in enumerate(rows)]


POOR = 0.9
"""Certainty below which a recognised label may be misread."""
_VALUE = re.compile(
    r"[约近共]?[+\-−－–—]?\s*[0-9０-９]+(?:(?:[,，]\s*|\s+)[0-9０-９]+)*(?:[.．][0-9０-９]+)?\s*[余多]?"
    r"[万亿]?(?:人次|件次|[件条个项宗起例次份部篇人家笔元])?[余多]?(?:\s*[(（〔\[].*[)）〕\]])?",
    re.DOTALL,
)


@lru_cache(65_536)
def is_value_like(text: str) -> bool:
    """Whether the text could be the content of a figure's cell: a number, perhaps with a unit, or a sign for none.

    A figure that could not be read for certain is one, too.
    """
    text = text.removesuffix(UNSURE)
    return not any(ch.isalnum() for ch in text) or text in ("无", "没有") or bool(_VALUE.fullmatch(text))


_FEWEST_WORDS = 5
"""A line of fewer words is no row of table 3: a page number or a date among words."""


def is_damaged_row(text: str) -> bool:
    """Whether a line is a row of figures with something else among them: 11 1 0 十余 1 0 13."""
    words = text.split()
    figures = sum(map(is_value_like, words))
    return len(words) >= _FEWEST_WORDS and len(words) > figures >= len(words) * 0.75


_LONGEST_INDEX = 2
"""Digits of the number of a line."""


def row_label(line: Line, form: Form, previous: RowKey | None) -> tuple[RowKey | None, int]:
    """The row that a line is, and the number of its leading slots that are labels.

    The last label counts: 三、本年度办理结果 | （六）其他处理 | 3.其他 is 3.其他. A line whose last label is not known has
    no row, even if the group before it has a name that some reports print as a row.
    """
    key: RowKey | None = None
    labels = 0
    is_group = True
    for place, slot in enumerate(line.slots):
        if not slot.text:
            continue
        if place == 0 and _is_index(line, form):
            continue
        found = form.rows_named(slot.text)
        group = bool(form.furniture.candidates(slot.text))
        if group and (not slot.starts_here or (slot.cell.row_span > 1 and _is_blank(line.slots[place + 1 :]))):
            # What stands over several lines is their group, though some reports print a row of that name.
            found = ()
        if group and not found and key is not None and not slot.starts_here:
            # A group held down from above between the label of a row and its figures.
            labels = place + 1
            continue
        if not found and (slot.is_figure or not is_group):
            break
        if found and key is not None and not slot.starts_here and line.slots[place - 1].starts_here:
            # A group set behind the label of one of its rows: the row is the label's.
            labels = place + 1
            continue
        if found:
            key = _in_context(found, line.slots[:place], form, previous)
        else:
            key = None if group or not slot.starts_here else _expected(slot, form, previous)
        is_group = group or key is None or not slot.starts_here
        labels = place + 1
    return key, labels


def _is_blank(behind: tuple[Slot, ...]) -> bool:
    """Whether a cell of the line's own stands next, and nothing legible in it."""
    return bool(behind) and behind[0].starts_here and (not behind[0].text or behind[0].text.endswith(UNSURE))


def _is_index(line: Line, form: Form) -> bool:
    """Whether a line starts with its own number (序号): a small number with the label of a row or a group behind it."""
    first, *rest = line.slots or (None,)
    number = first.text.removesuffix(UNSURE) if first is not None else ""
    if not number.isdigit() or len(number) > _LONGEST_INDEX:
        return False
    behind = next((slot for slot in rest if slot.text), None)
    if behind is None or behind.is_figure:
        return False
    return bool(form.rows_named(behind.text) or form.furniture.candidates(behind.text))


def _in_context(
    found: tuple[RowKey, ...], before: tuple[Slot, ...], form: Form, previous: RowKey | None
) -> RowKey | None:
    """Settle 其他 by what it stands under: the group （六）, or the rows before it."""
    if len(found) < 2:
        return found[0] if found else None
    if set(found) == {(3, "other_remaining"), (3, "other")}:
        in_group = any((3, "other") in form.rows_named(slot.text) for slot in before if slot.text)
        after_group = previous in ((3, "other_fee_overdue"), (3, "other_correction_overdue"))
        return (3, "other_remaining") if in_group or after_group else (3, "other")
    return None


def _expected(slot: Slot, form: Form, previous: RowKey | None) -> RowKey | None:
    """A label too misprinted to stand alone, if it is like the one that the form prints next; in a poor scan, a little like it."""
    if previous is None:
        return None
    place = form.order[previous] + 1
    following = [key for key, order in form.order.items() if key[0] == previous[0] and order == place]
    is_poor = slot.cell.confidence is not None and slot.cell.confidence < POOR
    like = [
        key
        for key in following
        if form.rows.resembles(slot.text, key) or (is_poor and form.rows.is_numbered_like(slot.text, key))
    ]
    return like[0] if len(like) == 1 else None
