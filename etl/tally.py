"""What a run counts while it goes on, and what it tells at its end."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from etl.collect.collection import Collected
from warehouse.records import DocumentRecord, RunRecord, TakeSummary

Progress = Callable[[str, int, int], None]
"""Told what goes on (``collect``, ``retrieve``, ``reread``, ``read``, ``publish``), and how many of how many (0: unknown) are done."""
Named = tuple[str, str]
"""A document, by its path or else its name, and what is to be said of it (Chinese)."""


class Summary(Struct, frozen=True):
    """What a run did, for the screen, the log and whoever watches; sizes are bytes.

    ``read_again``: documents of the store, because the readers are newer; ``row_counts_before`` is of the snapshot that was
    replaced; ``is_renewed``: nothing had changed, so it was copied. ``revised``: reports that their organs changed after
    publication, ``reread``: reports of which the newer readers read a figure otherwise, both seen by this run; ``alarms``:
    sources that gave less than they should.
    """

    run_id: str
    started_at: datetime
    reader_version: str
    seen: int
    read: int
    read_again: int
    unchanged: int
    no_report: tuple[Named, ...]
    unreadable: tuple[Named, ...]
    lost_originals: tuple[str, ...]
    alarms: tuple[Named, ...]
    findings: dict[str, int]
    reports_new: int
    reports_changed: int
    revised: int
    reread: int
    is_fall_accepted: bool
    cut_off_before: str | None
    snapshot: Path
    row_counts: dict[str, int]
    row_counts_before: dict[str, int]
    is_renewed: bool
    bytes_read: int
    ledger_bytes: int
    snapshot_bytes: int
    free_bytes: int
    seconds: float
    reading_seconds: float
    peak_memory_mb: float

    @property
    def exit_code(self) -> int:
        """0 all read and published; 1 published, but some documents could not be read, or a source gave too little."""
        return 1 if self.unreadable or self.alarms else 0

    @property
    def snapshot_id(self) -> str:
        """The snapshot's name in links and citations."""
        return self.snapshot.stem.removeprefix("warehouse-")


class Tally:
    """Counts while the run goes on."""

    def __init__(self, run_id: str, reader_version: str) -> None:
        self.run_id, self.reader_version = run_id, reader_version
        self.started_at = datetime.now(UTC)
        self.seen = self.read = self.read_again = self.unchanged = self.bytes_read = 0
        self.reports_new = self.reports_changed = 0
        self.no_report: list[Named] = []
        self.unreadable: list[Named] = []
        self.lost_originals: list[str] = []
        self.alarms: tuple[Named, ...] = ()
        self.findings: Counter[str] = Counter()
        self.is_fall_accepted = False

    def met(self, collected: Collected) -> None:
        """What there was to read, and how the sources did."""
        self.seen, self.unchanged = collected.seen, collected.seen - len(collected.changed)
        self.alarms = collected.alarms

    def add(self, record: DocumentRecord) -> None:
        """A document that was read, or could not be."""
        self.bytes_read += record.byte_count
        if record.outcome == "unreadable":
            self.unreadable.append((record.source_path or record.source_name, record.reason or ""))
        elif record.outcome == "no_report":
            self.no_report.append((record.source_path or record.source_name, record.reason or ""))
        for report in record.reports:
            self.findings.update(finding.rule for finding in report.findings)

    def taken(self, taken: TakeSummary) -> None:
        """A batch that the ledger took."""
        self.reports_new += taken.reports_new
        self.reports_changed += taken.reports_changed

    def give_up(self, record: DocumentRecord, reason: str) -> DocumentRecord:
        """The record without its reports, which could not be kept."""
        self.unreadable.append((record.source_path or record.source_name, reason))
        return msgspec.structs.replace(record, outcome="unreadable", reason=reason, reports=())

    def record(self) -> RunRecord:
        """The run as far as it got, about to publish."""
        return RunRecord(
            run_id=self.run_id,
            ended_at=datetime.now(UTC),
            outcome="publishing",
            exit_code=1 if self.unreadable or self.alarms else 0,
            documents_seen=self.seen,
            documents_read=self.read,
            documents_unchanged=self.unchanged,
            documents_unreadable=len(self.unreadable),
            reports_new=self.reports_new,
            reports_changed=self.reports_changed,
            documents_read_again=self.read_again,
            finding_count=sum(self.findings.values()),
            bytes_read=self.bytes_read,
            reader_version=self.reader_version,
            is_fall_accepted=self.is_fall_accepted,
        )
