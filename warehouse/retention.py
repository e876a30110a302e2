"""Which published snapshots stay: all of the last eight weeks, the first of each quarter, and the current one.

The first of a quarter, not the last: what is once kept is kept for good, and so is a link to it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from warehouse.snapshot import SnapshotFile, snapshots

KEPT_WHOLE = timedelta(weeks=8)


def spare(kept: Sequence[SnapshotFile], now: datetime) -> list[SnapshotFile]:
    """Those that may go."""
    first_of_quarter: dict[tuple[int, int], SnapshotFile] = {}
    for file in sorted(kept, key=lambda file: (file.published_at, file.number)):
        first_of_quarter.setdefault((file.published_at.year, (file.published_at.month - 1) // 3), file)
    for_good = {file.snapshot_id for file in first_of_quarter.values()}
    return [
        file
        for file in kept
        if not file.is_current and file.published_at < now - KEPT_WHOLE and file.snapshot_id not in for_good
    ]


def discard_old(data_dir: Path, now: datetime) -> None:
    """Delete what may go; a reader that has such a file open keeps it to its end."""
    for file in spare(snapshots(data_dir), now):
        file.path.unlink(missing_ok=True)
