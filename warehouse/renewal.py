"""A snapshot from which nothing has changed since: the file that is served, copied, with the runs since; nothing is built.

A snapshot notes its basis, which is what it was made from. Where the next one would have the same, and no deadline has
passed in between, the two would differ in the record of runs alone.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

import duckdb
from msgspec import Struct

from warehouse.acceptance import ROWS_COUNTED, row_counts, try_as_reader
from warehouse.ledger import Ledger
from warehouse.publish import Published, coming, set_variables
from warehouse.relations import SQL, read_relation
from warehouse.snapshot import CURRENT, NoSnapshot, connect

WRITTEN_BY_RUNS = ("runs", "source_runs", "retrievals")
"""The relations that a run changes even where it takes nothing in."""
RENEWED = (*WRITTEN_BY_RUNS, "sources", "snapshot_info")


class Standing(Struct, frozen=True):
    """What a snapshot says of itself: its basis ("" if none is known), when it was published (UTC), the next deadline."""

    path: Path
    basis: str
    published_at: datetime
    next_due_on: date | None

    def is_renewable(self, basis: str, at: datetime) -> bool:
        """Whether it is what would be built from this basis at that time (UTC)."""
        is_due = self.next_due_on is not None and self.next_due_on < at.date()
        return bool(basis) and self.basis == basis and self.published_at.year == at.year and not is_due


def standing(snapshot: Path | None) -> Standing | None:
    """None if there is no snapshot, or it is damaged or of another make: a new one is to be built.

    So it is where its file was written to since the link to it was made: a client may have opened it not for reading alone.
    """
    if snapshot is None or snapshot.stat().st_mtime_ns > (snapshot.parent / CURRENT).lstat().st_mtime_ns:
        return None
    try:
        with closing(connect(snapshot)) as connection:
            ((basis, published_at, next_due_on),) = connection.execute(
                "select (select basis from core.basis), s.published_at,"
                " (select min(due_on) from filings where due_on >= s.published_at::date) from snapshot_info as s"
            ).fetchall()
    except (NoSnapshot, duckdb.Error, ValueError):
        return None
    return Standing(snapshot, basis or "", published_at, next_due_on)


def renew(ledger: Ledger, data_dir: Path, served: Standing) -> Published:
    """Make a copy of the snapshot served current, with the runs that the ledger has by now.

    The ledger stays open, for it is its connection that writes: to start a database twice would take longer than all the rest.
    """
    with coming(data_dir) as new:
        shutil.copyfile(served.path, new.part)
        with _attached(ledger.connection, new.part) as connection:
            set_variables(connection, new)
            for file in (SQL / "core").glob("*.sql"):
                relation = read_relation(file)
                if relation.name in WRITTEN_BY_RUNS:
                    connection.execute(f"create or replace table core.{relation.name} as {relation.query}")
            connection.execute(
                "update marts.snapshot_info set snapshot_id = getvariable('snapshot_id'),"
                " published_at = getvariable('published_at')"
            )
            counts = row_counts(connection, "main", left_out="cells")
            # As many as were counted when it was built: to count them all again would take longer than all the rest.
            ((cells,),) = connection.execute("select coalesce(sum(cell_count), 0)::bigint from core.reports").fetchall()
            connection.execute("checkpoint")
        try_as_reader(new.part, RENEWED)
    counts = {view: counts.get(view, cells) for view in ROWS_COUNTED}
    return Published(new.path, new.snapshot_id, 0, counts, counts, is_renewed=True)


@contextmanager
def _attached(connection: duckdb.DuckDBPyConnection, part: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The ledger's connection, with this file as the database that is meant where none is named."""
    path = str(part).replace("'", "''")
    connection.execute(f"attach '{path}' as snapshot")
    try:
        connection.execute("use snapshot")
        yield connection
    finally:
        connection.execute("use ledger")
        connection.execute("detach snapshot")
