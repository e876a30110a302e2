"""What a data folder adds to the catalogue by files and no code: ``DATA/indicators/*.toml`` and ``DATA/variants.toml``.

They are written as their namesakes in ``etl/catalogue``. A process says whose folder it reads for before it reads its
first document; the files count as a part of the reader's version, so that documents are read anew when they change.
"""

import hashlib
from pathlib import Path

INDICATORS = "indicators"
VARIANTS = "variants.toml"


_folders: list[Path] = []


def use(data_dir: Path) -> None:
    """Read with what this folder adds, from the next document on."""
    _folders[:] = [data_dir]


def added_lists() -> tuple[Path, ...]:
    """The lists of indicators that the folder adds, by name."""
    return tuple(sorted((_folders[0] / INDICATORS).glob("*.toml"))) if _folders else ()


def added_variants() -> Path | None:
    """The file of wordings that the folder adds; None if there is none."""
    path = _folders[0] / VARIANTS if _folders else None
    return path if path is not None and path.is_file() else None


def fingerprint() -> str:
    """What tells one state of the files from another; empty if the folder adds nothing."""
    variants = added_variants()
    paths = [*added_lists(), *([variants] if variants else [])]
    if not paths:
        return ""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
