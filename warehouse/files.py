"""Files that are there whole or not at all, whatever is cut off: by a kill, by a full disk, by a power cut."""

import os
from pathlib import Path


def onto_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk; raises ``OSError`` if they cannot be written."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of what ``path`` has; a reader sees the old or the new, never half of it."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        onto_disk(part)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    onto_disk(path.parent)


def clear_parts(folder: Path) -> None:
    """Delete what ``write_whole`` left in a folder where it was cut off; nobody else may be writing there."""
    for leftover in folder.glob(".*.part"):
        leftover.unlink(missing_ok=True)
