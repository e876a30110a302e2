"""The weekly job: discover, read what changed, check, take into the ledger, publish."""

import logging
import resource
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from etl.agencies import describe, extend
from etl.agencies.places import zones
from etl.basis import basis
from etl.collect.collection import Collected, Plan, Watch, collect, looked_through, planned
from etl.concepts import load_concepts
from etl.deadlines import known_deadlines
from etl.intake import read_items, read_stored
from etl.lineage import kinship, known_links
from etl.pipeline import reader_version, use_catalogue
from etl.records import catalogue_cells, region_change_records, region_records
from etl.roster import read_roster
from etl.tally import Summary, Tally
from warehouse.acceptance import PublishRefused
from warehouse.decisions import Decision, read_decisions
from warehouse.files import clear_parts
from warehouse.frames import BrokenRecord
from warehouse.kinship import known_agencies, put_kinship
from warehouse.ledger import Ledger, ledger_path
from warehouse.lock import Owner, run_lock
from warehouse.publish import Published, publish
from warehouse.records import DocumentRecord, NamedAgency, RunRecord, SourceRunRecord
from warehouse.renewal import is_renewable
from warehouse.snapshot import connect, current_path
from warehouse.store import clear_incoming, settle

_log = logging.getLogger(__name__)

_PER_TRANSACTION = 500

Progress = Callable[[str, int, int], None]
"""Told what goes on (``collect``, ``retrieve``, ``reread``, ``read``, ``publish``), and how many of how many (0: unknown) are done."""


def run(
    sources: Sequence[Path],
    data_dir: Path,
    jobs: int,
    progress: Progress,
    *,
    allow_fall: bool = False,
    through: Callable[[SourceRunRecord], None] = lambda run: None,
) -> Summary:
    """Take in the sources, or without any what ``sources.toml`` names, and publish.

    ``allow_fall`` publishes even where there is less than before; ``through`` is told of each source when it is through.

    Raises ``SourceError``, ``WarehouseLocked``, ``PublishRefused``, and ``BrokenCatalogue``, ``BrokenExpectations``,
    ``BrokenRoster`` or ``BrokenDecisions`` before anything is read; ``OSError`` or ``duckdb.Error`` if the data folder
    cannot be written: what the ledger has by then stays there.
    """
    started = time.monotonic()
    extend(data_dir)
    known_deadlines(data_dir)
    zones()
    known_links()
    use_catalogue(data_dir)
    roster = read_roster(data_dir)
    decided = read_decisions(data_dir)
    plan = planned(sources, data_dir)
    with run_lock(data_dir) as cut_off_before:
        clear_parts(data_dir)
        clear_incoming(data_dir)
        with Ledger.open(data_dir) as ledger:
            progress("collect", 0, 1)
            tally = Tally(ledger.begin_run(), reader_version())
            watch = Watch(lambda count: progress("retrieve", count, 0), through)
            collected = collect(plan, data_dir, ledger, tally.run_id, watch)
            progress("collect", 1, 1)
            tally.met(collected)
            if not _is_as_before(collected, ledger, data_dir):
                ledger.put_roster(roster)
                ledger.put_named_agencies(_named_agencies(decided))
                _take_in(plan, collected, tally, ledger, data_dir, jobs, progress)
                put_kinship(ledger, region_change_records(), *kinship(known_agencies(ledger)))
            tally.is_fall_accepted = allow_fall
            made_from = basis(data_dir, ledger)
            ledger.end_run(tally.record())
        reading_seconds = time.monotonic() - started
        progress("publish", 0, 1)
        published = _publish(data_dir, tally.record(), made_from, allow_fall=allow_fall)
        progress("publish", 1, 1)
        times = time.monotonic() - started, reading_seconds
        return _summary(data_dir, tally, published, cut_off_before, times)


def _named_agencies(decisions: Sequence[Decision]) -> list[NamedAgency]:
    """The organs that people name as another one, described as those of reports are: they may have no report yet."""
    names = sorted({decision.other_agency for decision in decisions if decision.other_agency})
    return [
        NamedAgency(a.agency_id, a.agency, a.region_code, a.region, a.level, a.function) for a in map(describe, names)
    ]


def _is_as_before(collected: Collected, ledger: Ledger, data_dir: Path) -> bool:
    """Whether nothing is to be read, and the snapshot served is made from all that there is."""
    if collected.changed or ledger.outdated_count(reader_version()):
        return False
    at = datetime.now(UTC).replace(tzinfo=None)
    return is_renewable(current_path(data_dir), basis(data_dir, ledger), at)


def _take_in(
    plan: Plan, collected: Collected, tally: Tally, ledger: Ledger, data_dir: Path, jobs: int, progress: Progress
) -> None:
    """Read what the ledger does not know yet; a transaction at a time, so that a cut run keeps what it has."""
    ledger.put_catalogue(load_concepts().terms(), catalogue_cells(), region_records())
    if _reread(ledger, tally, data_dir, jobs, progress):
        found = looked_through(plan, data_dir, ledger)
        collected = msgspec.structs.replace(found, sources=collected.sources)
        tally.met(collected)
    for record in _taken(read_items(collected.changed, data_dir, jobs), ledger, tally, data_dir):
        tally.read += 1
        tally.add(record)
        progress("read", tally.read, len(collected.changed))


