"""One writer at a time: a lock that says who holds it, and since when, and that dies with its holder."""

import fcntl
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path


class WarehouseLocked(Exception):
    """Another process writes to the warehouse."""


@contextmanager
def write_lock(data_dir: Path) -> Iterator[None]:
    """Hold the lock of ``data_dir`` for the block; raises ``WarehouseLocked`` at once if another holds it.

    The lock is the kernel's (``flock``): it goes with its process, however that ends, and nothing has to be cleaned up.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "ledger.lock"
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise WarehouseLocked(_held_by(path, file.read())) from error
        owner = {
            "process": os.getpid(),
            "machine": socket.gethostname(),
            "command": " ".join(sys.argv)[:200],
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        file.truncate(0)
        file.write(json.dumps(owner, ensure_ascii=False))
        file.flush()
        yield


def _held_by(path: Path, text: str) -> str:
    remedy = "等它结束后再运行 / wait until it ends, then run again"
    try:
        owner = json.loads(text)
        age = datetime.now(UTC) - datetime.fromisoformat(owner["since"])
        who = f"进程 {owner['process']}（{owner['machine']}，{owner['command']}）"
        return f"数据仓库正由 {who} 写入，已 {int(age.total_seconds())} 秒：{path}。{remedy}。"
    except (ValueError, KeyError):
        # The holder has taken the lock and not yet written its name.
        return f"数据仓库正由另一进程写入：{path}。{remedy}。"
