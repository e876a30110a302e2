"""One document to read, wherever it came from."""

import zipfile
from io import BytesIO
from pathlib import Path

from msgspec import Struct

_FOLDERS = 4
"""As many folders around a document are looked at."""


class Retrieval(Struct, frozen=True):
    """Where the bytes of a document off a site are kept, and where they came from."""

    stored: str
    name: str
    url: str


class Item(Struct, frozen=True, gc=False):
    """One document to read: a file, a member of an archive, or several files that make one document.

    ``path`` is the file, or the folder that ``members`` stand in; ``size`` and ``mtime_ns`` are of what is on the disk.
    A page with its attachments is read as the ZIP archive of its members. A document off a site has its address as its
    path and its ``retrieval``; its time is that of its retrieval. ``source`` is the name of the configured source.
    """

    path: str
    size: int
    mtime_ns: int
    members: tuple[str, ...] = ()
    retrieval: Retrieval | None = None
    source: str = ""

    @property
    def folder(self) -> str:
        """The folders that the document lay in, the innermost last: they may name its organ or place."""
        if self.retrieval:
            return ""
        path = Path(self.path)
        is_archive = bool(self.members) and path.suffix.lower() == ".zip"
        folders = path.parts if len(self.members) > 1 and not is_archive else path.parent.parts
        inside = (path.stem, *Path(self.members[0]).parent.parts) if is_archive else ()
        return "/".join((*folders, *inside)[-_FOLDERS:])

    @property
    def key(self) -> str:
        """What the ledger knows the item by."""
        return f"{self.path}!{self.members[0]}" if self.members else self.path

    @property
    def name(self) -> str:
        """The document's own file name."""
        if self.retrieval:
            return self.retrieval.name
        if len(self.members) > 1:
            return Path(self.members[0]).stem + ".zip"
        return Path(self.members[0] if self.members else self.path).name

    def read(self) -> bytes:
        """The bytes. Raises OSError or ``zipfile.BadZipFile``."""
        if self.retrieval:
            return Path(self.retrieval.stored).read_bytes()
        if not self.members:
            return Path(self.path).read_bytes()
        if Path(self.path).is_dir():
            return packed([(name, (Path(self.path) / name).read_bytes()) for name in self.members])
        with zipfile.ZipFile(self.path) as archive:
            contents = [(name, archive.read(name)) for name in self.members]
        return contents[0][1] if len(contents) == 1 else packed(contents)


def packed(contents: list[tuple[str, bytes]]) -> bytes:
    """One archive of several files; the same files give the same bytes."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents:
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), content)
    return packed.getvalue()
