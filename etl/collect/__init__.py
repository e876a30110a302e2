"""Sources -> documents with provenance: files, folders and archives of the machine, and the folders of ``sources.toml``."""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

LARGEST_DOCUMENT = 200 * 1024 * 1024
"""Bytes; a larger file is no report."""
_IGNORED = {".ds_store", "thumbs.db", "desktop.ini"}


class SourceError(ValueError):
    """A source or the configuration is wrong; the message names it and the remedy, in Chinese."""


class Item(Struct, frozen=True):
    """One document to read: a file, or a member of an archive. ``size`` and ``mtime_ns`` are of the file on disk."""

    path: str
    size: int
    mtime_ns: int
    member: str | None = None

    @property
    def key(self) -> str:
        """What the ledger knows the item by."""
        return self.path if self.member is None else f"{self.path}!{self.member}"

    @property
    def name(self) -> str:
        """The document's own file name."""
        return Path(self.member or self.path).name

    def read(self) -> bytes:
        """The bytes. Raises OSError or ``zipfile.BadZipFile``."""
        if self.member is None:
            return Path(self.path).read_bytes()
        with zipfile.ZipFile(self.path) as archive:
            return archive.read(self.member)


class Folder(Struct, frozen=True, forbid_unknown_fields=True):
    """One configured folder."""

    path: str
    name: str = ""


class Sources(Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``sources.toml`` in the data folder."""

    folders: tuple[Folder, ...] = ()


def configured(data_dir: Path) -> list[Path]:
    """The folders that ``sources.toml`` names; none if there is no such file. Raises ``SourceError``."""
    path = data_dir / "sources.toml"
    if not path.exists():
        return []
    try:
        sources = msgspec.toml.decode(path.read_bytes(), type=Sources)
    except msgspec.MsgspecError as error:
        raise SourceError(f"配置文件有误：{path}：{error}。请对照 README 中的写法改正。") from error
    return [(path.parent / folder.path).resolve() for folder in sources.folders]


def discover(paths: Iterable[Path]) -> Iterator[Item]:
    """Every document under the paths, in the order of their names. Raises ``SourceError`` for a path that is not there."""
    for path in paths:
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file()):
                if not file.name.startswith(("~$", ".")) and file.name.lower() not in _IGNORED:
                    yield from _items(file)
        elif path.is_file():
            yield from _items(path)
        else:
            raise SourceError(f"来源不存在：{path}。请检查路径，或从命令中去掉它。")


def _items(file: Path) -> Iterator[Item]:
    stat = file.stat()
    members = _members(file) if file.suffix.lower() == ".zip" else None
    if members is None:
        yield Item(str(file), stat.st_size, stat.st_mtime_ns)
        return
    for member in members:
        yield Item(str(file), stat.st_size, stat.st_mtime_ns, member)


def _members(file: Path) -> list[str] | None:
    """The documents in an archive; None if it cannot be opened, and is then reported as a document itself."""
    try:
        with zipfile.ZipFile(file) as archive:
            return [
                info.filename
                for info in archive.infolist()
                if not info.is_dir() and info.file_size <= LARGEST_DOCUMENT and not info.flag_bits & 1
            ]
    except (zipfile.BadZipFile, OSError):
        return None
