"""The weekly job: discover, read what changed, check, take into the ledger, publish."""

import logging
import resource
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from etl import local
from etl.agencies import extend
from etl.basis import basis, files_in_force, is_basis_of
from etl.collect.collection import collect, planned
from etl.collect.watch import Watch
from etl.tally import Progress, Summary, Tally
from etl.version import reader_version
from warehouse.acceptance import PublishRefused
from warehouse.files import clear_parts
from warehouse.ledger import Ledger, ledger_path
from warehouse.lock import Owner, run_lock
from warehouse.publish import Published, publish
from warehouse.records import RunRecord, SourceRunRecord
from warehouse.renewal import Standing, renew, standing
from warehouse.snapshot import connect, current_path
from warehouse.store import clear_incoming

_log = logging.getLogger(__name__)


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
    local.use(data_dir)
    files, served = files_in_force(data_dir), standing(current_path(data_dir))

    def stands(ledger: Ledger) -> bool:
        """Whether the snapshot served is made from all that there is."""
        return served is not None and served.is_renewable(basis(files, ledger), datetime.now(UTC).replace(tzinfo=None))

    if served is None or not is_basis_of(files, served.basis):
        from etl.news import look_at_files  # noqa: PLC0415 - what there is no news for is not loaded

        look_at_files(data_dir)
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
            if collected.changed or ledger.outdated_count(tally.reader_version) or not stands(ledger):
                from etl.news import take_in  # noqa: PLC0415

                take_in(plan, collected, tally, ledger, data_dir, jobs, progress)
            tally.is_fall_accepted = allow_fall
            made_from = basis(files, ledger)
            ledger.end_run(tally.record())
            reading_seconds = time.monotonic() - started
            progress("publish", 0, 1)
            published = _renew(data_dir, tally.record(), served, ledger) if served and stands(ledger) else None
        if published is None:
            published = _publish(data_dir, tally.record(), made_from, allow_fall=allow_fall)
        progress("publish", 1, 1)
        times = time.monotonic() - started, reading_seconds
        return _summary(data_dir, tally, published, cut_off_before, times)


def _renew(data_dir: Path, record: RunRecord, served: Standing, ledger: Ledger) -> Published | None:
    """Publish the snapshot served with the runs since; None if it turns out to be damaged."""
    try:
        published = renew(ledger, data_dir, served)
    except PublishRefused:
        _log.exception("the snapshot served cannot be renewed, another is built: %s", served.path)
        return None
    ledger.end_run(_ended(record, published))
    return published


def _publish(data_dir: Path, record: RunRecord, made_from: str, *, allow_fall: bool) -> Published:
    """Build a new snapshot, and note in the ledger what came of it."""
    try:
        published = publish(data_dir, basis=made_from, allow_fall=allow_fall)
    except PublishRefused as error:
        refused = {"ended_at": datetime.now(UTC), "outcome": "refused", "exit_code": 3, "message": str(error)}
        with Ledger.open(data_dir) as ledger:
            ledger.end_run(msgspec.structs.replace(record, **refused))
        raise
    with Ledger.open(data_dir) as ledger:
        ledger.end_run(_ended(record, published))
    return published


def _ended(record: RunRecord, published: Published) -> RunRecord:
    """The run as it ends by publishing."""
    outcome = "published_with_unreadable" if record.documents_unreadable else "published"
    return msgspec.structs.replace(record, ended_at=datetime.now(UTC), outcome=outcome, snapshot=published.snapshot_id)


def _summary(
    data_dir: Path, tally: Tally, published: Published, cut_off_before: Owner | None, times: tuple[float, float]
) -> Summary:
    revised, reread = (0, 0) if published.is_renewed else _revisions(published.path, tally.started_at)
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