def _reread(ledger: Ledger, tally: Tally, data_dir: Path, jobs: int, progress: Progress) -> bool:
    """Read documents of the store that these readers have not read; their sources need not be there any more.

    Whether some are to be looked for at their sources, because the store has lost them.
    """
    lost: list[str] = []
    total = ledger.outdated_count(reader_version())

    def found() -> Iterator[DocumentRecord]:
        for document, record in read_stored(ledger.outdated(reader_version()), data_dir, jobs):
            if record is None:
                lost.append(document.sha256)
                tally.lost_originals.append(f"{document.source_name}（{document.sha256[:12]}）")
            else:
                yield record

    for record in _taken(found(), ledger, tally, data_dir):
        tally.read_again += 1
        tally.add(record)
        progress("reread", tally.read_again + len(lost), total)
    if lost:
        ledger.look_again(lost)
    return bool(lost)


def _taken(records: Iterable[DocumentRecord], ledger: Ledger, tally: Tally, data_dir: Path) -> Iterator[DocumentRecord]:
    """The records as they come; all of them are in the ledger when the last is through."""
    waiting: list[DocumentRecord] = []
    for record in records:
        waiting.append(record)
        yield record
        if len(waiting) >= _PER_TRANSACTION:
            _take(waiting, ledger, tally, data_dir)
            waiting = []
    _take(waiting, ledger, tally, data_dir)


def _take(records: list[DocumentRecord], ledger: Ledger, tally: Tally, data_dir: Path) -> None:
    """Put a batch into the ledger; a record that contradicts itself costs its document, not the batch."""
    if not records:
        return
    settle(data_dir, [record.sha256 for record in records])
    try:
        tally.taken(ledger.take(records))
    except BrokenRecord as error:
        if len(records) > 1:
            for record in records:
                _take([record], ledger, tally, data_dir)
        else:
            _log.error("contradictory record of %s: %s", records[0].source_name, error)
            given_up = tally.give_up(records[0], "读取结果自相矛盾，未入库；请将该文件交给维护人员")
            _take([given_up], ledger, tally, data_dir)


def _publish(data_dir: Path, record: RunRecord, made_from: str, *, allow_fall: bool) -> Published:
    """Publish, and note in the ledger what came of it."""
    try:
        published = publish(data_dir, basis=made_from, allow_fall=allow_fall)
    except PublishRefused as error:
        _end(data_dir, record, outcome="refused", exit_code=3, message=str(error))
        raise
    outcome = "published_with_unreadable" if record.documents_unreadable else "published"
    _end(data_dir, record, outcome=outcome, snapshot=published.snapshot_id)
    return published


def _end(data_dir: Path, record: RunRecord, **facts: str | int) -> None:
    with Ledger.open(data_dir) as ledger:
        ledger.end_run(msgspec.structs.replace(record, ended_at=datetime.now(UTC), **facts))


def _summary(
    data_dir: Path, tally: Tally, published: Published, cut_off_before: Owner | None, times: tuple[float, float]
) -> Summary:
    revised, reread = _revisions(published.path, tally.started_at)
    return Summary(
        run_id=tally.run_id,
        started_at=tally.started_at,
        reader_version=tally.reader_version,
        seen=tally.seen,
        read=tally.read,
        read_again=tally.read_again,
        unchanged=tally.unchanged,
        no_report=tuple(tally.no_report),
        unreadable=tuple(tally.unreadable),
        lost_originals=tuple(tally.lost_originals),
        alarms=tally.alarms,
        findings=dict(tally.findings.most_common()),
        reports_new=tally.reports_new,
        reports_changed=tally.reports_changed,
        revised=revised,
        reread=reread,
        is_fall_accepted=tally.is_fall_accepted,
        cut_off_before=str(cut_off_before) if cut_off_before else None,
        snapshot=published.path,
        row_counts=published.row_counts,
        row_counts_before=published.row_counts_before,
        is_renewed=published.is_renewed,
        bytes_read=tally.bytes_read,
        ledger_bytes=ledger_path(data_dir).stat().st_size,
        snapshot_bytes=published.path.stat().st_size,
        free_bytes=shutil.disk_usage(data_dir).free,
        seconds=times[0],
        reading_seconds=times[1],
        peak_memory_mb=_peak_memory_mb(),
    )


def _revisions(snapshot: Path, since: datetime) -> tuple[int, int]:
    """Reports that were republished with other figures, and reports that the readers read otherwise, since then."""
    query = (
        "select count(distinct report_id) filter (where reason = 'republished'),"
        " count(distinct report_id) filter (where reason = 'reread') from revisions where seen_at >= $since"
    )
    with closing(connect(snapshot)) as connection:
        republished, reread = connection.execute(query, {"since": since.replace(tzinfo=None)}).fetchall()[0]
    return republished, reread


def _peak_memory_mb() -> float:
    """Of this process and its largest worker, in MiB (Linux counts in KiB)."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + workers) / 1024
