"""Files, folders and archives of the machine -> items to read; what makes one document together is one item."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from etl.collect.item import Item
from etl.collect.sources import SourceError
from etl.readers.archive import is_page, reading_order

LARGEST_DOCUMENT = 200 * 1024 * 1024
"""Bytes; a larger file is no report."""
_ATTACHMENT = re.compile(r"附件|附表|attach|^fj", re.IGNORECASE)
_PAGE_NAME = re.compile(r"(?:第|page|p)?[-_ ]?\d{1,3}[-_ ]?页?", re.IGNORECASE)
_IGNORED = {".ds_store", "thumbs.db", "desktop.ini"}


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
