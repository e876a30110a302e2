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

from warehouse.decided import put_decisions
from warehouse.dialect import register
from warehouse.expectations import put_expectations
from warehouse.ledger import ledger_path
from warehouse.lock import write_lock
from warehouse.records import Term
from warehouse.relations import Relation, checks, relations
from warehouse.retention import discard_old
from warehouse.snapshot import CURRENT, current_path
from warehouse.wording import word

STORAGE_VERSION = "v1.2.0"
"""Written so that DuckDB clients from 1.2 on can open the file."""
_COUNTED = ("reports", "cells", "agencies", "indicators")


class PublishRefused(Exception):
    """A check failed: the new snapshot is discarded, and the old one is still served."""


class Published(Struct, frozen=True):
    """What was published, and the rows of its main views."""

    path: Path
    snapshot_id: str
    checks_passed: int
    row_counts: dict[str, int]


def publish(
    data_dir: Path,
    *,
    max_fall: float = 0.02,
    allow_fall: bool = False,
    memory_limit: str | None = None,
    extra_checks: Mapping[str, str] = {},
) -> Published:
    """Build a snapshot of the ledger of ``data_dir`` and make it current.

    Takes the write lock: a ``Ledger`` of this data must be closed before. ``max_fall`` is the share of rows by which a
    view may be shorter than in the snapshot it replaces, unless ``allow_fall``. Old snapshots go by ``warehouse.retention``.
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
        try:
            with _builder(data_dir, part, memory_limit) as connection:
                connection.execute("set variable snapshot_id = $snapshot_id", {"snapshot_id": snapshot_id})
                connection.execute("set variable published_at = $at::timestamp", {"at": published_at})
                put_expectations(connection, data_dir)
                put_decisions(connection, data_dir)
                register(connection)
                built = relations()
                build(connection, built)
                word(connection, built, _terms(connection))
                queries = {**grain_checks(built), **checks(), **extra_checks}
                run_checks(connection, queries)
                row_counts = _row_counts(connection, "main")
                if previous is not None and not allow_fall:
                    _refuse_fall(connection, previous, row_counts, max_fall)
                connection.execute("detach ledger")
                connection.execute("checkpoint")
            _onto_disk(part)
            part.rename(path)
        except BaseException:
            for leftover in (part, part.with_name(f"{part.name}.wal")):
                leftover.unlink(missing_ok=True)
            raise
        _make_current(data_dir, path)
        discard_old(data_dir, published_at.replace(tzinfo=UTC))
    return Published(path=path, snapshot_id=snapshot_id, checks_passed=len(queries), row_counts=row_counts)


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
        found = tuple(d[0] for d in connection.execute(f"from {_stored_name(relation)} limit 0").description)
        connection.fetchall()
        if found != relation.columns:
            raise PublishRefused(f"{relation.name}: its header names {relation.columns}, its query gives {found}")


def grain_checks(built: Sequence[Relation]) -> dict[str, str]:
    """A check for each relation that stays: no two rows of one grain."""
    return {
        f"grain_of_{relation.name}": (
            f"select {', '.join(relation.grain)}, count(*) as row_count from {_stored_name(relation)} "  # noqa: S608
            "group by all having count(*) > 1"
        )
        for relation in built
        if relation.kind in ("table", "kept")
    }


def run_checks(connection: duckdb.DuckDBPyConnection, queries: Mapping[str, str]) -> None:
    """Run the checks; raises ``PublishRefused`` naming each that fails, with its first rows."""
    failures = []
    for name, query in queries.items():
        rows = connection.execute(query).fetchmany(3)
        connection.fetchall()
        if rows:
            failures.append(f"{name}: {rows}")
    if failures:
        raise PublishRefused(
            "检查未通过，仍使用原有快照 / checks failed, the old snapshot stays:\n" + "\n".join(failures)
        )


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


def _stored_name(relation: Relation) -> str:
    schema = {"table": relation.folder, "kept": relation.folder, "view": "main"}.get(relation.kind, "temp")
    return f"{schema}.{relation.name}"


def _row_counts(connection: duckdb.DuckDBPyConnection, schema: str) -> dict[str, int]:
    return {
        view: connection.execute(f"select count(*) from {schema}.{view}").fetchall()[0][0]  # noqa: S608
        for view in _COUNTED
    }


def _counts_before(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The rows of the snapshot that is served, without what decisions of people take away or put together."""
    put_together = "select (select count(distinct agency_id) from ledger.reports) - (select count(distinct agency_id) from placed_reports)"
    counts = {
        view: connection.execute(
            f"select count(*) from previous.main.{view} anti join moved_reports using (report_id)"  # noqa: S608
        ).fetchall()[0][0]
        for view in _COUNTED
        if view != "agencies"
    }
    agencies = connection.execute(
        f"select count(*) - greatest(0, ({put_together})) from previous.main.agencies"  # noqa: S608
    )
    return counts | {"agencies": agencies.fetchall()[0][0]}


def _refuse_fall(
    connection: duckdb.DuckDBPyConnection, previous: Path, row_counts: Mapping[str, int], max_fall: float
) -> None:
    escaped = str(previous).replace("'", "''")
    connection.execute(f"attach '{escaped}' as previous (read_only)")
    before = _counts_before(connection)
    connection.execute("detach previous")
    fallen = [
        f"{view}: {before[view]} → {row_counts[view]}"
        for view in _COUNTED
        if row_counts[view] < before[view] * (1 - max_fall)
    ]
    if fallen:
        raise PublishRefused(
            "行数比当前快照少，仍使用原有快照；确属应当减少时以 allow_fall 发布 / "
            f"fewer rows than in the snapshot served, which stays: {'; '.join(fallen)}"
        )


def _free_path(data_dir: Path, published_at: datetime) -> Path:
    """``warehouse-20260301-080000.duckdb``, with a count after it where that second has one already."""
    base = f"warehouse-{published_at:%Y%m%d-%H%M%S}"
    path, number = data_dir / f"{base}.duckdb", 1
    while path.exists():
        number += 1
        path = data_dir / f"{base}-{number}.duckdb"
    return path


def _onto_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_current(data_dir: Path, path: Path) -> None:
    link = data_dir / f".{CURRENT}.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(path.name)
    link.replace(data_dir / CURRENT)
    _onto_disk(data_dir)


def _clear_leftovers(data_dir: Path) -> None:
    """What a build that was cut left behind: its file, its log, its link, and what the database set aside."""
    for pattern in ("warehouse-*.part*", f".{CURRENT}.*", "tmp/duckdb_temp_*"):
        for leftover in data_dir.glob(pattern):
            leftover.unlink()
