"""The labels of a heading -> the column that each names, by their places or in their order."""

from functools import cache, lru_cache
from typing import NamedTuple

from msgspec import Struct

from etl.editions import editions
from etl.interpret.form import Form
from etl.labels import core

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


def placed_leaves(stack: Stack, form: Form) -> tuple[tuple[Leaf, ...], tuple[tuple[int, int], ...]]:
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


def ordered_leaves(stack: Stack, form: Form) -> tuple[Leaf, ...]:
    """The columns in reading order, where the labels' places mean nothing (fields of a text).

    Labels under 法人或其他组织 are set a line deeper: they go where that label stands. Under the kinds of table 4 the
    same labels come again for each kind.
    """
    texts = [[label.text for label in line if label.text and label.starts_here] for line in stack]
    kinds = kinds_named(stack, form)
    codes = [found[0] for line in texts for text in line if len(found := form.columns_named(text)) == 1]
    if kinds:
        size = len(codes) // len(kinds)
        if size * len(kinds) != len(codes):
            return ()
        return tuple(Leaf(code, i, i + 1, kinds[i // size]) for i, code in enumerate(codes))
    parents = parents_of_columns()
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


def filled_in(
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


def kinds_named(stack: Stack, form: Form) -> tuple[str, ...]:
    """The rows of table 4 in the order in which the heading names them."""
    texts = [label.text for line in stack for label in line if label.text and label.starts_here]
    return tuple(dict.fromkeys(kind for text in texts if (kind := kind_of(text, form))))


def _kinds_by_column(stack: Stack, form: Form, width: int) -> list[str | None]:
    """For each column the kind of review or lawsuit that it stands under (the label may be set over the first only)."""
    kinds: list[str | None] = [None] * width
    for line in stack:
        named = [(label, kind_of(label.text, form)) for label in line if label.text and label.starts_here]
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
def kind_of(text: str, form: Form) -> str | None:
    """The row of table 4 that a text names; None if it names none or several."""
    keys = [key for key in form.rows_named(text) if key[0] == 4]
    return keys[0][1] if len(keys) == 1 else None


@cache
def parents_of_columns() -> dict[str, str]:
    """Column code -> the label that the form sets over it."""
    return {
        column.code: column.parent
        for edition in editions().values()
        for table in edition.tables
        for block in table.blocks
        for column in block.columns
        if column.parent
    }


def unique(leaves: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    """The leaves whose column is named once."""
    names = [(leaf.kind, leaf.code) for leaf in leaves]
    return tuple(leaf for leaf in leaves if names.count((leaf.kind, leaf.code)) == 1)


def shared(leaves: tuple[Leaf, ...]) -> tuple[tuple[int, int], ...]:
    """The places of the leaves whose column is named more than once."""
    once = set(unique(leaves))
    return tuple((leaf.left, leaf.right) for leaf in leaves if leaf not in once)
