"""All editions of the form at once, as what a reader looks for: labels of rows, labels of columns, sets of columns."""

from collections.abc import Iterator
from functools import cache, lru_cache

import msgspec
from msgspec import Struct

from etl.editions import Block, Column, Edition, editions
from etl.labels import Matcher, core, wordings

_REMEMBERED = 65_536

RowKey = tuple[int, str]
"""Table number and row code."""


class ColumnSet(Struct, frozen=True):
    """Columns that stand together in a table, by code in the order of the form, and the rows that editions print under them."""

    table: int
    by_code: dict[str, Column]
    rows: tuple[str, ...]
    editions: tuple[str, ...]
    rows_stand_in_heading: bool

    @property
    def codes(self) -> tuple[str, ...]:
        """The column codes in the order of the form."""
        return tuple(self.by_code)


class Form:
    """What any edition may print. Labels return in every report, so what a text names is remembered."""

    def __init__(self) -> None:
        self.rows: Matcher[RowKey] = Matcher(_row_labels())
        self.joined_rows: Matcher[RowKey] = Matcher(_joined_labels())
        """Labels of rows run together with the label that they stand under."""
        self.column_sets = _column_sets()
        labels = {(c.code, w): None for s in self.column_sets for c in s.by_code.values() for w in wordings(c.label)}
        self.columns: Matcher[str] = Matcher((code, text, "") for code, text in labels)
        self.furniture: Matcher[str] = Matcher(_furniture())
        """Texts of the form that are neither: headings of blocks, groups, notes."""
        self.wide_rows = _wide_rows()
        """Rows of table 3 whose label is set over the columns of their groups."""
        self.order = _order()
        """Place of a row in its table, over all editions."""
        self.rows_named = lru_cache(_REMEMBERED)(self._rows_named)
        self.columns_named = lru_cache(_REMEMBERED)(self._columns_named)

    def _rows_named(self, text: str) -> tuple[RowKey, ...]:
        """The rows that a text may name. What is a group's very name is no misprint of a row's."""
        exact = self.rows.exact(text) or self.joined_rows.exact(text)
        if exact or self.furniture.exact(text):
            return exact
        return self.rows.candidates(text)

    def _columns_named(self, text: str) -> tuple[str, ...]:
        """The columns that a text may name; a numbered text names none.

        A misprint that is more like a heading of the form than like any column names none: 人或其他组织 is no 其他组织.
        """
        found = () if core(text).ordinal else self.columns.candidates(text)
        is_column = not found or self.columns.likeness(text) >= self.furniture.likeness(text)
        return found if is_column else ()

    def column_set(self, codes: set[str], width: int) -> ColumnSet | None:
        """The set of columns that a heading with these codes is: the very set, else the one set that could hold it.

        ``width`` is the number of columns printed, those without a readable label among them.
        """
        if not codes:
            return None
        same = [s for s in self.column_sets if set(s.codes) == codes]
        if len(same) == 1 and width <= len(same[0].codes):
            return same[0]
        wider = [s for s in self.column_sets if codes < set(s.codes) and len(s.codes) == width]
        return wider[0] if len(wider) == 1 else (same[0] if len(same) == 1 else None)

    def without_total(self, codes: set[str]) -> ColumnSet | None:
        """The set of columns that these are, if a total that the form has is not printed; None if they are no such set."""
        found = [s for s in self.column_sets if len(codes) > 1 and codes == set(s.codes) - {"total"} != set(s.codes)]
        if len(found) != 1:
            return None
        kept = {code: column for code, column in found[0].by_code.items() if code != "total"}
        return msgspec.structs.replace(found[0], by_code=kept)

    def widest_within(self, codes: set[str]) -> ColumnSet | None:
        """The set of columns that stand all among others that are none of its table; None if there is not one widest."""
        within = [s for s in self.column_sets if set(s.codes) < codes and not s.rows_stand_in_heading]
        widest = [s for s in within if len(s.codes) == max(len(other.codes) for other in within)]
        return widest[0] if len(widest) == 1 else None

    def sets_of(self, key: RowKey) -> list[ColumnSet]:
        """The sets of columns under which editions print a row."""
        return [s for s in self.column_sets if s.table == key[0] and key[1] in s.rows]


def _column_sets() -> tuple[ColumnSet, ...]:
    merged: dict[tuple[int, tuple[str, ...]], ColumnSet] = {}
    for edition, table, block in _blocks():
        codes = tuple(column.code for column in block.columns)
        rows = tuple(row.code for row in block.rows)
        if table == 3:
            rows = tuple(row.code for row in edition.rows(3))
        old = merged.get((table, codes))
        merged[(table, codes)] = ColumnSet(
            table,
            old.by_code if old else {column.code: column for column in block.columns},
            tuple(dict.fromkeys((old.rows if old else ()) + rows)),
            tuple(dict.fromkeys((old.editions if old else ()) + (edition.code,))),
            block.rows_stand_in_heading,
        )
    return tuple(merged.values())


def _blocks() -> Iterator[tuple[Edition, int, Block]]:
    for edition in editions().values():
        for table in edition.tables:
            for block in table.blocks:
                yield edition, table.number, block


def _row_labels() -> Iterator[tuple[RowKey, str, str]]:
    for edition in editions().values():
        for table in edition.tables:
            for row in edition.rows(table.number):
                key = (table.number, row.code)
                ordinal = core(row.label).ordinal
                for text in wordings(row.label):
                    yield key, text, ordinal


def _joined_labels() -> Iterator[tuple[RowKey, str, str]]:
    for edition in editions().values():
        for table in edition.tables:
            for row in edition.rows(table.number):
                if row.parent:
                    yield (table.number, row.code), row.parent + row.label, ""


FURNITURE = (
    "信息内容",
    "申请人情况",
    "项目",
    "类别",
    "指标名称",
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
)
"""Words among the labels of a form that name no row and no column."""


def _furniture() -> Iterator[tuple[str, str, str]]:
    for text in FURNITURE:
        yield text, text, ""
    for edition in editions().values():
        for table in edition.tables:
            for block in table.blocks:
                parents = [c.parent for c in block.columns] + [r.parent for r in block.rows]
                for text in filter(None, [block.heading, *parents]):
                    for wording in wordings(text):
                        yield text, wording, core(text).ordinal


def _wide_rows() -> frozenset[RowKey]:
    rows = {(3, row.code): row.parent for edition in editions().values() for row in edition.rows(3)}
    return frozenset(key for key, parent in rows.items() if not core(parent).ordinal.startswith("("))


def _order() -> dict[RowKey, int]:
    order: dict[RowKey, int] = {}
    for edition in editions().values():
        for table in edition.tables:
            for place, row in enumerate(edition.rows(table.number)):
                order.setdefault((table.number, row.code), place)
    return order


@cache
def form() -> Form:
    """The form, built once from the catalogue."""
    return Form()
