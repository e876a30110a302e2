"""Rows of bare figures and the labels in the lines beside them: which label is whose."""

from collections.abc import Iterator
from itertools import groupby, pairwise

from etl.interpret.form import FURNITURE, Form
from etl.interpret.lines import is_damaged_row, is_value_like

Piece = tuple[str, int | None]
"""The text of a cell, and its page."""
Row = list[Piece]
_CORNERS = frozenset(FURNITURE)
_FEW = 5
"""Lines of labels and figures by turns, up to which a label without figures at the end says nothing of the others."""


def paired(rows: list[Row], known: Form) -> list[Row]:
    """The rows with their own labels.

    Where a run starts with figures and ends with a label, the figures stand before their labels. Where rows of figures
    follow each other, labels do so elsewhere; where every label but the last has figures behind it, those before the first
    may be lost: then no label is beside its own figures for certain, and none has any.
    """
    paired_rows: list[Row] = []
    for is_body, run in groupby(rows, lambda row: not _names_columns(row, known)):
        stretch = list(run)
        paired_rows += _paired_run(stretch) if is_body else stretch
    return paired_rows


def _names_columns(row: Row, known: Form) -> bool:
    """Whether a row is a line of a heading, or words that are none of the form's."""
    text = row[0][0]
    if _is_figure(text) or (known.rows_named(text) and not known.columns_named(text)):
        return False
    furniture = known.furniture.exact(text)
    if bool(known.columns_named(text)) or not furniture:
        return True
    # 信息内容, 申请人情况: the corner of a heading.
    return not _CORNERS.isdisjoint(furniture) and any(known.columns_named(other) for other, _ in row[1:])


def _paired_run(rows: list[Row]) -> list[Row]:
    items = [item for row in rows for item in _items(row)]
    figures = [item for item in items if _are_figures(item)]
    if len(figures) == len(items):
        # The one row of table 4 has no label, and may take several lines.
        return [[piece for item in items for piece in item]] if items else []
    items = _without_page_numbers(items)
    kinds = [_are_figures(item) for item in items]
    is_by_turns = all(kind != after for kind, after in pairwise(kinds))
    if kinds[0] and not kinds[-1] and is_by_turns:
        return [label + row for row, label in zip(items[::2], items[1::2], strict=True)]
    if (
        kinds[0]
        or (not kinds[-1] and is_by_turns and len(kinds) > _FEW)
        or any(kind and after for kind, after in pairwise(kinds))
    ):
        return [item for item in items if not _are_figures(item)]
    return rows


def _without_page_numbers(items: list[Row]) -> list[Row]:
    """Beside a row of figures a single one is the number of a page."""
    rows = [len(item) > 1 and _are_figures(item) for item in items]
    beside = [before or after for before, after in zip([False, *rows[:-1]], [*rows[1:], False], strict=True)]
    return [
        i for i, is_beside in zip(items, beside, strict=True) if not (is_beside and len(i) == 1 and _are_figures(i))
    ]


def _are_figures(item: Row) -> bool:
    return _is_figure(item[0][0])


def _is_figure(text: str) -> bool:
    return is_value_like(text) or is_damaged_row(text)


def _items(row: Row) -> Iterator[Row]:
    """The label of a row, and its figures; of a group nothing, since the rows under it have labels of their own."""
    figures = next((n for n, (text, _) in enumerate(row) if _is_figure(text)), len(row))
    if figures and (figures == 1 or figures < len(row)):
        yield row[:figures]
    if figures < len(row):
        yield row[figures:]
