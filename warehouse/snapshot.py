"""The read side: open the snapshot that is current, read-only, and notice a newer one.

The link is resolved before the file is opened, and the file is known by its resolved path: a process that has a handle
on a path would get the old file back from that path, even after a new one was put there.
"""

import re
import threading
import weakref
from collections import deque
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from msgspec import Struct

if TYPE_CHECKING:  # What only asks for rows is spared the tenth of a second that it takes to load.
    import polars as pl

CURRENT = "current"
MEMORY_LIMIT = "2GB"
_NOTHING_ELSE: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "python_enable_replacements": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "temp_directory": "",
    "lock_configuration": True,
}


_FILE_NAME = re.compile(r"warehouse-((\d{8}-\d{6})(?:-(\d+))?)\.duckdb")


class NoSnapshot(Exception):
    """Nothing has been published yet, or not the snapshot that is asked for."""


class SnapshotFile(Struct, frozen=True):
    """A published snapshot that is still kept; ``published_at`` is UTC."""

    path: Path
    snapshot_id: str
    published_at: datetime
    number: int
    """Counts the snapshots of one second from 1."""
    is_current: bool

    @property
    def byte_count(self) -> int:
        """The size of the file."""
        return self.path.stat().st_size


def snapshots(data_dir: Path) -> list[SnapshotFile]:
    """The snapshots that are kept, the newest first; other files are none of ours."""
    current = current_path(data_dir)
    found = [
        SnapshotFile(
            path,
            match[1],
            datetime.strptime(f"{match[2]}+0000", "%Y%m%d-%H%M%S%z"),
            int(match[3] or 1),
            path.resolve() == current,
        )
        for path in data_dir.glob("warehouse-*.duckdb")
        if (match := _FILE_NAME.fullmatch(path.name))
    ]
    return sorted(found, key=lambda file: (file.published_at, file.number), reverse=True)


def path_as_of(data_dir: Path, wanted: str) -> Path:
    """The file of the snapshot with this id, or of the last one published by the end of a day (``YYYY-MM-DD``, local time).

    Raises ``NoSnapshot``, naming what there is.
    """
    kept = snapshots(data_dir)
    try:
        end = datetime.combine(date.fromisoformat(wanted), time.max).astimezone()
    except ValueError:
        chosen = [file for file in kept if file.snapshot_id == wanted]
    else:
        chosen = [file for file in kept if file.published_at <= end]
    if chosen:
        return chosen[0].path.resolve()
    there_is = "、".join(file.snapshot_id for file in kept) or "（无 / none）"
    raise NoSnapshot(
        f"没有保留 {wanted} 的快照。现有快照：{there_is}；可用编号，或日期（如 2026-03-02）。 / "
        f"no snapshot of {wanted} is kept; there are those listed: give an id, or a day"
    )


def current_path(data_dir: Path) -> Path | None:
    """The file of the current snapshot, resolved, or None if there is none."""
    link = data_dir / CURRENT
    return link.resolve() if link.exists() else None


def published_path(data_dir: Path) -> Path:
    """The file of the current snapshot; raises ``NoSnapshot``, naming the remedy, if there is none."""
    path = current_path(data_dir)
    if path is None:
        raise NoSnapshot(
            f"{data_dir} 中还没有发布过快照。先运行：python -m etl run --data {data_dir} / "
            f"nothing is published in {data_dir} yet: run python -m etl run --data {data_dir}"
        )
    return path


class Snapshot:
    """One published snapshot, open for reading; safe to share between threads.

    ``path`` is its file, ``snapshot_id`` its name in links and citations; ``places`` are all that is seen of it, if given.
    """

    places: tuple[str, ...] | None = None

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self.snapshot_id = path.stem.removeprefix("warehouse-")
        self.connection = connection

    def frame(self, sql: str, params: Mapping[str, Any] | None = None) -> "pl.DataFrame":
        """The rows of a query, whole, its ``$name`` parameters bound; each query has a cursor of its own."""
        cursor = self.connection.cursor()
        try:
            frame: pl.DataFrame = cursor.sql(sql, params=dict(params or {})).pl()
        finally:
            cursor.close()
        return frame


_kept: deque[Snapshot] = deque(maxlen=2)
_kept_old: deque[Snapshot] = deque(maxlen=2)
_in_use: weakref.WeakValueDictionary[Path, Snapshot] = weakref.WeakValueDictionary()
_lock = threading.Lock()


def current_snapshot(data_dir: Path) -> Snapshot:
    """The current snapshot, opened once for all threads; a newer one is taken up at the next call.

    One that is no longer current closes with the last that holds it, never beneath a query. Raises ``NoSnapshot``.
    """
    with _lock:
        return _opened(published_path(data_dir), _kept)


def snapshot_as_of(data_dir: Path, snapshot_id: str) -> Snapshot:
    """An older snapshot by its id (or a day, as ``path_as_of``), opened once for all threads. Raises ``NoSnapshot``."""
    with _lock:
        return _opened(path_as_of(data_dir, snapshot_id), _kept_old)


def _opened(path: Path, kept: deque[Snapshot]) -> Snapshot:
    snapshot = _in_use.get(path)
    if snapshot is None:
        snapshot = _in_use[path] = Snapshot(path, connect(path))
        kept.append(snapshot)
    return snapshot


def connect(path: Path, *, memory_limit: str = MEMORY_LIMIT) -> duckdb.DuckDBPyConnection:
    """Open the file of a snapshot read-only, and nothing but it: no other file, no extension, no setting, no Python frame.

    One process opens one file with one ``memory_limit``. Raises ``NoSnapshot`` if the file is gone or damaged.
    """
    try:
        return duckdb.connect(path, read_only=True, config={**_NOTHING_ELSE, "memory_limit": memory_limit})
    except duckdb.IOException as error:
        raise NoSnapshot(
            f"快照打不开：{path}。重新发布：python -m etl run / cannot open {path}: publish again by python -m etl run ({error})"
        ) from error
