"""How the last run ended, also where it published nothing: ``last_run.json`` in the data folder."""

from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from warehouse.files import write_whole


class LastRun(Struct, frozen=True):
    """Times are UTC. ``ended_at`` and ``exit_code`` are None while the run goes on, or if it was cut off.

    ``message`` (Chinese) says why nothing was published. ``published_at``: when a run last published.
    """

    started_at: datetime
    ended_at: datetime | None = None
    exit_code: int | None = None
    message: str | None = None
    snapshot_id: str | None = None
    published_at: datetime | None = None


def last_run(data_dir: Path) -> LastRun | None:
    """None if there was none, or what is there is none of ours."""
    try:
        return msgspec.json.decode((data_dir / "last_run.json").read_bytes(), type=LastRun)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def put_last_run(data_dir: Path, run: LastRun) -> None:
    """Raises ``OSError`` if it cannot be written; what was there then stays."""
    write_whole(data_dir / "last_run.json", msgspec.json.format(msgspec.json.encode(run)))
