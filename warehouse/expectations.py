"""What the checks between reports go by: ``deadlines.toml`` (or the user's own) and ``expectations.toml``."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import duckdb
import msgspec
from msgspec import Struct

from warehouse.toml_file import BrokenToml, located, read_toml

Level = Literal["national", "province", "prefecture", "county", "township"]
_HERE = Path(__file__).parent
_EARLIEST, _LATEST = 0, 9999


class BrokenExpectations(ValueError):
    """A file of deadlines or expectations cannot be used."""


class Deadline(Struct, frozen=True, forbid_unknown_fields=True):
    """By when, as ``MM-DD`` of the year after the report's, and to which reports it applies; None fits all.

    ``region``: the leading digits of the region code; ``place``: the beginning of the place's full name.
    """

    by: str
    first_year: int = _EARLIEST
    last_year: int = _LATEST
    functions: tuple[str, ...] | None = None
    levels: tuple[Level, ...] | None = None
    region: str | None = None
    place: str | None = None

    @property
    def month_and_day(self) -> tuple[int, int]:
        """Raises ``ValueError`` if ``by`` is no month and day of every year."""
        try:
            day = date.fromisoformat(f"2001-{self.by}")
        except ValueError as error:
            raise ValueError(f"期限应写作“月-日”（如 03-31），而不是 {self.by} / not a month and day") from error
        return day.month, day.day


class _Deadlines(Struct, frozen=True, forbid_unknown_fields=True):
    deadlines: tuple[Deadline, ...]


class Watched(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure whose jumps are told, from ``floor`` on; ``cell`` is table, row, column."""

    cell: tuple[int, str, str]
    label: str
    floor: float
    is_10k_yuan: bool = False


class _Items(Struct, frozen=True, forbid_unknown_fields=True):
    label: str
    floor: float


class Jumps(Struct, frozen=True, forbid_unknown_fields=True):
    """From which factor on a change on the year before is told."""

    factor: float
    grave_factor: float
    yuan_factor: tuple[float, float]
    figures: tuple[Watched, ...]
    publication_items: _Items


class Missing(Struct, frozen=True, forbid_unknown_fields=True):
    """When a year counts as collected."""

    collected_share: float


class Duplicates(Struct, frozen=True, forbid_unknown_fields=True):
    """Which texts are compared, and how much they must share to be told."""

    share: float
    min_characters: int
    sections: tuple[str, ...]
    boilerplate: tuple[str, ...]


class Falls(Struct, frozen=True, forbid_unknown_fields=True):
    """By what share a new snapshot may have less than the one it replaces: rows of a view, coverage of a year."""

    rows: float
    coverage: float


class Expectations(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``expectations.toml``."""

    jumps: Jumps
    missing: Missing
    duplicates: Duplicates
    falls: Falls


@cache
def expectations() -> Expectations:
    """What is shipped; raises ``msgspec.ValidationError`` naming a fault."""
    return msgspec.toml.decode((_HERE / "expectations.toml").read_bytes(), type=Expectations)


def deadlines(data_dir: Path) -> tuple[Deadline, ...]:
    """The user's ``deadlines.toml``, then the statutory ones that are shipped; the first that fits a report counts.

    Raises ``BrokenExpectations`` naming file and fault.
    """
    own = data_dir / "deadlines.toml"
    return (*(_deadlines(own) if own.exists() else ()), *_deadlines(_HERE / "deadlines.toml"))


def _deadlines(path: Path) -> tuple[Deadline, ...]:
    try:
        found = read_toml(path, _Deadlines).deadlines
    except BrokenToml as error:
        raise BrokenExpectations(f"{error}。写法见 warehouse/deadlines.toml") from error
    for number, deadline in enumerate(found):
        try:
            _ = deadline.month_and_day
        except ValueError as error:
            line = located(path.read_text(encoding="utf-8"), ("deadlines", number, "by"))
            raise BrokenExpectations(f"{path}：{line}{error}") from error
    return found


def put_expectations(connection: duckdb.DuckDBPyConnection, data_dir: Path) -> None:
    """Lay them before the relations: the tables ``deadlines`` and ``watched_figures``, and a variable for each number."""
    known = expectations()
    connection.execute(
        "create temp table deadlines (position integer, first_year integer, last_year integer, functions varchar[],"
        " levels varchar[], region varchar, place varchar, month integer, day integer)"
    )
    for position, d in enumerate(deadlines(data_dir)):
        month, day = d.month_and_day
        functions, levels = (None if some is None else list(some) for some in (d.functions, d.levels))
        connection.execute(
            "insert into deadlines values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [position, d.first_year, d.last_year, functions, levels, d.region, d.place, month, day],
        )
    connection.execute(
        "create temp table watched_figures (table_no utinyint, row_code varchar, column_code varchar, label varchar,"
        " floor double, is_10k_yuan boolean)"
    )
    for figure in known.jumps.figures:
        connection.execute(
            "insert into watched_figures values (?, ?, ?, ?, ?, ?)",
            [*figure.cell, figure.label, figure.floor, figure.is_10k_yuan],
        )
    _set(connection, {
        "jump_factor": known.jumps.factor,
        "grave_factor": known.jumps.grave_factor,
        "yuan_factor_least": known.jumps.yuan_factor[0],
        "yuan_factor_most": known.jumps.yuan_factor[1],
        "items_label": known.jumps.publication_items.label,
        "items_floor": known.jumps.publication_items.floor,
        "collected_share": known.missing.collected_share,
        "duplicate_share": known.duplicates.share,
        "duplicate_sections": list(known.duplicates.sections),
    })  # fmt: skip


def _set(connection: duckdb.DuckDBPyConnection, variables: Mapping[str, object]) -> None:
    for name, value in variables.items():
        connection.execute(f"set variable {name} = $value", {"value": value})
