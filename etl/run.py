"""The weekly job: discover, read what changed, check, take into the ledger, publish."""

import logging
import resource
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from etl import local
from etl.agencies import describe, extend, functions
from etl.collect import Item
from etl.collect.collection import collect, planned
from etl.concepts import load_concepts
from etl.interpret.indicators import indicator_lists
from etl.labels import variants
from etl.lineage import kinship, known_links
from etl.pipeline import document_of, read_document, reader_version
from etl.records import catalogue_cells, document_record, lost_record, region_change_records, region_records
from etl.roster import read_roster
from etl.workers import Limits, map_isolated
from warehouse.decisions import Decision, read_decisions
from warehouse.expectations import BrokenExpectations, Deadline, deadlines
from warehouse.frames import BrokenRecord
from warehouse.kinship import known_agencies, put_kinship
from warehouse.ledger import Ledger
from warehouse.publish import PublishRefused, publish
from warehouse.records import DocumentRecord, NamedAgency, RunRecord
from warehouse.store import keep_document

_log = logging.getLogger(__name__)

LIMITS = Limits()
_PER_TRANSACTION = 500

Outcome = Literal["published", "published_with_unreadable", "refused", "failed"]
Progress = Callable[[int, int], None]
"""Told how many documents of how many are done."""


class Summary(Struct, frozen=True):
    """What a run did, for the screen and the ``runs`` view."""

    seen: int
    read: int
    unchanged: int
    no_report: tuple[tuple[str, str], ...]
    unreadable: tuple[tuple[str, str], ...]
    alarms: tuple[tuple[str, str], ...]
    findings: dict[str, int]
    reports_new: int
    reports_changed: int
    snapshot: Path
    seconds: float
    reading_seconds: float
    peak_memory_mb: float

    @property
    def exit_code(self) -> int:
        """0 all read and published; 1 published, but some documents could not be read, or a source gave too little."""
        return 1 if self.unreadable or self.alarms else 0


def run(sources: Sequence[Path], data_dir: Path, jobs: int, progress: Progress) -> Summary:
    """Take in the sources, or without any what ``sources.toml`` names, and publish.

    Raises ``SourceError``, ``WarehouseLocked``, ``PublishRefused``, and ``BrokenCatalogue``, ``BrokenExpectations``,
    ``BrokenRoster`` or ``BrokenDecisions`` before anything is read.
    """
    started = time.monotonic()
    extend(data_dir)
    _refuse_unknown_functions(deadlines(data_dir), data_dir)
    known_links()
    use_catalogue(data_dir)
    roster = read_roster(data_dir)
    decided = read_decisions(data_dir)
    plan = planned(sources, data_dir)
    with Ledger.open(data_dir) as ledger:
        run_id = ledger.begin_run()
        collected = collect(plan, data_dir, ledger, run_id)
        items = collected.items
        ledger.put_catalogue(load_concepts().terms(), catalogue_cells(), region_records())
        ledger.put_roster(roster)
        ledger.put_named_agencies(_named_agencies(decided))
        tally = _take_in(items, ledger, data_dir, jobs, progress)
        tally.alarms = collected.alarms
        put_kinship(ledger, region_change_records(), *kinship(known_agencies(ledger)))
        reading_seconds = time.monotonic() - started
        ledger.end_run(_record(run_id, tally, len(items)))
    try:
        published = publish(data_dir)
    except PublishRefused:
        _end(data_dir, _record(run_id, tally, len(items), outcome="refused", exit_code=3))
        raise
    _end(data_dir, _record(run_id, tally, len(items), snapshot=published.snapshot_id))
    return tally.summary(len(items), published.path, time.monotonic() - started, reading_seconds)


def use_catalogue(data_dir: Path) -> None:
    """Read with what the folder adds to the catalogue, having looked at it first. Raises ``BrokenCatalogue``."""
    local.use(data_dir)
    indicator_lists()
    variants()


def _refuse_unknown_functions(known: Sequence[Deadline], data_dir: Path) -> None:
    """A misspelt function would fit no report, in silence."""
    asked = {function for deadline in known for function in deadline.functions or ()}
    strangers = sorted(asked - {function.code for function in functions()})
    if strangers:
        raise BrokenExpectations(
            f"{data_dir / 'deadlines.toml'}：functions 中没有这些职能：{'、'.join(strangers)}。"
            f"可用的代码见 etl/catalogue/functions.toml / no such functions"
        )


def _named_agencies(decisions: Sequence[Decision]) -> list[NamedAgency]:
    """The organs that people name as another one, described as those of reports are: they may have no report yet."""
    names = sorted({decision.other_agency for decision in decisions if decision.other_agency})
    return [
        NamedAgency(a.agency_id, a.agency, a.region_code, a.region, a.level, a.function) for a in map(describe, names)
    ]


def _end(data_dir: Path, record: RunRecord) -> None:
    with Ledger.open(data_dir) as ledger:
        ledger.end_run(record)


