"""Files, folders and archives of the machine -> items to read; what makes one document together is one item."""

import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from etl.collect.item import Item
from etl.collect.sources import SourceError
from etl.file_names import is_page, reading_order

LARGEST_DOCUMENT = 200 * 1024 * 1024
"""Bytes; a larger file is no report."""
_ATTACHMENT = re.compile(r"附件|附表|attach|^fj", re.IGNORECASE)
_PAGE_NAME = re.compile(r"(?:第|page|p)?[-_ ]?\d{1,3}[-_ ]?页?", re.IGNORECASE)
_IGNORED = {".ds_store", "thumbs.db", "desktop.ini"}
_by_name = attrgetter("name")


def discover(paths: Iterable[Path]) -> Iterator[Item]:
    """Every document under the paths, in the order of their names; raises ``SourceError`` for a path that is not there."""
    for path in paths:
        if path.is_dir():
            yield from _in_folder(str(path))
        elif path.is_file():
            yield from _items(str(path), path.stat())
        else:
            raise _not_there(path)


def refuse_missing(paths: Iterable[Path]) -> None:
    """Raises ``SourceError`` for a path that is not there, before anything is done with the others."""
    for path in paths:
        if not path.exists():
            raise _not_there(path)


def _not_there(path: Path) -> SourceError:
    return SourceError(f"来源不存在：{path}。请检查路径，或从命令中去掉它。")


def _in_folder(folder: str) -> Iterator[Item]:
    """What stands in a folder: what makes one document together, then file by file, then the folders in it."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=_by_name)
    files = [entry for entry in entries if entry.is_file() and not _is_ignored(entry.name)]
    if whole := together([entry.name for entry in files]):
        stats = [entry.stat() for entry in files]
        yield Item(folder, sum(s.st_size for s in stats), max(s.st_mtime_ns for s in stats), whole)
    else:
        for entry in files:
            stat, path = entry.stat(), _path(entry)
            if _is_archive(path):
                yield from _items(path, stat)
            else:
                yield Item(path, stat.st_size, stat.st_mtime_ns)
    for entry in entries:
        if entry.is_dir():
            yield from _in_folder(_path(entry))


def _path(entry: os.DirEntry[str]) -> str:
    """The path as ``pathlib`` writes it, which is what the ledger knows files by."""
    return entry.path.removeprefix("./")


def _is_ignored(name: str) -> bool:
    return name.startswith(("~$", ".")) or name.lower() in _IGNORED


def together(names: list[str]) -> tuple[str, ...]:
    """The files of a folder in reading order if they make one document: a page and its attachments, or a flip-book.

    Attachments say so in their names (附件1.xlsx, or the page's own name in front); the pages of a flip-book are numbered
    from 1 on, and nothing else stands with them.
    """
    pages = [name for name in names if is_page(name)]
    if len(pages) == 1:
        others = [name for name in names if name != pages[0]]
        is_one = bool(others) and all(_is_attachment(name, pages[0]) for name in others)
    else:
        is_one = 1 < len(pages) == len(names) and _is_flip_book(pages)
    return tuple(sorted(names, key=reading_order)) if is_one else ()


def _is_flip_book(pages: list[str]) -> bool:
    if not all(_PAGE_NAME.fullmatch(Path(name).stem) for name in pages):
        return False
    return sorted(int(re.findall(r"\d+", name)[0]) for name in pages) == list(range(1, len(pages) + 1))


def _is_attachment(name: str, page: str) -> bool:
    return bool(_ATTACHMENT.search(name)) or name.startswith(Path(page).stem)


def _is_archive(file: str) -> bool:
    return file.lower().endswith(".zip")


def _items(file: str, stat: os.stat_result) -> Iterator[Item]:
    members = _members(file) if _is_archive(file) else None
    if members is None:
        yield Item(file, stat.st_size, stat.st_mtime_ns)
        return
    for folder, inside in groupby(
        sorted(members, key=lambda m: (str(Path(m).parent), m)), key=lambda m: Path(m).parent
    ):
        names = list(inside)
        whole = together([Path(name).name for name in names])
        for group in [tuple(str(folder / name) for name in whole)] if whole else [(name,) for name in names]:
            yield Item(file, stat.st_size, stat.st_mtime_ns, group)


def _members(file: str) -> list[str] | None:
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
