"""A snapshot from which nothing has changed since: the file that is served, copied, with the runs since; nothing is built.

A snapshot notes its basis, which is what it was made from. Where the next one would have the same, and no deadline has
passed in between, the two would differ in the record of runs alone.
"""

import shutil
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse.acceptance import ROWS_COUNTED, row_counts
from warehouse.relations import Relation
from warehouse.snapshot import NoSnapshot, connect

WRITTEN_BY_RUNS = ("runs", "source_runs", "retrievals")
"""The relations that a run changes even where it takes nothing in."""
RENEWED = (*WRITTEN_BY_RUNS, "sources", "snapshot_info")


def is_renewable(previous: Path | None, basis: str, at: datetime) -> bool:
    """Whether the snapshot served is what would be built at that time (UTC): ``basis`` tells what from, "" that none knows."""
    if not basis or previous is None:
        return False
    try:
        with closing(connect(previous)) as connection:
            ((published_at, is_same),) = connection.execute(
                "select published_at, (select basis from core.basis) = $basis from snapshot_info", {"basis": basis}
            ).fetchall()
            passed = connection.execute(
                "select 1 from filings where due_on >= $before::date and due_on < $now::date limit 1",
                {"before": published_at, "now": at},
            ).fetchall()
    except (NoSnapshot, duckdb.Error, ValueError):
        return False  # of another make, or damaged: a new one is built
    return bool(is_same) and published_at.year == at.year and not passed


def copy_snapshot(previous: Path, part: Path) -> None:
    """The file of the snapshot served, writable, under another name. Raises ``OSError``."""
    shutil.copyfile(previous, part)


def renew(connection: duckdb.DuckDBPyConnection, built: Sequence[Relation]) -> dict[str, int]:
    """Bring the copy up to date; gives the rows of its main views. The ledger is attached, the variables of a build are set."""
    for relation in built:
        if relation.name in WRITTEN_BY_RUNS:
            stored = f"{relation.folder}.{relation.name}"
            connection.execute(f"create or replace table {stored} as {relation.query}")
    connection.execute(
        "update marts.snapshot_info set snapshot_id = getvariable('snapshot_id'), published_at = getvariable('published_at')"
    )
    counts = row_counts(connection, "main", left_out="cells")
    # As many as were counted when it was built: to count them all again would take longer than all the rest.
    ((cells,),) = connection.execute("select coalesce(sum(cell_count), 0)::bigint from core.reports").fetchall()
    return {view: counts.get(view, cells) for view in ROWS_COUNTED}
