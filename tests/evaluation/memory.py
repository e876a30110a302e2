"""The memory of a process and of all that it has started, watched while they run."""

import threading
from pathlib import Path

POLL_SECONDS = 0.2


def proportional_bytes(pid: int) -> int:
    """The memory of one process, a page that several share counted in parts; nothing once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def family(root: int) -> list[int]:
    """A process and all its descendants, from /proc."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue

    def belongs(pid: int) -> bool:
        while pid and pid != root:
            pid = parents.get(pid, 0)
        return pid == root

    return [pid for pid in parents if belongs(pid)]


class Watched:
    """Watches a process and its descendants; ``peak`` is the most bytes that they held together so far."""

    def __init__(self, root: int) -> None:
        self.peak = 0
        self._root = root
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._ended.wait(POLL_SECONDS):
            self.peak = max(self.peak, sum(map(proportional_bytes, family(self._root))))

    def __enter__(self) -> "Watched":
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watcher.join()
