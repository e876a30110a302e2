"""The heading of a table: which set of columns it names, and whether it can be relied on."""

from collections import Counter
from functools import lru_cache

import msgspec
from msgspec import Struct

from etl.editions import editions
from etl.interpret.form import ColumnSet, Form
from etl.interpret.leaves import (
    Label,
    Leaf,
    Stack,
    filled_in,
    kind_of,
    kinds_named,
    ordered_leaves,
    parents_of_columns,
    placed_leaves,
    shared,
    unique,
)
from etl.interpret.lines import Line
from etl.quantity import other_unit


class Heading(Struct, frozen=True, gc=False):
    """A heading read. ``leaves`` are in the order of the columns of one data line.

    ``is_placed``: the leaves' columns are where the labels stand, so a cell may be found by its place.
    ``is_complete``: no column of the set is missing.
    """

    columns: ColumnSet
    leaves: tuple[Leaf, ...]
    is_placed: bool
    is_complete: bool
    unnamed: tuple[tuple[int, int], ...] = ()
    """Columns with a label that is no label of the form, or that two columns share."""
    width: int | None = None
    """Columns over which the heading is set, with those that have no label."""
    padding: int = 0
    """Fields after the last column: every line of the table has as many."""
    is_skewed: bool = False
    """The lines of the heading do not end at one edge: a span is wrong, and labels may stand beside their columns."""
    units: tuple[tuple[str, str], ...] = ()
    """Columns whose label states another unit than the form: the column's code, and the unit as printed."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The rows of table 4 that stand in the heading."""
        return tuple(dict.fromkeys(leaf.kind for leaf in self.leaves if leaf.kind))


def is_heading(line: Line, form: Form) -> bool:
    """Whether a line belongs to a heading: labels of columns, kinds or blocks, and neither figures nor rows."""
    own = [slot for slot in line.slots if slot.text and slot.starts_here]
    if not own or any(slot.is_figure for slot in own):
        return False
    texts = [slot.text for slot in own]
    rows = [text for text in texts if _names_row(text, form)]
    named = [
        text for text in texts if form.columns_named(text) or kind_of(text, form) or form.furniture.candidates(text)
    ]
    return bool(named) and not rows


def _names_row(text: str, form: Form) -> bool:
    keys = form.rows_named(text)
    return any(key[0] != 4 for key in keys) and not form.columns_named(text)


def read_heading(stack: list[Line], form: Form, kind: str | None = None, has_geometry: bool = True) -> Heading | None:
    """Read the lines of a heading; None if they name no columns of the form.

    ``kind`` is the row of table 4 that the text before the table names, for tables that hold one kind only.
    """
    printed = tuple(
        tuple(Label(slot.text, slot.left, slot.right, slot.starts_here) for slot in line.slots) for line in stack
    )
    is_scan = all(slot.cell.confidence is not None for line in stack for slot in line.slots if slot.text)
    return _remembered(_with_first_kind(printed, form) if is_scan else printed, form, kind, has_geometry, is_scan)


def _with_first_kind(stack: Stack, form: Form) -> Stack:
    """The heading of table 4 in a picture with its first kind over the columns before the others, where the cut of a page took it."""
    first, *others = next(tuple(row.label for row in edition.rows(4)) for edition in editions().values())
    for line in stack:
        named = [label for label in line if label.text and kind_of(label.text, form)]
        if [kind_of(label.text, form) for label in named] == [kind_of(other, form) for other in others]:
            is_cut = named[0].left > 0 and kind_of(first, form) not in kinds_named(stack, form)
            return ((Label(first, 0, named[0].left, True),), *stack) if is_cut else stack
    return stack


@lru_cache(1024)
def _remembered(stack: Stack, form: Form, kind: str | None, has_geometry: bool, is_scan: bool) -> Heading | None:
    """Headings return in report after report, word for word and place for place."""
    heading = _read(stack, form, kind, has_geometry, is_scan)
    if heading is None:
        return None
    width = max(label.right for line in stack for label in line)
    if heading.is_placed:
        padding = width - max((leaf.right for leaf in heading.leaves), default=width)
    else:
        padding = min(_empty_at_end(line) for line in stack)
    is_skewed = has_geometry and heading.is_placed and _is_skewed(stack, form)
    return msgspec.structs.replace(
        heading, width=width, padding=padding, is_skewed=is_skewed, units=_other_units(stack, heading.columns, form)
    )


def _other_units(stack: Stack, columns: ColumnSet, form: Form) -> tuple[tuple[str, str], ...]:
    texts = [label.text for line in stack for label in line if label.text and label.starts_here]
    found = (
        (code, other_unit(text, columns.by_code[code]))
        for text in texts
        for code in form.columns_named(text)
        if code in columns.by_code
    )
    return tuple((code, unit) for code, unit in found if unit)


def _is_skewed(stack: Stack, form: Form) -> bool:
    """Whether the lines that name columns end at different edges."""
    naming = [line for line in stack if any(label.text and form.columns_named(label.text) for label in line)]
    return len({max(label.right for label in line) for line in naming}) > 1


def _empty_at_end(line: tuple[Label, ...]) -> int:
    return next((n for n, label in enumerate(reversed(line)) if label.text), 0)


