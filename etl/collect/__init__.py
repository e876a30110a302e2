"""Sources -> documents with provenance: files, folders and archives of the machine, and the folders of ``sources.toml``."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import groupby
from pathlib import Path

import msgspec
from msgspec import Struct

from etl.readers.archive import is_page, reading_order

LARGEST_DOCUMENT = 200 * 1024 * 1024
"""Bytes; a larger file is no report."""
_ATTACHMENT = re.compile(r"附件|附表|attach|^fj", re.IGNORECASE)
_PAGE_NAME = re.compile(r"(?:第|page|p)?[-_ ]?\d{1,3}[-_ ]?页?", re.IGNORECASE)
_IGNORED = {".ds_store", "thumbs.db", "desktop.ini"}


class SourceError(ValueError):
    """A source or the configuration is wrong; the message names it and the remedy, in Chinese."""


class Item(Struct, frozen=True):
    """One document to read: a file, a member of an archive, or several files that make one document.

    ``path`` is the file, or the folder that ``members`` stand in; ``size`` and ``mtime_ns`` are of what is on the disk.
    A page with its attachments is read as the ZIP archive of its members.
    """

    path: str
    size: int
    mtime_ns: int
    members: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What the ledger knows the item by."""
        return f"{self.path}!{self.members[0]}" if self.members else self.path

    @property
    def name(self) -> str:
        """The document's own file name."""
        if len(self.members) > 1:
            return Path(self.members[0]).stem + ".zip"
        return Path(self.members[0] if self.members else self.path).name

    def read(self) -> bytes:
        """The bytes. Raises OSError or ``zipfile.BadZipFile``."""
        if not self.members:
            return Path(self.path).read_bytes()
        if Path(self.path).is_dir():
            return _packed([(name, (Path(self.path) / name).read_bytes()) for name in self.members])
        with zipfile.ZipFile(self.path) as archive:
            contents = [(name, archive.read(name)) for name in self.members]
        return contents[0][1] if len(contents) == 1 else _packed(contents)


def _packed(contents: list[tuple[str, bytes]]) -> bytes:
    """One archive of several files; the same files give the same bytes."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents:
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), content)
    return packed.getvalue()


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
    """Every document under the paths, in the order of their names; raises ``SourceError`` for a path that is not there."""
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path)
        elif path.is_file():
            yield from _items(path)
        else:
            raise SourceError(f"来源不存在：{path}。请检查路径，或从命令中去掉它。")


def _in_folder(folder: Path) -> Iterator[Item]:
    """What stands in a folder: what makes one document together, then file by file, then the folders in it."""
    entries = sorted(folder.iterdir())
    files = [path for path in entries if path.is_file() and not _is_ignored(path.name)]
    if whole := together([path.name for path in files]):
        stats = [path.stat() for path in files]
        yield Item(str(folder), sum(s.st_size for s in stats), max(s.st_mtime_ns for s in stats), whole)
    else:
        for file in files:
            yield from _items(file)
    for path in entries:
        if path.is_dir():
            yield from _in_folder(path)


def _is_ignored(name: str) -> bool:
    return name.startswith(("~$", ".")) or name.lower() in _IGNORED


def together(names: list[str]) -> tuple[str, ...]:
    """The files of a folder in reading order if they make one document: a page and its attachments, or a flip-book.

    Attachments say so in their names (附件1.xlsx, or the page's own name in front); the pages of a flip-book are numbered
    from 1 on, and nothing else stands with them.
    """
    pages = [name for name in names if is_page(name)]
    others = [name for name in names if not is_page(name)]
    ordered = tuple(sorted(names, key=reading_order))
    if len(pages) == 1 and others and all(_is_attachment(name, pages[0]) for name in others):
        return ordered
    numbers = sorted(int(number[-1]) for name in pages if (number := re.findall(r"\d+", Path(name).stem)))
    is_run = len(pages) > 1 and numbers == list(range(1, len(pages) + 1))
    return ordered if is_run and not others and all(_PAGE_NAME.fullmatch(Path(name).stem) for name in pages) else ()


def _is_attachment(name: str, page: str) -> bool:
    return bool(_ATTACHMENT.search(name)) or name.startswith(Path(page).stem)


def _items(file: Path) -> Iterator[Item]:
    stat = file.stat()
    members = _members(file) if file.suffix.lower() == ".zip" else None
    if members is None:
        yield Item(str(file), stat.st_size, stat.st_mtime_ns)
        return
    for folder, inside in groupby(
        sorted(members, key=lambda m: (str(Path(m).parent), m)), key=lambda m: Path(m).parent
    ):
        names = list(inside)
        whole = together([Path(name).name for name in names])
        for group in [tuple(str(folder / name) for name in whole)] if whole else [(name,) for name in names]:
            yield Item(str(file), stat.st_size, stat.st_mtime_ns, group)


def _members(file: Path) -> list[str] | None:
    """The documents in an archive; None if it cannot be opened, and is then reported as a document itself."""
    try:
        with zipfile.ZipFile(file) as archive:
            return [
                info.filename
                for info in archive.infolist()
                if not info.is_dir()
                and info.file_size <= LARGEST_DOCUMENT
                and not info.flag_bits & 1
                and not _is_ignored(Path(info.filename).name)
            ]
    except (zipfile.BadZipFile, OSError):
        return None
