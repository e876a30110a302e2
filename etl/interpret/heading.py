"""The heading of a table: which column is which, by its labels."""

from collections import Counter
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec
from msgspec import Struct

from etl.editions import editions
from etl.interpret.form import ColumnSet, Form
from etl.interpret.lines import Line
from etl.labels import core
from etl.quantity import other_unit

_ROW_NUMBERS = "序号"
"""Heads a first column of numbers, which are no figures of the rows."""
_DEPTH = 4
"""A label is split over so many lines at most."""


class Label(NamedTuple):
    """One cell of a heading: its text, first column and column after the last, and whether it starts in its line."""

    text: str
    left: int
    right: int
    starts_here: bool

    def overlaps(self, left: int, right: int) -> bool:
        """Whether the cell stands over any of the columns from ``left`` to ``right`` (excluded)."""
        return self.left < right and left < self.right


Stack = tuple[tuple[Label, ...], ...]
"""The lines of a heading."""


class Leaf(Struct, frozen=True, gc=False):
    """One column that the heading names. ``kind`` is the row of table 4 that the column stands under."""

    code: str
    left: int
    right: int
    kind: str | None = None


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
        text for text in texts if form.columns_named(text) or _kind_of(text, form) or form.furniture.candidates(text)
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
        named = [label for label in line if label.text and _kind_of(label.text, form)]
        if [_kind_of(label.text, form) for label in named] == [_kind_of(other, form) for other in others]:
            is_cut = named[0].left > 0 and _kind_of(first, form) not in _kinds_named(stack, form)
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
    placed, unnamed = _placed_leaves(stack, form)
    if is_scan and unnamed and (filled := _filled_in(placed, unnamed, stack, form)):
        placed, unnamed = filled, ()
    kinds = _kinds_named(stack, form)
    columns = form.column_set({leaf.code for leaf in placed}, _width(placed) + len(unnamed))
    if columns is None and (own := form.widest_within({leaf.code for leaf in placed})) is not None:
        columns, strangers = own, [leaf for leaf in placed if leaf.code not in own.codes]
        placed = tuple(leaf for leaf in placed if leaf.code in own.codes)
        unnamed += tuple((leaf.left, leaf.right) for leaf in strangers)
    ordered = _ordered_leaves(stack, form)
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
    return Heading(columns, _with_kind(_unique(placed), columns, kind), True, False, unnamed + _shared(placed))


def _without_total(
    placed: tuple[Leaf, ...], ordered: tuple[Leaf, ...], stack: Stack, form: Form, kind: str | None
) -> Heading | None:
    """A heading that has every column but the total, and no place that may be the total's."""
    kinds = _kinds_named(stack, form)
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
    parents = _parents()
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


def _kinds_named(stack: Stack, form: Form) -> tuple[str, ...]:
    """The rows of table 4 in the order in which the heading names them."""
    texts = [label.text for line in stack for label in line if label.text and label.starts_here]
    return tuple(dict.fromkeys(kind for text in texts if (kind := _kind_of(text, form))))


def _with_kind(leaves: tuple[Leaf, ...], columns: ColumnSet, kind: str | None) -> tuple[Leaf, ...]:
    if not columns.rows_stand_in_heading or kind is None or any(leaf.kind for leaf in leaves):
        return leaves
    return tuple(Leaf(leaf.code, leaf.left, leaf.right, kind) for leaf in leaves)


def _placed_leaves(stack: Stack, form: Form) -> tuple[tuple[Leaf, ...], tuple[tuple[int, int], ...]]:
    """The label of each column, read down the lines; and the columns whose label is unknown."""
    width = max((label.right for line in stack for label in line), default=0)
    kinds = _kinds_by_column(stack, form, width)
    leaves: dict[tuple[int, int], Leaf] = {}
    unnamed: dict[tuple[int, int], None] = {}
    for column in range(width):
        down = [label for line in stack for label in line if label.starts_here and label.left <= column < label.right]
        down = [label for label in down if label.text]
        if not down:
            continue
        place = (down[-1].left, down[-1].right)
        code = _label_of([label.text for label in down], form)
        if code is not None:
            leaves.setdefault(place, Leaf(code, *place, kinds[column]))
        elif column == 0 and core(down[-1].text).text == _ROW_NUMBERS:
            continue
        elif not any(matcher.candidates(down[-1].text) for matcher in (form.furniture, form.rows)):
            unnamed.setdefault(place)
    return tuple(leaves[place] for place in sorted(leaves)), tuple(sorted(unnamed))