def _read(stack: Stack, form: Form, kind: str | None, has_geometry: bool, is_scan: bool) -> Heading | None:
    placed, unnamed = placed_leaves(stack, form)
    if unnamed and (strange := _totals_of_parts(placed, stack, form)):
        return _without_these(strange, placed, unnamed, form)
    if is_scan and unnamed and (filled := filled_in(placed, unnamed, stack, form)):
        placed, unnamed = filled, ()
    kinds = kinds_named(stack, form)
    columns = form.column_set({leaf.code for leaf in placed}, _width(placed) + len(unnamed))
    if columns is None and (own := form.widest_within({leaf.code for leaf in placed})) is not None:
        columns, strangers = own, [leaf for leaf in placed if leaf.code not in own.codes]
        placed = tuple(leaf for leaf in placed if leaf.code in own.codes)
        unnamed += tuple((leaf.left, leaf.right) for leaf in strangers)
    ordered = ordered_leaves(stack, form)
    by_order = form.column_set({leaf.code for leaf in ordered}, _width(ordered))
    # Two columns of one name, or one of no name, leave no order to go by: 合计 of somebody's own beside 总计.
    is_wider = has_geometry and by_order is not None and _width(placed) + len(unnamed) > len(by_order.codes)
    in_order = by_order is not None and _is_whole(ordered, by_order, kinds) and not is_wider
    # Fields of one line stand one after the other, whatever stands over what; over several lines their places agree.
    is_flat = not has_geometry and len(stack) == 1 and in_order
    if columns is not None and _is_whole(placed, columns, kinds) and not is_flat:
        if _is_jumbled(placed, columns, stack, form):
            return Heading(columns, (), True, False)
        return Heading(columns, _with_kind(placed, columns, kind), True, True, unnamed)
    if by_order is not None and in_order:
        return Heading(by_order, _with_kind(ordered, by_order, kind), False, True)
    if columns is None:
        return None if unnamed else _without_total(placed, ordered, stack, form, kind)
    return Heading(columns, _with_kind(unique(placed), columns, kind), True, False, unnamed + shared(placed))


def _totals_of_parts(placed: tuple[Leaf, ...], stack: Stack, form: Form) -> tuple[Leaf, ...]:
    """Totals under a label that the form sets over other columns: somebody's own sum of these, where another column has no known label."""
    names = set(parents_of_columns().values())
    over = [
        label
        for line in stack
        for label in line
        if label.right - label.left > 1 and names.intersection(form.furniture.candidates(label.text))
    ]
    return tuple(
        leaf for leaf in placed if leaf.code == "total" and any(label.overlaps(leaf.left, leaf.right) for label in over)
    )


def _without_these(
    strange: tuple[Leaf, ...], placed: tuple[Leaf, ...], unnamed: tuple[tuple[int, int], ...], form: Form
) -> Heading | None:
    """A heading whose columns are certain but for the total, which one of those without a known label may be."""
    kept = tuple(leaf for leaf in placed if leaf not in strange)
    columns = form.without_total({leaf.code for leaf in kept})
    if columns is None or not _is_whole(kept, columns, ()):
        return None
    return Heading(columns, kept, True, True, (*unnamed, *((leaf.left, leaf.right) for leaf in strange)))


def _without_total(
    placed: tuple[Leaf, ...], ordered: tuple[Leaf, ...], stack: Stack, form: Form, kind: str | None
) -> Heading | None:
    """A heading that has every column but the total, and no place that may be the total's."""
    kinds = kinds_named(stack, form)
    width = max(label.right for line in stack for label in line)
    for leaves, is_placed in ((placed, True), (ordered, False)):
        columns = form.without_total({leaf.code for leaf in leaves})
        ends = not is_placed or max((leaf.right for leaf in leaves), default=0) == width
        if columns is not None and ends and _is_whole(leaves, columns, kinds):
            return Heading(columns, _with_kind(leaves, columns, kind), is_placed, True)
    return None


def _is_jumbled(placed: tuple[Leaf, ...], columns: ColumnSet, stack: Stack, form: Form) -> bool:
    """Columns in another order than the form's, where labels pushed each other aside.

    A line of the heading was set twice, or a column does not stand under the label that the form sets over it.
    """
    if columns.rows_stand_in_heading or tuple(leaf.code for leaf in placed) == columns.codes:
        return False
    texts = [label.text for line in stack for label in line if label.text and label.starts_here]
    return len(set(texts)) < len(texts) or (not _is_skewed(stack, form) and _is_beside_parent(placed, stack, form))


def _is_beside_parent(placed: tuple[Leaf, ...], stack: Stack, form: Form) -> bool:
    """Whether a column of 法人或其他组织 stands beside that label, or another column under it."""
    parents = parents_of_columns()
    for name in set(parents.values()):
        over = [label for line in stack for label in line if label.text and name in form.furniture.exact(label.text)]
        # Fields of a text have no width: a label over several of them stands in the first.
        for leaf in placed if any(slot.right - slot.left > 1 for slot in over) else ():
            is_under = any(label.overlaps(leaf.left, leaf.right) for label in over)
            if is_under != (parents.get(leaf.code) == name):
                return True
    return False


def _width(leaves: tuple[Leaf, ...]) -> int:
    """The number of columns printed, under one kind where there are several."""
    return max(Counter(leaf.kind for leaf in leaves).values(), default=0)


def _is_whole(leaves: tuple[Leaf, ...], columns: ColumnSet, kinds: tuple[str, ...]) -> bool:
    """Every column of the set once, or once under each of the kinds that the heading names."""
    per_kind: dict[str | None, list[str]] = {}
    for leaf in leaves:
        per_kind.setdefault(leaf.kind, []).append(leaf.code)
    if columns.rows_stand_in_heading and set(per_kind) != set(kinds or [None]):
        return False
    return bool(per_kind) and all(sorted(codes) == sorted(columns.codes) for codes in per_kind.values())


def _with_kind(leaves: tuple[Leaf, ...], columns: ColumnSet, kind: str | None) -> tuple[Leaf, ...]:
    if not columns.rows_stand_in_heading or kind is None or any(leaf.kind for leaf in leaves):
        return leaves
    return tuple(Leaf(leaf.code, leaf.left, leaf.right, kind) for leaf in leaves)
