"""Disks that are full: a small file system where one may be mounted, else a limit on the size of files."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LARGE = 1 << 30


def may_mount() -> bool:
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as place:
        mounted = (
            subprocess.run(["mount", "-t", "tmpfs", "none", place], capture_output=True, check=False).returncode == 0
        )
        if mounted:
            subprocess.run(["umount", place], check=True)
    return mounted


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={LARGE}", "none", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
        place.rmdir()


def leave_room(disk: Path, room: int) -> None:
    """So many bytes more, and the disk is full."""
    used = os.statvfs(disk)
    taken = (used.f_blocks - used.f_bfree) * used.f_frsize
    subprocess.run(["mount", "-o", f"remount,size={taken + room}", str(disk)], check=True)


def make_room(disk: Path) -> None:
    subprocess.run(["mount", "-o", f"remount,size={LARGE}", str(disk)], check=True)
