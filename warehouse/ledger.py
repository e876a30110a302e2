"""The system of record: everything that was ever read, in one DuckDB file with one writer.

A batch is one transaction: it is taken whole, or the ledger is as it was. A document counts by its bytes: read twice
by the same reader it changes nothing; read by another reader its readings are replaced, the day it came in stays, and
what the two readers read differently is noted, figure by figure. Nothing else is ever deleted: a corrected report stands
beside the one it supersedes.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import duckdb
import polars as pl

from warehouse.files import onto_disk
from warehouse.frames import batch_frames, records_frame
from warehouse.lock import write_lock
from warehouse.records import (
    NOT_HAD,
    NOT_READ,
    CatalogueCell,
    DocumentRecord,
    NamedAgency,
    Region,
    RosterEntry,
    RunRecord,
    StoredDocument,
    TakeSummary,
    Term,
    hash_of_place,
)

_SQL = Path(__file__).parent / "sql" / "ledger"
_OF_A_REPORT = ("readings", "indicators", "statements", "findings", "sections", "signatures", "candidates", "reports")

_OUTDATED = "from documents where reader_version not in (?, ?)"

_FILES = {"path": pl.String, "size": pl.Int64, "mtime_ns": pl.Int64}

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
        columns = dict(zip(_FILES, zip(*files, strict=True), strict=True))
        self._connection.register("met", pl.DataFrame(columns, schema=_FILES).with_row_index("number").to_arrow())
        rows = self._connection.execute(
            "select number from met anti join seen_files using (path, size, mtime_ns) order by number"
        ).fetchall()
        self._connection.unregister("met")
        return [number for (number,) in rows]

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

    def put_catalogue(self, terms: Sequence[Term], cells: Sequence[CatalogueCell], regions: Sequence[Region]) -> None:
        """Replace the catalogue by the one in force."""
        with self.transaction():
            for table, records in (("terms", terms), ("cell_catalogue", cells), ("regions", regions)):
                self._connection.execute(f"delete from {table}")  # noqa: S608
                if records:
                    self.insert(table, records_frame(records, records[0].__struct_fields__))

    def put_roster(self, entries: Sequence[RosterEntry]) -> None:
        """Replace the roster of expected agencies by the one in force; an empty one means that none is kept."""
        with self.transaction():
            self._connection.execute("delete from roster")
            if entries:
                self.insert("roster", records_frame(entries, RosterEntry.__struct_fields__))

    def put_named_agencies(self, agencies: Sequence[NamedAgency]) -> None:
        """Replace the agencies that decisions name by their names."""
        with self.transaction():
            self._connection.execute("delete from named_agencies")
            if agencies:
                self.insert("named_agencies", records_frame(agencies, NamedAgency.__struct_fields__))

    def take(self, batch: Sequence[DocumentRecord]) -> TakeSummary:
        """Take a batch of documents in one transaction.

        Raises ``BrokenRecord``, and takes nothing, if a record contradicts itself.
        """
        known = self._known_documents(batch)
        fresh: dict[str, DocumentRecord] = {}
        for document in batch:
            before = known.get(document.sha256)
            # What was read is not given up because another reader was ended before it was through.
            if before is None or document.reader_version not in (before[0], NOT_READ, NOT_HAD):
                fresh.setdefault(document.sha256, document)
        frames = batch_frames(list(fresh.values()))
        again = [sha256 for sha256 in fresh if sha256 in known]
        loaded_at = self._now()
        with self.transaction():
            reports_new = self._count_new_reports(frames["reports"], again)
            rereadings = self._forget(again)
            self._forget_places(batch)
            batch_no = self._next_batch_no()
            first_loaded = [known[s][1] if s in known else loaded_at for s in fresh]
            frames["documents"] = frames["documents"].with_columns(
                pl.Series("loaded_at", first_loaded, pl.Datetime("us"))
            )
            for table, frame in frames.items():
                self.insert(table, frame.with_columns(pl.lit(batch_no, pl.Int64).alias("batch_no")))
            if rereadings:
                self._note_rereadings(batch_no, loaded_at)
            self._note_files(batch)
        return TakeSummary(
            documents_new=len(fresh) - len(again),
            documents_read_again=len(again),
            documents_unchanged=len(batch) - len(fresh),
            reports_new=reports_new,
            reports_changed=len(frames["reports"]) - reports_new,
        )

    def begin_run(self) -> str:
        """Note that a run has begun; gives its id. One that has not ended by now was cut off."""
        started_at = self._now()
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

    def _now(self) -> datetime:
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

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Add the rows of a frame to a table, column by name."""
        if frame.is_empty():
            return
        columns = ", ".join(frame.columns)
        self._connection.register("incoming", frame.to_arrow())
        self._connection.execute(f"insert into {table} ({columns}) select {columns} from incoming")  # noqa: S608
        self._connection.unregister("incoming")

    def _known_documents(self, batch: Sequence[DocumentRecord]) -> dict[str, tuple[str, datetime]]:
        rows = self._connection.execute(
            "select sha256, reader_version, loaded_at from documents where sha256 in (select unnest(?))",
            [[document.sha256 for document in batch]],
        ).fetchall()
        return {sha256: (reader_version, loaded_at) for sha256, reader_version, loaded_at in rows}

    def _count_new_reports(self, reports: pl.DataFrame, again: Sequence[str]) -> int:
        """How many of the reports are not another version, or another reading, of one that the ledger has."""
        self._connection.register("incoming", reports.select("report_id", "sha256", "agency_id", "year").to_arrow())
        known, alone, distinct = self._connection.execute(
            """
            with fresh as (select * from incoming where sha256 not in (select unnest($again))),
                 named as (select distinct agency_id, year from fresh where agency_id is not null and year is not null)
            select (select count(*) from named semi join reports using (agency_id, year)),
                   (select count(*) from fresh where agency_id is null or year is null),
                   (select count(*) from named)
            """,
            {"again": list(again)},
        ).fetchall()[0]
        self._connection.unregister("incoming")
        return int(alone + distinct - known)

    def _forget(self, sha256s: Sequence[str]) -> bool:
        """Delete what was read in these documents; gives whether it was set aside, to be held against another reading.

        ``batch_no`` spares the scan of all other documents.
        """
        if not sha256s:
            return False
        self._connection.execute(
            "create or replace temp table old_reports as select r.report_id, r.sha256, d.reader_version, r.batch_no"
            " from reports as r join documents as d using (sha256) where sha256 in (select unnest(?))",
            [list(sha256s)],
        )
        first, last = self._connection.execute("select min(batch_no), max(batch_no) from old_reports").fetchall()[0]
        if first is not None:
            bounds = {"first": first, "last": last}
            is_theirs = "batch_no between $first and $last and report_id in (select report_id from old_reports)"
            self._connection.execute(
                f"create or replace temp table old_figures as select * from figures where {is_theirs}",  # noqa: S608
                bounds,
            )
            for table in _OF_A_REPORT:
                self._connection.execute(f"delete from {table} where {is_theirs}", bounds)  # noqa: S608
        self._connection.execute("delete from documents where sha256 in (select unnest(?))", [list(sha256s)])
        return first is not None

    def _forget_places(self, batch: Sequence[DocumentRecord]) -> None:
        """Delete what stood for documents whose bytes could not be had, now that they could be."""
        places = [hash_of_place(d.source_path) for d in batch if d.source_path and d.reader_version != NOT_HAD]
        self._connection.execute(
            "delete from documents where reader_version = ? and sha256 in (select unnest(?))", [NOT_HAD, places]
        )

    def _note_rereadings(self, batch_no: int, seen_at: datetime) -> None:
        """Hold what ``_forget`` set aside against the batch that took its place."""
        self._connection.execute(
            (_SQL / "note_rereadings.sql").read_text(encoding="utf-8"), {"batch_no": batch_no, "seen_at": seen_at}
        )

    def _next_batch_no(self) -> int:
        return int(self._connection.execute("select nextval('batch_numbers')").fetchall()[0][0])

    def _note_files(self, batch: Sequence[DocumentRecord]) -> None:
        files = {d.source_path: (d.size, d.mtime_ns, d.sha256) for d in batch if d.source_path and d.size is not None}
        if not files:
            return
        self._connection.execute("delete from seen_files where path in (select unnest(?))", [list(files)])
        size, mtime_ns, sha256 = zip(*files.values(), strict=True)
        self.insert(
            "seen_files",
            pl.DataFrame(
                {
                    "path": list(files),
                    "size": list(size),
                    "mtime_ns": list(mtime_ns),
                    "sha256": list(sha256),
                }
            ),
        )