class _Tally:
    """Counts while the run goes on."""

    def __init__(self) -> None:
        self.read = self.reports_new = self.reports_changed = self.unchanged = 0
        self.no_report: list[tuple[str, str]] = []
        self.unreadable: list[tuple[str, str]] = []
        self.findings: Counter[str] = Counter()
        self.alarms: tuple[tuple[str, str], ...] = ()

    def add(self, record: DocumentRecord) -> None:
        self.read += 1
        if record.outcome == "unreadable":
            self.unreadable.append((record.source_path or record.source_name, record.reason or ""))
        elif record.outcome == "no_report":
            self.no_report.append((record.source_path or record.source_name, record.reason or ""))
        for report in record.reports:
            self.findings.update(finding.rule for finding in report.findings)

    def give_up(self, record: DocumentRecord, reason: str) -> DocumentRecord:
        """The record without its reports, which could not be kept."""
        self.unreadable.append((record.source_path or record.source_name, reason))
        return msgspec.structs.replace(record, outcome="unreadable", reason=reason, reports=())

    def summary(self, seen: int, snapshot: Path, seconds: float, reading_seconds: float) -> Summary:
        return Summary(
            seen,
            self.read,
            self.unchanged,
            tuple(self.no_report),
            tuple(self.unreadable),
            self.alarms,
            dict(self.findings.most_common()),
            self.reports_new,
            self.reports_changed,
            snapshot,
            seconds,
            reading_seconds,
            _peak_memory_mb(),
        )


def _take_in(items: Sequence[Item], ledger: Ledger, data_dir: Path, jobs: int, progress: Progress) -> _Tally:
    """Read what the ledger does not know yet; a transaction at a time, so that a cut run keeps what it has."""
    tally = _Tally()
    changed = [i for i in items if not ledger.unchanged(i.key, i.size, i.mtime_ns, reader_version())]
    tally.unchanged = done = len(items) - len(changed)
    progress(done, len(items))
    waiting: list[DocumentRecord] = []
    for record in _read_all(changed, data_dir, jobs):
        waiting.append(record)
        tally.add(record)
        done += 1
        progress(done, len(items))
        if len(waiting) >= _PER_TRANSACTION:
            _take(waiting, ledger, tally)
            waiting = []
    _take(waiting, ledger, tally)
    return tally


def _take(records: list[DocumentRecord], ledger: Ledger, tally: _Tally) -> None:
    """Put a batch into the ledger; a record that contradicts itself costs its document, not the batch."""
    if not records:
        return
    try:
        taken = ledger.take(records)
    except BrokenRecord as error:
        if len(records) > 1:
            for record in records:
                _take([record], ledger, tally)
        else:
            _log.error("contradictory record of %s: %s", records[0].source_name, error)
            _take([tally.give_up(records[0], "读取结果自相矛盾，未入库；请将该文件交给维护人员")], ledger, tally)
        return
    tally.reports_new += taken.reports_new
    tally.reports_changed += taken.reports_changed


def _read_all(items: list[Item], data_dir: Path, jobs: int) -> Iterator[DocumentRecord]:
    """The record of each item, as it is done; a document that ends its reader has a record that says so."""
    for record in map_isolated(partial(read_item, data_dir=data_dir), items, jobs, _lost, LIMITS):
        yield msgspec.msgpack.decode(record, type=DocumentRecord)


def read_item(item: Item, data_dir: Path) -> bytes:
    """A worker's job: keep a document's bytes and read it; the record as MessagePack, which is cheap to send."""
    try:
        content = item.read()
    except (OSError, zipfile.BadZipFile, RuntimeError) as error:
        return _lost(item, f"无法打开文件（{error}）；请检查文件和权限")
    keep_document(data_dir, content)
    extend(data_dir)
    local.use(data_dir)
    retrieved_at = datetime.fromtimestamp(item.mtime_ns / 1e9, UTC).isoformat(timespec="seconds")
    source_url = item.retrieval.url if item.retrieval else None
    document = document_of(item.name, content, source_url, retrieved_at, folder=item.folder, source=item.source)
    outcome = read_document(document)
    return msgspec.msgpack.encode(document_record(outcome, item))


def _lost(item: Item, reason: str) -> bytes:
    return msgspec.msgpack.encode(lost_record(item, reason))


def _record(
    run_id: str,
    tally: _Tally,
    seen: int,
    *,
    outcome: Outcome | None = None,
    exit_code: int | None = None,
    snapshot: str | None = None,
) -> RunRecord:
    """The run as it ended; unless told otherwise, published (noted beforehand, so that the snapshot shows this run)."""
    some_unreadable = bool(tally.unreadable)
    return RunRecord(
        run_id=run_id,
        ended_at=datetime.now(UTC),
        outcome=outcome or ("published_with_unreadable" if some_unreadable else "published"),
        exit_code=int(some_unreadable or bool(tally.alarms)) if exit_code is None else exit_code,
        documents_seen=seen,
        documents_read=tally.read,
        documents_unchanged=tally.unchanged,
        documents_unreadable=len(tally.unreadable),
        reports_new=tally.reports_new,
        reports_changed=tally.reports_changed,
        snapshot=snapshot,
    )


def _peak_memory_mb() -> float:
    """Of this process and its largest worker, in MiB (Linux counts in KiB)."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + workers) / 1024
