"""The data folder in one file, and back: ledger, documents, decisions and configuration, each with its SHA-256.

Snapshots are left out unless asked for: a new one is made from the ledger. What a run leaves for the moment (locks, metrics,
half-made files) is left out as well; whatever else stands in the folder comes along.
"""

import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from warehouse.files import onto_disk
from warehouse.ledger import Ledger, ledger_path
from warehouse.lock import run_lock
from warehouse.snapshot import CURRENT

MANIFEST = "manifest.json"
_OF_THE_MOMENT = ("*.lock", "*.part", "*.wal", ".*", "metrics.prom", "last_run.json", "tmp/*", "documents/incoming/*")
_SNAPSHOTS = ("warehouse-*.duckdb", CURRENT)
_CHUNK = 1 << 20


class BackupFailed(Exception):
    """A backup cannot be made or is not what it was; the message (Chinese) names file and remedy."""


class Manifest(Struct, frozen=True):
    """Stands last in a backup: each of its files with its SHA-256; ``made_at`` is UTC."""

    made_at: datetime
    files: dict[str, str]


class Backup(Struct, frozen=True):
    """What was packed or unpacked."""

    file_count: int
    byte_count: int
    made_at: datetime


def back_up(data_dir: Path, file: Path, *, with_snapshots: bool = False) -> Backup:
    """Pack ``data_dir`` into ``file``, compressed if its name ends in ``.gz``.

    Raises ``BackupFailed`` if there is no ledger, or the file is there already; ``WarehouseLocked`` while a run goes on.
    """
    if not ledger_path(data_dir).exists():
        raise BackupFailed(f"{data_dir} 中没有台账，没有可备份的内容。请检查 --data。")
    if file.exists():
        raise BackupFailed(f"{file} 已存在。请换一个文件名，或先把它移走。")
    part = file.with_name(f"{file.name}.part")
    with run_lock(data_dir):
        with Ledger.open(data_dir):
            pass  # closed again, all of it stands in its file
        try:
            backup = _pack(data_dir, part, with_snapshots=with_snapshots)
            onto_disk(part)
        except OSError:
            part.unlink(missing_ok=True)
            raise
    part.replace(file)
    onto_disk(file.absolute().parent)
    return backup


def restore(file: Path, data_dir: Path, *, replace: bool = False) -> tuple[Backup, Path | None]:
    """Unpack a backup as ``data_dir``; every file is held against its SHA-256 before any of them takes its place.

    A folder that is not empty stays, unless ``replace``: it is then put aside, under the name that this gives.
    Raises ``BackupFailed``, and leaves all as it was, if the backup is damaged; ``WarehouseLocked`` while a run goes on.
    """
    is_in_use = data_dir.exists() and any(data_dir.iterdir())
    if is_in_use and not replace:
        raise BackupFailed(f"{data_dir} 不是空的，未作改动。换一个目录，或加 --replace：原目录会改名留存。")
    data_dir.absolute().parent.mkdir(parents=True, exist_ok=True)
    fresh = data_dir.absolute().with_name(f".{data_dir.absolute().name}.restoring.{os.getpid()}")
    try:
        backup = _unpack(file, fresh)
        aside = _put_in_place(fresh, data_dir.absolute(), is_in_use=is_in_use)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return backup, aside


def _put_in_place(fresh: Path, data_dir: Path, *, is_in_use: bool) -> Path | None:
    aside = None
    if is_in_use:
        with run_lock(data_dir):
            aside = data_dir.with_name(f"{data_dir.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}")
            data_dir.rename(aside)
    elif data_dir.exists():
        data_dir.rmdir()
    fresh.rename(data_dir)
    onto_disk(data_dir.parent)
    return aside


def _pack(data_dir: Path, part: Path, *, with_snapshots: bool) -> Backup:
    made_at, digests, byte_count = datetime.now(UTC), dict[str, str](), 0
    with tarfile.open(part, "w:gz" if ".gz" in part.suffixes else "w") as archive:
        for path in _contents(data_dir, with_snapshots=with_snapshots):
            name = path.relative_to(data_dir).as_posix()
            with path.open("rb") as stream:
                entry = archive.gettarinfo(arcname=name, fileobj=stream)
                hashing = _Hashing(stream)
                archive.addfile(entry, hashing)
            digests[name] = hashing.digest.hexdigest()
            byte_count += entry.size
        manifest = msgspec.json.encode(Manifest(made_at, digests))
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(manifest)
        archive.addfile(entry, io.BytesIO(manifest))
    return Backup(len(digests), byte_count, made_at)


def _contents(data_dir: Path, *, with_snapshots: bool) -> Iterator[Path]:
    left_out = _OF_THE_MOMENT if with_snapshots else _OF_THE_MOMENT + _SNAPSHOTS
    for path in sorted(data_dir.rglob("*")):
        name = path.relative_to(data_dir)
        is_ours = path.is_file() and not path.is_symlink()
        if is_ours and not any(
            name.match(pattern) and len(name.parts) == pattern.count("/") + 1 for pattern in left_out
        ):
            yield path


def _unpack(file: Path, folder: Path) -> Backup:
    digests: dict[str, str] = {}
    byte_count = 0
    manifest = None
    folder.mkdir()
    try:
        with tarfile.open(file) as archive:
            for entry in archive:
                stream = archive.extractfile(entry) if entry.isreg() else None
                if stream is None or not _is_inside(entry.name):
                    raise BackupFailed(f"{file} 不是本系统的备份：其中有 {entry.name}。")
                if entry.name == MANIFEST:
                    manifest = msgspec.json.decode(stream.read(), type=Manifest)
                    continue
                digests[entry.name] = _copy(stream, folder / entry.name)
                byte_count += entry.size
    except (tarfile.TarError, EOFError, OSError, msgspec.MsgspecError) as error:
        raise BackupFailed(f"{file} 读不出，可能已损坏：{error}。请换一份备份。") from error
    if manifest is None:
        raise BackupFailed(f"{file} 不完整：没有清单。请换一份备份。")
    wrong = sorted(
        name for name in manifest.files.keys() | digests.keys() if manifest.files.get(name) != digests.get(name)
    )
    if wrong:
        raise BackupFailed(f"{file} 已损坏：{'、'.join(wrong[:5])} 等 {len(wrong)} 个文件与清单不符。请换一份备份。")
    return Backup(len(digests), byte_count, manifest.made_at)


def _is_inside(name: str) -> bool:
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts


def _copy(stream: IO[bytes], path: Path) -> str:
    digest = hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    onto_disk(path)
    return digest.hexdigest()


class _Hashing:
    """A stream that is hashed as it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self.digest.update(chunk)
        return chunk
