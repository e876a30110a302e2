"""What the ledger takes in: a batch of documents, the catalogue, the roster, the organs that decisions name.

A batch is one transaction: it is taken whole, or the ledger is as it was. A document counts by its bytes: read twice
by the same reader it changes nothing; read by another reader its readings are replaced, the day it came in stays, and
what the two readers read differently is noted, figure by figure. Nothing else is ever deleted: a corrected report stands
beside the one it supersedes.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from warehouse.frames import batch_frames, records_frame
from warehouse.ledger import Ledger
from warehouse.records import (
    NOT_HAD,
    NOT_READ,
    CatalogueCell,
    DocumentRecord,
    NamedAgency,
    Region,
    RosterEntry,
    TakeSummary,
    Term,
    hash_of_place,
)

_SQL = Path(__file__).parent / "sql" / "ledger"
_OF_A_REPORT = ("readings", "indicators", "statements", "findings", "sections", "signatures", "candidates", "reports")


def put_catalogue(
    ledger: Ledger, terms: Sequence[Term], cells: Sequence[CatalogueCell], regions: Sequence[Region]
) -> None:
    """Replace the catalogue by the one in force."""
    with ledger.transaction():
        for table, records in (("terms", terms), ("cell_catalogue", cells), ("regions", regions)):
            ledger.connection.execute(f"delete from {table}")  # noqa: S608
            if records:
                ledger.insert(table, records_frame(records, records[0].__struct_fields__))


def put_roster(ledger: Ledger, entries: Sequence[RosterEntry]) -> None:
    """Replace the roster of expected agencies by the one in force; an empty one means that none is kept."""
    with ledger.transaction():
        ledger.connection.execute("delete from roster")
        if entries:
            ledger.insert("roster", records_frame(entries, RosterEntry.__struct_fields__))


def put_named_agencies(ledger: Ledger, agencies: Sequence[NamedAgency]) -> None:
    """Replace the agencies that decisions name by their names."""
    with ledger.transaction():
        ledger.connection.execute("delete from named_agencies")
        if agencies:
            ledger.insert("named_agencies", records_frame(agencies, NamedAgency.__struct_fields__))


def take(ledger: Ledger, batch: Sequence[DocumentRecord]) -> TakeSummary:
    """Take a batch of documents in one transaction.

    Raises ``BrokenRecord``, and takes nothing, if a record contradicts itself.
    """
    known = _known_documents(ledger, batch)
    fresh: dict[str, DocumentRecord] = {}
    for document in batch:
        before = known.get(document.sha256)
        # What was read is not given up because another reader was ended before it was through.
        if before is None or document.reader_version not in (before[0], NOT_READ, NOT_HAD):
            fresh.setdefault(document.sha256, document)
    frames = batch_frames(list(fresh.values()))
    again = [sha256 for sha256 in fresh if sha256 in known]
    loaded_at = ledger.now()
    with ledger.transaction():
        reports_new = _count_new_reports(ledger, frames["reports"], again)
        rereadings = _forget(ledger, again)
        _forget_places(ledger, batch)
        batch_no = _next_batch_no(ledger)
        first_loaded = [known[s][1] if s in known else loaded_at for s in fresh]
        frames["documents"] = frames["documents"].with_columns(pl.Series("loaded_at", first_loaded, pl.Datetime("us")))
        for table, frame in frames.items():
            ledger.insert(table, frame.with_columns(pl.lit(batch_no, pl.Int64).alias("batch_no")))
        if rereadings:
            _note_rereadings(ledger, batch_no, loaded_at)
        _note_files(ledger, batch)
    return TakeSummary(
        documents_new=len(fresh) - len(again),
        documents_read_again=len(again),
        documents_unchanged=len(batch) - len(fresh),
        reports_new=reports_new,
        reports_changed=len(frames["reports"]) - reports_new,
    )


def _known_documents(ledger: Ledger, batch: Sequence[DocumentRecord]) -> dict[str, tuple[str, datetime]]:
    rows = ledger.connection.execute(
        "select sha256, reader_version, loaded_at from documents where sha256 in (select unnest(?))",
        [[document.sha256 for document in batch]],
    ).fetchall()
    return {sha256: (reader_version, loaded_at) for sha256, reader_version, loaded_at in rows}


def _count_new_reports(ledger: Ledger, reports: pl.DataFrame, again: Sequence[str]) -> int:
    """How many of the reports are not another version, or another reading, of one that the ledger has."""
    ledger.connection.register("incoming", reports.select("report_id", "sha256", "agency_id", "year").to_arrow())
    known, alone, distinct = ledger.connection.execute(
        """
        with fresh as (select * from incoming where sha256 not in (select unnest($again))),
             named as (select distinct agency_id, year from fresh where agency_id is not null and year is not null)
        select (select count(*) from named semi join reports using (agency_id, year)),
               (select count(*) from fresh where agency_id is null or year is null),
               (select count(*) from named)
        """,
        {"again": list(again)},
    ).fetchall()[0]
    ledger.connection.unregister("incoming")
    return int(alone + distinct - known)


def _forget(ledger: Ledger, sha256s: Sequence[str]) -> bool:
    """Delete what was read in these documents; gives whether it was set aside, to be held against another reading.

    ``batch_no`` spares the scan of all other documents.
    """
    if not sha256s:
        return False
    ledger.connection.execute(
        "create or replace temp table old_reports as select r.report_id, r.sha256, d.reader_version, r.batch_no"
        " from reports as r join documents as d using (sha256) where sha256 in (select unnest(?))",
        [list(sha256s)],
    )
    first, last = ledger.connection.execute("select min(batch_no), max(batch_no) from old_reports").fetchall()[0]
    if first is not None:
        bounds = {"first": first, "last": last}
        is_theirs = "batch_no between $first and $last and report_id in (select report_id from old_reports)"
        ledger.connection.execute(
            f"create or replace temp table old_figures as select * from figures where {is_theirs}",  # noqa: S608
            bounds,
        )
        for table in _OF_A_REPORT:
            ledger.connection.execute(f"delete from {table} where {is_theirs}", bounds)  # noqa: S608
    ledger.connection.execute("delete from documents where sha256 in (select unnest(?))", [list(sha256s)])
    return first is not None


def _forget_places(ledger: Ledger, batch: Sequence[DocumentRecord]) -> None:
    """Delete what stood for documents whose bytes could not be had, now that they could be."""
    places = [hash_of_place(d.source_path) for d in batch if d.source_path and d.reader_version != NOT_HAD]
    ledger.connection.execute(
        "delete from documents where reader_version = ? and sha256 in (select unnest(?))", [NOT_HAD, places]
    )


def _note_rereadings(ledger: Ledger, batch_no: int, seen_at: datetime) -> None:
    """Hold what ``_forget`` set aside against the batch that took its place."""
    ledger.connection.execute(
        (_SQL / "note_rereadings.sql").read_text(encoding="utf-8"), {"batch_no": batch_no, "seen_at": seen_at}
    )


def _next_batch_no(ledger: Ledger) -> int:
    return int(ledger.connection.execute("select nextval('batch_numbers')").fetchall()[0][0])


def _note_files(ledger: Ledger, batch: Sequence[DocumentRecord]) -> None:
    files = {d.source_path: (d.size, d.mtime_ns, d.sha256) for d in batch if d.source_path and d.size is not None}
    if not files:
        return
    ledger.connection.execute("delete from listings")
    ledger.connection.execute("delete from seen_files where path in (select unnest(?))", [list(files)])
    size, mtime_ns, sha256 = zip(*files.values(), strict=True)
    ledger.insert(
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
