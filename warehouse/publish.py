"""Ledger -> a new snapshot: a file of its own, built, worded, checked, then made current in one step.

A reader sees the old snapshot or the new one, never half of one: the new file gets its name when it is complete and on
the disk, and then one link, ``current``, is replaced. A file that is published is never written again.
"""

import contextlib
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from msgspec import Struct

from warehouse.acceptance import PublishRefused, grain_checks, held_against, row_counts, try_as_reader
from warehouse.files import onto_disk
from warehouse.ledger import ledger_path
from warehouse.lock import write_lock
from warehouse.relations import checks, relations
from warehouse.retention import discard_old
from warehouse.snapshot import CURRENT, current_path

STORAGE_VERSION = "v1.2.0"
"""Written so that DuckDB clients from 1.2 on can open the file."""
MEMORY_LIMIT = "50%"
"""Of the machine's memory: what does not fit goes to the disk, and there is room for the dashboard beside it."""


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


class Coming(Struct, frozen=True):
    """A snapshot to come: ``part`` is its file until that is complete and gets its name, ``path``. Times are UTC, without zone."""

    path: Path
    part: Path
    published_at: datetime

    @property
    def snapshot_id(self) -> str:
        """Its name in links and citations."""
        return self.path.stem.removeprefix("warehouse-")


@contextlib.contextmanager
def coming(data_dir: Path) -> Iterator[Coming]:
    """The next snapshot of a data folder, whose write lock is held: the block makes its file, which then becomes current.

    Where the block fails, nothing is left of it. Old snapshots go by ``warehouse.retention``.
    """
    published_at = datetime.now(UTC).replace(tzinfo=None)
    _clear_leftovers(data_dir)
    path = _free_path(data_dir, published_at)
    part = path.with_suffix(".part")
    try:
        yield Coming(path, part, published_at)
        onto_disk(part)
        part.rename(path)
        onto_disk(data_dir)
    except BaseException:
        for leftover in (part, part.with_name(f"{part.name}.wal")):
            leftover.unlink(missing_ok=True)
        raise
    _make_current(data_dir, path)
    discard_old(data_dir, published_at.replace(tzinfo=UTC))


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
    than the one it replaces is refused (``warehouse.acceptance``).
    Raises ``PublishRefused`` if a check fails, ``TermMissing`` if a column has no words, ``WarehouseLocked``,
    ``BrokenExpectations`` or ``BrokenDecisions`` if the user's ``deadlines.toml`` or ``decisions.jsonl`` cannot be used.
    """
    # With libraries that a renewal does not need, and that take longer to load than it takes.
    from warehouse.building import make  # noqa: PLC0415

    built = relations()
    queries = {**grain_checks(built), **checks(), **extra_checks}
    with write_lock(data_dir), coming(data_dir) as new:
        previous = current_path(data_dir)
        with _builder(data_dir, new.part, memory_limit) as connection:
            set_variables(connection, new)
            connection.execute("set variable basis = $basis", {"basis": basis})
            make(connection, data_dir, built, queries)
            counts = row_counts(connection, "main")
            before = held_against(connection, previous, allow_fall=allow_fall) if previous else {}
            connection.execute("detach ledger")
            connection.execute("checkpoint")
        try_as_reader(new.part, [one.name for one in built if one.is_public])
    return Published(new.path, new.snapshot_id, len(queries), counts, before)


def set_variables(connection: duckdb.DuckDBPyConnection, new: Coming) -> None:
    """What the relations ask of the snapshot that they are built for."""
    connection.execute("set variable snapshot_id = $snapshot_id", {"snapshot_id": new.snapshot_id})
    connection.execute("set variable published_at = $at::timestamp", {"at": new.published_at})


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
        "memory_limit": memory_limit or MEMORY_LIMIT,
    }
    connection = duckdb.connect(part, config=config)
    try:
        path = str(ledger).replace("'", "''")
        connection.execute(f"attach '{path}' as ledger (read_only)")
        yield connection
    finally:
        connection.close()


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
