"""Ledger -> a new snapshot: a file of its own, built, worded, checked, then made current in one step.

A reader sees the old snapshot or the new one, never half of one: the new file gets its name when it is complete and on
the disk, and then one link, ``current``, is replaced. A file that is published is never written again.
"""

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from msgspec import Struct

from warehouse.acceptance import (
    PublishRefused,
    grain_checks,
    held_against,
    row_counts,
    run_checks,
    stored_name,
    try_as_reader,
)
from warehouse.decided import put_decisions
from warehouse.dialect import register
from warehouse.expectations import put_expectations
from warehouse.files import onto_disk
from warehouse.ledger import ledger_path
from warehouse.lock import write_lock
from warehouse.records import Term
from warehouse.relations import Relation, checks, relations
from warehouse.renewal import RENEWED, copy_snapshot, is_renewable, renew
from warehouse.retention import discard_old
from warehouse.snapshot import CURRENT, current_path
from warehouse.wording import word

STORAGE_VERSION = "v1.2.0"
"""Written so that DuckDB clients from 1.2 on can open the file."""


class Published(Struct, frozen=True):
    """What was published, and the rows of its main views, also as they were before (nothing, if there was none).

    ``is_renewed``: nothing had changed, and it is the one before with the runs since.
    """

    path: Path
    snapshot_id: str
    checks_passed: int
    row_counts: dict[str, int]
    row_counts_before: dict[str, int]
    is_renewed: bool = False


def publish(
    data_dir: Path,
    *,
    basis: str = "",
    allow_fall: bool = False,
    memory_limit: str | None = None,
    extra_checks: Mapping[str, str] = {},
) -> Published:
    """Build a snapshot of the ledger of ``data_dir`` and make it current.

    ``basis`` tells what it is made from, for ``warehouse.renewal``; "" where that is not known.

    Takes the write lock: a ``Ledger`` of this data must be closed before. Unless ``allow_fall``, a snapshot that has less
    than the one it replaces is refused (``warehouse.acceptance``). Old snapshots go by ``warehouse.retention``.
    Raises ``PublishRefused`` if a check fails, ``TermMissing`` if a column has no words, ``WarehouseLocked``,
    ``BrokenExpectations`` or ``BrokenDecisions`` if the user's ``deadlines.toml`` or ``decisions.jsonl`` cannot be used.
    """
    published_at = datetime.now(UTC).replace(tzinfo=None)
    with write_lock(data_dir):
        _clear_leftovers(data_dir)
        previous = current_path(data_dir)
        path = _free_path(data_dir, published_at)
        snapshot_id = path.stem.removeprefix("warehouse-")
        part = path.with_suffix(".part")
        renewed = previous if is_renewable(previous, basis, published_at) else None
        built, queries = relations(), dict[str, str]()
        try:
            if renewed:
                copy_snapshot(renewed, part)
            with _builder(data_dir, part, memory_limit) as connection:
                _set_variables(connection, snapshot_id, published_at, basis)
                if renewed:
                    counts = before = renew(connection, built)
                else:
                    queries = {**grain_checks(built), **checks(), **extra_checks}
                    _make(connection, data_dir, built, queries)
                    counts = row_counts(connection, "main")
                    before = held_against(connection, previous, allow_fall=allow_fall) if previous else {}
                connection.execute("detach ledger")
                connection.execute("checkpoint")
            try_as_reader(part, RENEWED if renewed else [one.name for one in built if one.is_public])
            onto_disk(part)
            part.rename(path)
            onto_disk(data_dir)
        except BaseException:
            for leftover in (part, part.with_name(f"{part.name}.wal")):
                leftover.unlink(missing_ok=True)
            raise
        _make_current(data_dir, path)
        discard_old(data_dir, published_at.replace(tzinfo=UTC))
    return Published(path, snapshot_id, len(queries), counts, before, renewed is not None)


