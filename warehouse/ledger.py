"""The system of record: everything that was ever read, in one DuckDB file with one writer.

What it takes in stands in ``warehouse.taking``.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import duckdb

from warehouse.files import onto_disk
from warehouse.lock import write_lock
from warehouse.records import NOT_HAD, RunRecord, StoredDocument

if TYPE_CHECKING:  # Polars costs a tenth of a second, and a run without news needs none of it.
    import polars as pl

_SQL = Path(__file__).parent / "sql" / "ledger"
_OUTDATED = "from documents where reader_version not in (?, ?)"

Clock = Callable[[], datetime]


def ledger_path(data_dir: Path) -> Path:
    """The file of the ledger."""
    return data_dir / "ledger.duckdb"


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the file for writing; a new one gets its name only when it is whole, so that a run may be cut at any time."""
    schema = (_SQL / "schema.sql").read_text(encoding="utf-8")
    if not path.exists():
        unfinished = path.with_suffix(".part")
        for leftover in path.parent.glob(f"{unfinished.name}*"):
            leftover.unlink()
        with duckdb.connect(unfinished) as connection:
            connection.execute(schema)
        onto_disk(unfinished)
        unfinished.rename(path)
        onto_disk(path.parent)
    connection = duckdb.connect(path)
    connection.execute(schema)
    return connection


class Ledger:
    """The open ledger; make one with ``Ledger.open``."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    @classmethod
    @contextmanager
    def open(cls, data_dir: Path, *, clock: Clock = lambda: datetime.now(UTC)) -> Iterator["Ledger"]:
        """Open the ledger of ``data_dir`` for writing, making it if there is none.

        Raises ``WarehouseLocked`` if another process writes. ``publish`` takes the same lock: close the ledger first.
        """
        with write_lock(data_dir):
            connection = _connect(ledger_path(data_dir))
            try:
                yield cls(connection, clock)
            finally:
                connection.close()

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """For the other modules of ``warehouse`` that keep tables of the ledger."""
        return self._connection

    def changed(self, files: Sequence[tuple[str, int, int]]) -> list[int]:
        """Which of these files (path, size in bytes, time of change) were not taken in before as they are, by number."""
        if not files:
            return []
        import polars as pl  # noqa: PLC0415 - see above

        schema = {"path": pl.String, "size": pl.Int64, "mtime_ns": pl.Int64}
        columns = dict(zip(schema, zip(*files, strict=True), strict=True))
        self._connection.register("met", pl.DataFrame(columns, schema=schema).with_row_index("number").to_arrow())
        rows = self._connection.execute(
            "select number from met anti join seen_files using (path, size, mtime_ns) order by number"
        ).fetchall()
        self._connection.unregister("met")
        return [number for (number,) in rows]

    def known_listing(self, folder: str, listing: str) -> int | None:
        """How many documents a folder has whose files are listed like this, if all of them are known; None if that is not known."""
        rows = self._connection.execute(
            "select document_count from listings where folder = ? and listing = ?", [folder, listing]
        ).fetchall()
        return int(rows[0][0]) if rows else None

    def keep_listing(self, folder: str, listing: str, document_count: int) -> None:
        """Note that a folder whose files are listed like this has so many documents, all of them known."""
        with self.transaction():
            self._connection.execute("delete from listings where folder = ?", [folder])
            self._connection.execute("insert into listings values (?, ?, ?)", [folder, listing, document_count])

    def state(self) -> str:
        """What tells one state of the ledger from another, as far as more than the record of runs comes of it."""
        return str(self._connection.execute((_SQL / "state.sql").read_text(encoding="utf-8")).fetchall()[0][0])

    def known(self, sha256: str, reader_version: str) -> bool:
        """Whether this reader has already read a document of these bytes."""
        rows = self._connection.execute(
            "select 1 from documents where sha256 = ? and reader_version = ?", [sha256, reader_version]
        ).fetchall()
        return bool(rows)

    def outdated_count(self, reader_version: str) -> int:
        """How many documents this reader has not read, but another, or none to the end."""
        return int(self._connection.execute(f"select count(*) {_OUTDATED}", [reader_version, NOT_HAD]).fetchall()[0][0])

    def outdated(self, reader_version: str) -> Iterator[StoredDocument]:
        """Those documents, as they were when the first is asked for; batches may be taken meanwhile."""
        cursor = self._connection.cursor()
        try:
            cursor.execute(
                "select sha256, source_name, source_url, strftime(retrieved_at, '%Y-%m-%dT%H:%M:%S+00:00'),"
                f" media_type, byte_count, coalesce(folder, ''), coalesce(source, '') {_OUTDATED} order by sha256",
                [reader_version, NOT_HAD],
            )
            while rows := cursor.fetchmany(1000):
                yield from (StoredDocument(*row) for row in rows)
        finally:
            cursor.close()

    def look_again(self, sha256s: Sequence[str]) -> None:
        """Take the files of these documents for unknown: the store has lost them, and their sources may bring them back."""
        self._connection.execute("delete from seen_files where sha256 in (select unnest(?))", [list(sha256s)])
        self._connection.execute("delete from listings")

    def begin_run(self) -> str:
        """Note that a run has begun; gives its id. One that has not ended by now was cut off."""
        started_at = self.now()
        self._connection.execute(
            "update runs set outcome = 'interrupted' where outcome in ('running', 'publishing')",
        )
        run_id = f"{started_at:%Y%m%dT%H%M%S}-{uuid4().hex[:4]}"
        self._connection.execute(
            "insert into runs (run_id, started_at, outcome) values (?, ?, 'running')", [run_id, started_at]
        )
        return run_id

    def end_run(self, run: RunRecord) -> None:
        """Note how a run ended."""
        values = {name: getattr(run, name) for name in run.__struct_fields__}
        values["ended_at"] = run.ended_at.astimezone(UTC).replace(tzinfo=None)
        assignments = ", ".join(f"{name} = ${name}" for name in values if name != "run_id")
        self._connection.execute(f"update runs set {assignments} where run_id = $run_id", values)  # noqa: S608

    def now(self) -> datetime:
        """The time in UTC, without its zone, as the tables have it."""
        return self._clock().astimezone(UTC).replace(tzinfo=None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is done in it, or nothing."""
        self._connection.begin()
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def insert(self, table: str, frame: "pl.DataFrame") -> None:
        """Add the rows of a frame to a table, column by name."""
        if frame.is_empty():
            return
        columns = ", ".join(frame.columns)
        self._connection.register("incoming", frame.to_arrow())
        self._connection.execute(f"insert into {table} ({columns}) select {columns} from incoming")  # noqa: S608
        self._connection.unregister("incoming")