def _filled_in(
    placed: tuple[Leaf, ...], unnamed: tuple[tuple[int, int], ...], stack: Stack, form: Form
) -> tuple[Leaf, ...] | None:
    """The leaves of a scan with those whose label could not be recognised: the form's at that place.

    Only where the columns are as many as the form's, most are named, and all that are stand where the form has them.
    """
    if len(unnamed) > len(placed):
        return None
    kinds = _kinds_by_column(stack, form, max(label.right for line in stack for label in line))
    columns = [(leaf.kind, leaf.left, leaf.right, leaf.code) for leaf in placed]
    columns += [(kinds[left], left, right, "") for left, right in unnamed]
    by_kind: dict[str | None, list[tuple[int, int, str]]] = {}
    for kind, left, right, code in sorted(columns, key=lambda column: column[1:3]):
        by_kind.setdefault(kind, []).append((left, right, code))
    fitting = [
        columns_
        for columns_ in form.column_sets
        if columns_.rows_stand_in_heading == (None not in by_kind)
        and all(_is_in_order([code for *_, code in group], columns_.codes) for group in by_kind.values())
    ]
    if len(fitting) != 1:
        return None
    return tuple(
        Leaf(code, left, right, kind)
        for kind, group in by_kind.items()
        for (left, right, _), code in zip(group, fitting[0].codes, strict=True)
    )


def _is_in_order(found: list[str], codes: tuple[str, ...]) -> bool:
    return len(found) == len(codes) and all(one in ("", code) for one, code in zip(found, codes, strict=True))


def _label_of(texts: list[str], form: Form) -> str | None:
    """The column named by the last texts going down: 商业 + 企业, or 自然人 alone."""
    for depth in range(min(_DEPTH, len(texts)), 1, -1):
        if found := form.columns.exact("".join(texts[-depth:])):
            return found[0]
    found = form.columns_named(texts[-1])
    return found[0] if len(found) == 1 else None


def _kinds_by_column(stack: Stack, form: Form, width: int) -> list[str | None]:
    """For each column the kind of review or lawsuit that it stands under (the label may be set over the first only)."""
    kinds: list[str | None] = [None] * width
    for line in stack:
        named = [(label, _kind_of(label.text, form)) for label in line if label.text and label.starts_here]
        starts = [(label.left, kind) for label, kind in named if kind is not None]
        groups = [
            label.left for label, kind in named if kind is None and "行政诉讼" in form.furniture.candidates(label.text)
        ]
        for left, kind in starts:
            ends = (
                [other for other, _ in starts if other > left] + [other for other in groups if other > left] + [width]
            )
            for column in range(left, min(ends)):
                kinds[column] = kind
    return kinds


@lru_cache(65_536)
def _kind_of(text: str, form: Form) -> str | None:
    keys = [key for key in form.rows_named(text) if key[0] == 4]
    return keys[0][1] if len(keys) == 1 else None


def _ordered_leaves(stack: Stack, form: Form) -> tuple[Leaf, ...]:
    """The columns in reading order, where the labels' places mean nothing (fields of a text).

    Labels under 法人或其他组织 are set a line deeper: they go where that label stands. Under the kinds of table 4 the
    same labels come again for each kind.
    """
    texts = [[label.text for label in line if label.text and label.starts_here] for line in stack]
    kinds = _kinds_named(stack, form)
    codes = [found[0] for line in texts for text in line if len(found := form.columns_named(text)) == 1]
    if kinds:
        size = len(codes) // len(kinds)
        if size * len(kinds) != len(codes):
            return ()
        return tuple(Leaf(code, i, i + 1, kinds[i // size]) for i, code in enumerate(codes))
    parents = _parents()
    order: list[str] = []
    nested = [code for code in codes if code in parents]
    for line in texts:
        for text in line:
            if any(parent in form.furniture.candidates(text) for parent in parents.values()):
                order += nested
                nested = []
            elif len(found := form.columns_named(text)) == 1 and found[0] not in order:
                order.append(found[0])
    return tuple(Leaf(code, i, i + 1) for i, code in enumerate(order))


@cache
def _parents() -> dict[str, str]:
    """Column code -> the label that the form sets over it."""
    return {
        column.code: column.parent
        for edition in editions().values()
        for table in edition.tables
        for block in table.blocks
        for column in block.columns
        if column.parent
    }


def _unique(leaves: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    """The leaves whose column is named once."""
    names = [(leaf.kind, leaf.code) for leaf in leaves]
    return tuple(leaf for leaf in leaves if names.count((leaf.kind, leaf.code)) == 1)


def _shared(leaves: tuple[Leaf, ...]) -> tuple[tuple[int, int], ...]:
    once = set(_unique(leaves))
    return tuple((leaf.left, leaf.right) for leaf in leaves if leaf not in once)
