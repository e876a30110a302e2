"""What a snapshot is made from, as one text: the program, the user's files, and the state of the ledger.

Where it is the same as that of the snapshot served, the two would have the same in them (``warehouse.renewal``).
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

import warehouse
from warehouse.ledger import Ledger

_OF_THE_PROGRAM = {".py", ".sql", ".toml", ".csv", ".gz"}
_OF_THE_USER = (
    "places.csv", "functions.toml", "agency_links.toml", "deadlines.toml", "roster.csv", "decisions.jsonl", "variants.toml",
    "indicators/*.toml",
)  # fmt: skip


def files_in_force(data_dir: Path) -> str:
    """The same text for the same program and files of the user."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    for path in (*_program(), *_users_files(data_dir)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def basis(files: str, ledger: Ledger) -> str:
    """The same text for the same ``files_in_force`` and ledger; a run that takes nothing in does not change it."""
    return f"{files} {ledger.state()}"


def is_basis_of(files: str, basis: str) -> bool:
    """Whether these files were in force for what has this basis: they were looked at then, and found good."""
    return basis.startswith(f"{files} ")


def _program() -> Iterator[Path]:
    for package in (Path(__file__).parent, Path(warehouse.__path__[0])):
        yield from sorted(path for path in package.rglob("*") if path.suffix in _OF_THE_PROGRAM)


def _users_files(data_dir: Path) -> Iterator[Path]:
    for pattern in _OF_THE_USER:
        yield from sorted(data_dir.glob(pattern))
