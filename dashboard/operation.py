"""How the weekly job does, beyond what the snapshot tells: how it last ended, when it is due, which snapshots are kept."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from dashboard.clock import moment
from warehouse.access import Person, access
from warehouse.last_run import LastRun, last_run
from warehouse.schedule import BrokenSchedule, schedule
from warehouse.snapshot import SnapshotFile, snapshots

OUTCOMES = ("published", "published_with_unreadable", "refused", "interrupted", "running")
SOURCE_OUTCOMES = ("ok", "alarm", "failed")
SOURCE_KINDS = ("site", "folder")
_REGULAR = ("schedule.toml", "sources.toml")
"""What a data folder has whose job runs every week."""


@dataclass(frozen=True)
class Operation:
    """``next_run`` is None where the schedule cannot be read."""

    last: LastRun | None
    next_run: datetime | None
    kept: list[SnapshotFile]

    @property
    def is_failed(self) -> bool:
        """Whether the last run published nothing."""
        return self.last is not None and self.last.exit_code in (2, 3)

    @property
    def is_open(self) -> bool:
        """Whether the last run has begun, and has not told its end."""
        return self.last is not None and self.last.ended_at is None


def operation(data_dir: Path, now: datetime) -> Operation:
    """As it is now."""
    return Operation(last_run(data_dir), _due(data_dir, now), snapshots(data_dir))


def next_update(data_dir: Path, now: datetime) -> datetime | None:
    """When new figures are to be expected; None where nothing is collected every week."""
    if not any((data_dir / name).exists() for name in _REGULAR):
        return None
    return _due(data_dir, now)


def _due(data_dir: Path, now: datetime) -> datetime | None:
    try:
        return schedule(data_dir).next_after(now.astimezone())
    except BrokenSchedule:
        return None


def people(data_dir: Path) -> tuple[Person, ...] | None:
    """Who may look; None where nobody signs in."""
    known = access(data_dir)
    return None if known is None else known.people


def in_local_time(frame: pl.DataFrame) -> pl.DataFrame:
    """Times of the snapshot (UTC) as text in local time."""
    return frame.with_columns(
        pl.col(name).map_elements(moment, return_dtype=pl.String)
        for name, dtype in frame.schema.items()
        if dtype == pl.Datetime
    )


def kept_frame(kept: list[SnapshotFile]) -> pl.DataFrame:
    """The snapshots that are kept, the newest first; sizes in megabytes."""
    return pl.DataFrame(
        {
            "snapshot_id": [file.snapshot_id for file in kept],
            "published_at": [moment(file.published_at) for file in kept],
            "megabytes": [round(file.byte_count / 1e6, 1) for file in kept],
        },
        schema={"snapshot_id": pl.String, "published_at": pl.String, "megabytes": pl.Float64},
    )
