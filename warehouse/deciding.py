"""What stands in a snapshot -> a decision on it, with all by which it will be known again."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from warehouse.decisions import WITH_OTHER, BrokenDecisions, Decision
from warehouse.snapshot import Snapshot


def on_finding(
    snapshot: Snapshot, report_id: str | None, finding_no: int, verdict: str, by: str, reason: str
) -> Decision:
    """On one finding; one of a missing report is known by its organ. Raises ``BrokenDecisions`` if there is no such finding."""
    row = _one(
        snapshot,
        "select f.*, r.sha256 from findings as f left join reports as r using (report_id)"
        " where f.report_id is not distinct from $report_id and f.finding_no = $finding_no",
        f"没有这条发现：报告 {report_id or '-'} 的第 {finding_no} 条。编号见视图 findings 的 report_id、finding_no。",
        report_id=report_id,
        finding_no=finding_no,
    )
    is_of_agency = row["rule"] == "missing_report"
    return Decision(
        decided_at=_now(),
        decided_by=by.strip(),
        subject="finding",
        verdict=verdict,
        reason=reason.strip(),
        sha256=None if is_of_agency else row["sha256"],
        report_id=None if is_of_agency else report_id,
        agency_id=row["agency_id"],
        agency=row["agency"],
        year=None if is_of_agency else row["year"],
        rule=row["rule"],
        cells=tuple((c["table_no"], c["row_code"], c["column_code"]) for c in row["cells"] or ()),
        about=row["about"],
        message=row["message"],
    )


def on_agency(
    snapshot: Snapshot,
    agency: str,
    verdict: str,
    by: str,
    reason: str,
    *,
    other: str | None = None,
    year: int | None = None,
) -> Decision:
    """On one organ, named by its id or its full name; ``other`` likewise, and that may be an organ without a report.

    Raises ``BrokenDecisions`` if there is no such organ, or it would become itself.
    """
    row = _agency(snapshot, agency)
    if row is None:
        raise BrokenDecisions(f"没有这个机关：{agency}。请用视图 agencies 中的 agency_id 或全称。")
    other_id, other_name = _other(snapshot, verdict, other)
    if other_id == row["agency_id"]:
        raise BrokenDecisions(f"{agency} 就是 {other}，无需决定。")
    return Decision(
        decided_at=_now(),
        decided_by=by.strip(),
        subject="agency",
        verdict=verdict,
        reason=reason.strip(),
        agency_id=row["agency_id"],
        agency=row["agency"],
        year=year,
        other_agency_id=other_id,
        other_agency=other_name,
    )


def on_report(
    snapshot: Snapshot, report_id: str, verdict: str, by: str, reason: str, *, other: str | None = None
) -> Decision:
    """On one report: which organ's it is, or that it is none. Raises ``BrokenDecisions`` if there is no such report."""
    row = _one(
        snapshot,
        "select report_id, sha256, agency_id, agency, year from report_versions where report_id = $report_id",
        f"没有这份报告：{report_id}。编号见视图 reports 的 report_id。",
        report_id=report_id,
    )
    other_id, other_name = _other(snapshot, verdict, other)
    return Decision(
        decided_at=_now(),
        decided_by=by.strip(),
        subject="report",
        verdict=verdict,
        reason=reason.strip(),
        sha256=row["sha256"],
        report_id=report_id,
        agency_id=row["agency_id"],
        agency=row["agency"],
        year=row["year"],
        other_agency_id=other_id,
        other_agency=other_name,
    )


def taken_back(decision: Decision, by: str, reason: str) -> Decision:
    """The decision that takes another one back."""
    is_of_two = decision.verdict == "different_from"
    return msgspec.structs.replace(
        decision,
        decided_at=_now(),
        decided_by=by.strip(),
        verdict="reopened",
        reason=reason.strip(),
        other_agency_id=decision.other_agency_id if is_of_two else None,
        other_agency=decision.other_agency if is_of_two else None,
    )


def _other(snapshot: Snapshot, verdict: str, other: str | None) -> tuple[str | None, str | None]:
    """The id (where it has one yet) and the name of the other organ that a verdict names."""
    if verdict not in WITH_OTHER or not other or not other.strip():
        return None, None
    row = _agency(snapshot, other)
    return (None, other.strip()) if row is None else (row["agency_id"], row["agency"])


def _agency(snapshot: Snapshot, wanted: str) -> dict[str, Any] | None:
    rows = snapshot.frame(
        "select agency_id, agency from agencies where agency_id = $wanted or agency = $wanted order by agency_id",
        {"wanted": wanted.strip()},
    ).to_dicts()
    if len(rows) > 1:
        raise BrokenDecisions(
            f"名为 {wanted} 的机关不止一个：{'、'.join(row['agency_id'] for row in rows)}。请用 agency_id。"
        )
    return rows[0] if rows else None


def _one(snapshot: Snapshot, query: str, otherwise: str, **parameters: object) -> dict[str, Any]:
    rows = snapshot.frame(query, parameters).to_dicts()
    if not rows:
        raise BrokenDecisions(otherwise)
    return rows[0]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
