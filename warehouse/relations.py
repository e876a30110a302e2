"""The SQL files of the snapshot: one relation a file, its header saying what it is.

A header is the comment at the top: the description, then ``grain:``, ``kind:`` and ``columns:``. The kinds:

- ``table``: stored, and served by a view of its name; ``view``: served, not stored;
- ``kept``: stored for other relations, not served; ``step`` (stored) and ``lens`` (not stored): gone with the build.
"""

from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

SQL = Path(__file__).parent / "sql"
Kind = Literal["table", "view", "kept", "step", "lens"]


class BrokenHeader(ValueError):
    """A file of SQL lacks a part of its header."""


class Relation(Struct, frozen=True):
    """One relation: its place (``folder`` is its schema), what its header says, and the query."""

    folder: str
    name: str
    description: str
    grain: tuple[str, ...]
    kind: Kind
    columns: tuple[str, ...]
    query: str

    @property
    def is_public(self) -> bool:
        """Whether the snapshot serves it as a view."""
        return self.kind in ("table", "view")


def relations() -> list[Relation]:
    """The relations in the order in which they are built."""
    return [read_relation(path) for folder in ("core", "marts") for path in sorted((SQL / folder).glob("*.sql"))]


def checks() -> dict[str, str]:
    """The checks by name: each query gives the rows that fail it."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((SQL / "checks").glob("*.sql"))}


def read_relation(path: Path) -> Relation:
    """One file; raises ``BrokenHeader`` if its header lacks a part."""
    text = path.read_text(encoding="utf-8")
    header: list[str] = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        header.append(line.removeprefix("--").strip())
    fields = _fields(header)
    missing = [name for name in ("description", "grain", "kind", "columns") if not fields.get(name)]
    if missing or fields["kind"] not in get_args(Kind):
        raise BrokenHeader(f"{path}: the header lacks {', '.join(missing) or 'a known kind'}")
    return Relation(
        folder=path.parent.name,
        name=path.stem.partition("_")[2],
        description=fields["description"],
        grain=_names(fields["grain"]),
        kind=fields["kind"],  # type: ignore[arg-type]
        columns=_names(fields["columns"]),
        query=text,
    )


def _fields(header: list[str]) -> dict[str, str]:
    """Name -> text; a line without a name goes on with the text before it."""
    fields = {"description": ""}
    current = "description"
    for line in header:
        name, colon, rest = line.partition(":")
        if colon and name in ("grain", "kind", "columns"):
            current, fields[name] = name, rest.strip()
        else:
            fields[current] = f"{fields[current]} {line}".strip()
    return fields


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(","))
