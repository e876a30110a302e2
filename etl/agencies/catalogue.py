"""The catalogue of places, levels and functions: what is shipped, and what a user adds in the data folder.

``places.csv``, ``functions.toml`` and ``agency_links.toml`` of the data folder add to ``zones.csv``, ``functions.toml`` and
``organ_changes.toml`` of the catalogue, in the same form. They never take a line away.
"""

import csv
import gzip
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from warehouse.toml_file import BrokenToml, read_toml

_READ_BY = ("places.csv", "functions.toml")
"""The user's files by which a document could be read otherwise."""


class BrokenCatalogue(ValueError):
    """A user's file cannot be used; the message names the file and the fault."""


class Function(Struct, frozen=True, forbid_unknown_fields=True):
    """What an organ does, and the words in its name that say so."""

    code: str
    zh: str
    en: str
    words: tuple[str, ...]


class Endings(Struct, frozen=True, forbid_unknown_fields=True):
    """How the names of places of each level end, as regular expressions."""

    province: str
    prefecture: str
    county: str
    township: str
    zone: str


class National(Struct, frozen=True, forbid_unknown_fields=True):
    """Organs of the State Council, and the systems whose local organs carry their names."""

    prefixes: tuple[str, ...]
    systems: tuple[str, ...]
    names: str
    aliases: dict[str, str]
    customs: tuple[str, ...]
    local: str


class Levels(Struct, frozen=True, forbid_unknown_fields=True):
    """``levels.toml``."""

    short_provinces: dict[str, str]
    endings: Endings
    zone_kinds: dict[str, str]
    nationalities: str
    offices: dict[str, str]
    national: National


class _Functions(Struct, frozen=True, forbid_unknown_fields=True):
    functions: tuple[Function, ...]


class _Sources:
    """Which data folder's files add to the catalogue."""

    data_dir: Path | None = None
    fingerprint = ""


_F = TypeVar("_F", bound=Callable[..., object])
_caches: list[Callable[[], None]] = []


def depends_on_user_files(cached: _F) -> _F:
    """Mark a cached function whose answer a user's file may change: it is asked anew when the files change."""
    _caches.append(cached.cache_clear)  # type: ignore[attr-defined]
    return cached


def extend(data_dir: Path) -> str:
    """Let the files of a data folder add to the catalogue from now on; gives their fingerprint ("" if there are none).

    Raises ``BrokenCatalogue`` if one of them cannot be used.
    """
    contents = [(name, (data_dir / name).read_bytes()) for name in _READ_BY if (data_dir / name).exists()]
    fingerprint = sha256(repr(contents).encode()).hexdigest()[:8] if contents else ""
    _Sources.data_dir = data_dir
    if fingerprint != _Sources.fingerprint:
        _Sources.fingerprint = fingerprint
        for clear in _caches:
            clear()
        functions()
    return fingerprint


def fingerprint() -> str:
    """That of the files of the data folder that are in force."""
    return _Sources.fingerprint


def shipped(name: str) -> bytes:
    """A file of the catalogue."""
    return (files("etl") / "catalogue" / name).read_bytes()


def user_file(name: str) -> Path | None:
    """A user's file of that name, if there is one."""
    path = _Sources.data_dir / name if _Sources.data_dir else None
    return path if path and path.exists() else None


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of the catalogue, packed or not, without its comments."""
    content = shipped(name)
    text = gzip.decompress(content) if name.endswith(".gz") else content
    lines = (line for line in text.decode().splitlines() if not line.startswith("#"))
    if name.endswith(".gz"):  # Large and without a quoted field: the plain way is four times as fast.
        heading = next(lines).split(",")
        yield from (dict(zip(heading, line.split(","), strict=True)) for line in lines)
    else:
        yield from csv.DictReader(lines)


def user_rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a user's CSV file by line, with or without a BOM. Raises ``BrokenCatalogue``."""
    path = user_file(name)
    if path is None:
        return
    try:
        lines = enumerate(path.read_text("utf-8-sig").splitlines(), 1)
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenCatalogue(f"{path}：无法读取（{error}）；请存为 UTF-8") from error
    told = [(number, line) for number, line in lines if line.strip() and not line.startswith("#")]
    rows_read = csv.DictReader(line for _, line in told)
    yield from ((number, row) for (number, _), row in zip(told[1:], rows_read, strict=False))


@cache
def levels() -> Levels:
    """How names tell their place and level."""
    return msgspec.toml.decode(shipped("levels.toml"), type=Levels)


@depends_on_user_files
@cache
def functions() -> tuple[Function, ...]:
    """All functions; the last one is for organs whose name tells none of the others."""
    found = {f.code: f for f in msgspec.toml.decode(shipped("functions.toml"), type=_Functions).functions}
    path = user_file("functions.toml")
    if path:
        try:
            own = read_toml(path, _Functions).functions
        except BrokenToml as error:
            raise BrokenCatalogue(f"{error}。写法见 etl/catalogue/functions.toml") from error
        other = found.popitem()
        for function in own:
            before = found.get(function.code, function)
            words = tuple(dict.fromkeys((*before.words, *function.words)))
            found[function.code] = msgspec.structs.replace(function, words=words)
        found[other[0]] = other[1]
    return tuple(found.values())
