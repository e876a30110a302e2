"""The catalogue of editions: what each form prints, and the sums that it states.

Each edition is one file under ``catalogue/editions``; a new one needs no code. Source of the facts: the notices
named in the files (国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号).
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct

from etl.model import CellKey


class CatalogueError(ValueError):
    """The catalogue contradicts itself: our own fault, the run stops."""


class Column(Struct, frozen=True, forbid_unknown_fields=True, cache_hash=True):
    """One column of a block. ``kind``: a count, a count with a sign (本年增/减), or an amount of money."""

    code: str
    label: str
    parent: str = ""
    kind: Literal["count", "signed", "amount"] = "count"
    unit: str = ""


class Row(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of a block; ``parent`` is the label that it stands under, ``group`` the outcome that it belongs to."""

    code: str
    label: str
    parent: str = ""
    group: str = ""


class Block(Struct, frozen=True, forbid_unknown_fields=True):
    """Rows x columns under one heading. ``rows_stand_in_heading``: the form sets the rows side by side (table 4)."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    heading: str = ""
    rows_stand_in_heading: bool = False


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """One statutory table: 2, 3 or 4."""

    number: int
    section: str
    title: str
    blocks: tuple[Block, ...]


class Alternative(Struct, frozen=True, forbid_unknown_fields=True):
    """A row that reports print in place of several rows of the form."""

    table: int
    row: str
    label: str
    parent: str
    group: str
    replaces: tuple[str, ...]


class Sum(Struct, frozen=True, forbid_unknown_fields=True, cache_hash=True):
    """``left`` adds up to ``right``, of rows in each column or of columns in each row."""

    rule: str
    table: int
    across: Literal["rows", "columns"]
    left: tuple[str, ...]
    right: tuple[str, ...]


class Edition(Struct, frozen=True, forbid_unknown_fields=True):
    """One edition of the form, with the years that it is for."""

    code: str
    notice: str
    first_year: int
    tables: tuple[Table, ...]
    sums: tuple[Sum, ...]
    last_year: int | None = None
    alternatives: tuple[Alternative, ...] = ()

    def fits(self, year: int) -> bool:
        """Whether the form is the one for reports of ``year``."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def table(self, number: int) -> Table:
        """The table of that number; KeyError if the form has none."""
        for table in self.tables:
            if table.number == number:
                return table
        raise KeyError(number)

    def rows(self, number: int) -> tuple[Row, ...]:
        """All rows of a table in printed order, alternatives last."""
        printed = tuple(row for block in self.table(number).blocks for row in block.rows)
        extra = tuple(
            Row(code=a.row, label=a.label, parent=a.parent, group=a.group)
            for a in self.alternatives
            if a.table == number
        )
        return printed + extra

    def cells(self) -> Iterator[tuple[CellKey, Row, Column]]:
        """Every cell of the form in printed order, alternatives last in their table."""
        for table in self.tables:
            for block in table.blocks:
                for row in block.rows:
                    for column in block.columns:
                        yield (table.number, row.code, column.code), row, column
            for row in self.rows(table.number):
                if any(a.row == row.code and a.table == table.number for a in self.alternatives):
                    for column in table.blocks[0].columns:
                        yield (table.number, row.code, column.code), row, column

    def printed_cells(self) -> frozenset[CellKey]:
        """Every cell of the form itself, without those of alternatives."""
        return _printed_cells(self.code)

    def column(self, key: CellKey) -> Column:
        """The column of a cell; KeyError for a cell that the form does not have."""
        return _columns(self.code)[key]

    def lane_label(self, total: Sum, lane: str) -> str:
        """The column in which a sum adds rows, or the row in which it adds columns, in the words of the form."""
        if total.across == "columns":
            return next(row.label for row in self.rows(total.table) if row.code == lane)
        return next(c.label for block in self.table(total.table).blocks for c in block.columns if c.code == lane)

    def label(self, key: CellKey) -> str:
        """The cell in the words of the form: 行 / 列."""
        return _labels(self.code)[key]


@cache
def _printed_cells(code: str) -> frozenset[CellKey]:
    alternatives = {(instead.table, instead.row) for instead in editions()[code].alternatives}
    return frozenset(key for key in _columns(code) if key[:2] not in alternatives)


@cache
def _columns(code: str) -> dict[CellKey, Column]:
    return {key: column for key, _, column in editions()[code].cells()}


@cache
def _labels(code: str) -> dict[CellKey, str]:
    return {key: f"{row.label}·{column.label}" for key, row, column in editions()[code].cells()}


def _check(edition: Edition) -> None:
    """Refuse what dangles: a sum or an alternative that names a row or column that the form lacks."""
    for total in edition.sums:
        names = {
            (row.code if total.across == "rows" else column.code)
            for key, row, column in edition.cells()
            if key[0] == total.table
        }
        if missing := set(total.left + total.right) - names:
            raise CatalogueError(f"edition {edition.code}: {total.rule} names unknown cells {sorted(missing)}")
    for alternative in edition.alternatives:
        known = {row.code for block in edition.table(alternative.table).blocks for row in block.rows}
        if missing := set(alternative.replaces) - known:
            raise CatalogueError(f"edition {edition.code}: {alternative.row} replaces unknown rows {sorted(missing)}")
    keys = [key for key, _, _ in edition.cells()]
    if len(keys) != len(set(keys)):
        raise CatalogueError(f"edition {edition.code}: a cell stands twice")


@cache
def editions() -> dict[str, Edition]:
    """All editions by code, the newest first. Raises ``CatalogueError`` if a file is wrong."""
    found: dict[str, Edition] = {}
    for entry in sorted((files("etl") / "catalogue" / "editions").iterdir(), key=lambda e: e.name, reverse=True):
        try:
            edition = msgspec.toml.decode(entry.read_bytes(), type=Edition)
        except msgspec.ValidationError as error:
            raise CatalogueError(f"{entry.name}: {error}") from error
        _check(edition)
        found[edition.code] = edition
    return found
