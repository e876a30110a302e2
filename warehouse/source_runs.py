"""How each configured source did in a run: the ledger's side."""

from collections.abc import Sequence
from typing import Any

import msgspec

from warehouse.ledger import Ledger
from warehouse.records import SourceRunRecord, utc

_COUNTS = ("requests", "found", "new", "changed", "unchanged", "gone", "failed", "forbidden")
_JUDGED_BY = 8
"""Runs that say what a source usually gives."""


def take_source_runs(ledger: Ledger, run_id: str, records: Sequence[SourceRunRecord]) -> None:
    """Note how the sources did in a run."""
    with ledger.transaction():
        for record in records:
            row = _row(run_id, record)
            bound = ", ".join(f"${name}" for name in row)
            ledger.connection.execute(f"insert into source_runs ({', '.join(row)}) values ({bound})", row)  # noqa: S608


def usual_yield(ledger: Ledger, source: str) -> int | None:
    """The most documents that a source named in one of its last runs that did not fail; None before the first."""
    rows = ledger.connection.execute(
        """
        select max(found_count) from (
            select found_count from source_runs where source = ? and outcome <> 'failed'
            order by started_at desc limit ?
        )
        """,
        [source, _JUDGED_BY],
    ).fetchall()
    return None if rows[0][0] is None else int(rows[0][0])


def _row(run_id: str, record: SourceRunRecord) -> dict[str, Any]:
    values = msgspec.structs.asdict(record)
    counts = {
        f"{name.removesuffix('s')}_count" if name == "requests" else f"{name}_count": values.pop(name)
        for name in _COUNTS
    }
    times = {name: utc(values.pop(name)) for name in ("started_at", "ended_at")}
    return {"run_id": run_id, **values, **counts, **times}
