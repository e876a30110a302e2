"""What people decided, in one file of the data folder: ``decisions.jsonl``, a JSON object a line, the oldest first.

The file is the record: it outlives a rebuilt ledger, newer readers and every snapshot, and is taken in when a snapshot is
built. Lines are only ever added; a later decision on the same subject takes the place of an earlier one. A decision knows
its subject by what does not change when documents are read anew: the document's hash, the rule and the cells; the organ's
id and its printed name.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from warehouse.records import CellKey

DECISIONS = "decisions.jsonl"
REOPENED = "reopened"
"""The verdict that takes an earlier decision back."""
Subject = Literal["finding", "agency", "report"]
VERDICTS: Mapping[str, tuple[str, ...]] = {
    "finding": ("accepted", "explained", "dismissed", REOPENED),
    "agency": ("same_as", "different_from", "no_agency", "ended", REOPENED),
    "report": ("belongs_to", "no_report", REOPENED),
}
"""What can be decided of each kind of subject."""
WITH_OTHER = frozenset({"same_as", "different_from", "belongs_to"})
"""Verdicts that name another organ."""


class BrokenDecisions(ValueError):
    """A file of decisions cannot be used; the message names file, line and remedy, in Chinese."""


class Decision(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One answer of one person.

    ``decided_at``: ISO 8601 in UTC. A finding is known by ``sha256`` (and ``report_id``, where the document has several
    reports), ``rule``, ``cells`` and what it is ``about``; one of a missing report by its organ instead. ``message`` is what
    it said. An organ is known by ``agency_id``, else by its printed name ``agency``; so is the other organ. ``year``: of the
    report; for ``ended``, the last year that a report is expected for.
    """

    decided_at: str
    decided_by: str
    subject: Subject
    verdict: str
    reason: str
    sha256: str | None = None
    report_id: str | None = None
    agency_id: str | None = None
    agency: str | None = None
    year: int | None = None
    rule: str | None = None
    cells: tuple[CellKey, ...] = ()
    about: str | None = None
    message: str | None = None
    other_agency_id: str | None = None
    other_agency: str | None = None

    @property
    def decision_id(self) -> str:
        """Made from all that the decision says: the same decision, imported twice, is one."""
        return "d" + sha256(msgspec.json.encode(self, order="sorted")).hexdigest()[:12]

    def fault(self) -> str | None:
        """What is wrong with it, in Chinese, or None."""
        lacking = [name for name in ("decided_by", "reason") if not getattr(self, name).strip()]
        if lacking:
            return f"{'、'.join(lacking)} 不能为空"
        if self.verdict not in VERDICTS[self.subject]:
            return f"verdict 应为 {'、'.join(VERDICTS[self.subject])} 之一，而不是“{self.verdict}”"
        try:
            at = datetime.fromisoformat(self.decided_at)
        except ValueError:
            at = None
        if at is None or at.tzinfo is None:
            return f"decided_at 应写作 2026-03-01T08:00:00+00:00，而不是“{self.decided_at}”"
        return self._fault_of_subject()

    def _fault_of_subject(self) -> str | None:
        names_agency = bool(self.agency_id or self.agency)
        if self.subject == "finding" and not (self.rule and (self.sha256 or names_agency)):
            return "对发现的决定要有 rule 和 sha256（缺报：agency_id 或 agency）"
        if self.subject == "agency" and not names_agency:
            return "对机关的决定要有 agency_id 或 agency"
        if self.subject == "report" and not self.sha256:
            return "对报告的决定要有 sha256"
        if self.verdict in WITH_OTHER and not (self.other_agency_id or self.other_agency):
            return f"{self.verdict} 要指明另一个机关：other_agency_id 或 other_agency"
        if self.verdict == "ended" and self.year is None:
            return "ended 要有 year：最后一个应有年报的年度"
        return None


def read_decisions(data_dir: Path) -> list[Decision]:
    """The decisions of ``data_dir`` in the order of the file, none if there is no file; raises ``BrokenDecisions``."""
    path = data_dir / DECISIONS
    return parse_decisions(path.read_bytes(), str(path)) if path.exists() else []


def parse_decisions(content: bytes, name: str) -> list[Decision]:
    """The decisions of a file called ``name``; raises ``BrokenDecisions`` for its first line that is none."""
    found = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            decision = msgspec.json.decode(line, type=Decision)
            fault = decision.fault()
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            fault = str(error)
        if fault:
            raise BrokenDecisions(f"{name} 第 {number} 行不是一条决定：{fault}。请改正或删去这一行。")
        found.append(decision)
    return found


def as_lines(decisions: Iterable[Decision]) -> bytes:
    """The decisions as they stand in the file."""
    return b"".join(msgspec.json.encode(decision) + b"\n" for decision in decisions)


def add_decisions(data_dir: Path, decisions: Sequence[Decision]) -> int:
    """Add those that are not there yet; gives their number.

    The file is replaced in one step, so that it is whole at any time; two writers wait for each other. Raises
    ``BrokenDecisions`` if one says too little, or the file cannot be read; nothing is written then.
    """
    faults = [f"{decision.verdict}：{fault}" for decision in decisions if (fault := decision.fault())]
    if faults:
        raise BrokenDecisions(f"这项决定不完整：{'；'.join(faults)}。")
    with _alone(data_dir):
        known = read_decisions(data_dir)
        ids = {decision.decision_id for decision in known}
        fresh = {d.decision_id: d for d in decisions if d.decision_id not in ids}
        if fresh:
            _replace(data_dir / DECISIONS, as_lines([*known, *fresh.values()]))
    return len(fresh)


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "decisions.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _replace(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