def _set_variables(connection: duckdb.DuckDBPyConnection, snapshot_id: str, published_at: datetime, basis: str) -> None:
    connection.execute("set variable snapshot_id = $snapshot_id", {"snapshot_id": snapshot_id})
    connection.execute("set variable published_at = $at::timestamp", {"at": published_at})
    connection.execute("set variable basis = $basis", {"basis": basis})


def _make(
    connection: duckdb.DuckDBPyConnection, data_dir: Path, built: Sequence[Relation], queries: Mapping[str, str]
) -> None:
    """Everything that a snapshot has, worded and checked. Raises ``PublishRefused``."""
    put_expectations(connection, data_dir)
    put_decisions(connection, data_dir)
    register(connection)
    build(connection, built)
    word(connection, built, _terms(connection))
    run_checks(connection, queries)


def build(connection: duckdb.DuckDBPyConnection, built: Sequence[Relation]) -> None:
    """Run the relations in order, each held against the columns that its header names."""
    for schema in ("core", "marts"):
        connection.execute(f"create schema {schema}")
    for relation in built:
        columns = ", ".join(f'"{name}"' for name in relation.columns)
        match relation.kind:
            case "table" | "kept":
                connection.execute(f"create table {relation.folder}.{relation.name} as {relation.query}")
            case "step":
                connection.execute(f"create temp table {relation.name} as {relation.query}")
            case "lens":
                connection.execute(f"create temp view {relation.name} as {relation.query}")
            case "view":
                connection.execute(f"create view main.{relation.name} as {relation.query}")
        if relation.kind == "table":
            stored = f"{relation.folder}.{relation.name}"
            connection.execute(f"create view main.{relation.name} as select {columns} from {stored}")  # noqa: S608
        found = tuple(d[0] for d in connection.execute(f"from {stored_name(relation)} limit 0").description)
        connection.fetchall()
        if found != relation.columns:
            raise PublishRefused(f"{relation.name}: its header names {relation.columns}, its query gives {found}")


@contextlib.contextmanager
def _builder(data_dir: Path, part: Path, memory_limit: str | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the new file, with the ledger attached read-only."""
    ledger = ledger_path(data_dir)
    if not ledger.exists():
        raise PublishRefused(
            f"没有台账：{ledger}。先运行 python -m etl run。 / there is no ledger: run python -m etl run"
        )
    config: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": STORAGE_VERSION,
        "temp_directory": str(data_dir / "tmp"),
        **({"memory_limit": memory_limit} if memory_limit else {}),
    }
    connection = duckdb.connect(part, config=config)
    try:
        path = str(ledger).replace("'", "''")
        connection.execute(f"attach '{path}' as ledger (read_only)")
        yield connection
    finally:
        connection.close()


def _terms(connection: duckdb.DuckDBPyConnection) -> list[Term]:
    rows = connection.execute("select code, zh, en, unit, definition_zh, definition_en from ledger.terms").fetchall()
    return [
        Term(code=code, zh=zh, en=en, unit=unit, definition_zh=definition_zh, definition_en=definition_en)
        for code, zh, en, unit, definition_zh, definition_en in rows
    ]


def _free_path(data_dir: Path, published_at: datetime) -> Path:
    """``warehouse-20260301-080000.duckdb``, with a count after it where that second has one already."""
    base = f"warehouse-{published_at:%Y%m%d-%H%M%S}"
    path, number = data_dir / f"{base}.duckdb", 1
    while path.exists():
        number += 1
        path = data_dir / f"{base}-{number}.duckdb"
    return path


def _make_current(data_dir: Path, path: Path) -> None:
    link = data_dir / f".{CURRENT}.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(path.name)
    link.replace(data_dir / CURRENT)
    onto_disk(data_dir)


def _clear_leftovers(data_dir: Path) -> None:
    """What a build that was cut left behind: its file, its log, its link, and what the database set aside."""
    for pattern in ("warehouse-*.part*", f".{CURRENT}.*", "tmp/duckdb_temp_*"):
        for leftover in data_dir.glob(pattern):
            leftover.unlink()
