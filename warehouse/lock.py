"""One run, and one writer, at a time: locks that say who holds them, and since when, and that die with their holder.

The locks are the kernel's (``flock``): one goes with its process, however that ends, so that a stale lock cannot be. What
a holder that was cut off left in the file tells the next one that something was not finished.
"""

import fcntl
import getpass
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

import msgspec
from msgspec import Struct


class WarehouseLocked(Exception):
    """Another process has the lock."""


class Owner(Struct, frozen=True):
    """Who holds a lock; ``since`` is UTC."""

    process: int
    user: str
    machine: str
    command: str
    since: datetime

    def __str__(self) -> str:
        since = self.since.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        return f"进程 {self.process}（{self.user}@{self.machine}：{self.command}；{since} 起）"


@contextmanager
def run_lock(data_dir: Path) -> Iterator[Owner | None]:
    """Hold ``data_dir`` for a whole run, a backup or a restore; gives the run before this one if that was cut off.

    Raises ``WarehouseLocked`` at once if another holds it.
    """
    with _lock(data_dir / "run.lock", "正在运行") as before:
        yield before


@contextmanager
def write_lock(data_dir: Path) -> Iterator[None]:
    """Hold the ledger of ``data_dir`` for the block; raises ``WarehouseLocked`` at once if another holds it."""
    with _lock(data_dir / "ledger.lock", "正在写入台账"):
        yield


def holder(data_dir: Path) -> Owner | None:
    """Who runs on ``data_dir`` at this moment, if the machine can tell."""
    path = data_dir / "run.lock"
    if not path.exists():
        return None
    with path.open(encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _owner(file)
    return None


@contextmanager
def _lock(path: Path, doing: str) -> Iterator[Owner | None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarehouseLocked(_held(path, doing, _owner(file))) from error
        before = _owner(file)
        _write(file, msgspec.json.encode(_myself()).decode())
        yield before
        _write(file, "")


def _myself() -> Owner:
    return Owner(os.getpid(), getpass.getuser(), socket.gethostname(), " ".join(sys.argv)[:200], datetime.now(UTC))


def _write(file: TextIO, text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()


def _owner(file: TextIO) -> Owner | None:
    """None where nobody is named: the file is empty, or its holder has not written yet."""
    file.seek(0)
    try:
        return msgspec.json.decode(file.read(), type=Owner)
    except msgspec.DecodeError:
        return None


def _held(path: Path, doing: str, owner: Owner | None) -> str:
    remedy = "等它结束后再运行 / wait until it ends, then run again"
    if owner is None:
        return f"另一进程{doing}：{path}。{remedy}。"
    return f"{owner}{doing}，已 {_age(datetime.now(UTC) - owner.since)}：{path}。{remedy}。"


def _age(age: timedelta) -> str:
    minutes, seconds = divmod(int(age.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "小时"), (minutes, "分"), (seconds, "秒")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 秒"
