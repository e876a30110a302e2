"""A page and its attachments -> one document; and whether it is still the one that was had before."""

import hashlib
import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import Struct

from etl.collect.item import packed
from etl.collect.web.fetch import Answer
from etl.collect.web.page import Link, Page
from etl.collect.web.shelf import Shelf
from etl.model import Content, Grid, Paragraph
from etl.pipeline import document_of, read_document
from etl.readers import UnreadableDocument, media_type, read
from etl.readers import media_types as forms
from warehouse.records import FileRecord, RetrievalRecord

_LARGEST_COMPARED = 8 * 1024 * 1024
"""Bytes of a page; a larger one that differs counts as changed unread."""
_LONGEST_NAME = 80
_PASSING = re.compile("(?:浏览|访问|点击|阅读)(?:次数|人数|量|数)|今天是|当前时间")
_PASSING_LENGTH = 40
_ENDINGS = {
    forms.HTML: ".html", forms.TEXT: ".txt", forms.PDF: ".pdf", forms.DOCX: ".docx", forms.DOC: ".doc",
    forms.XLSX: ".xlsx", forms.XLS: ".xls", forms.ODS: ".ods", forms.ODT: ".odt", forms.RTF: ".rtf", forms.OFD: ".ofd",
    forms.ZIP: ".zip", forms.RAR: ".rar", "image/png": ".png", "image/jpeg": ".jpg", "image/tiff": ".tif", "image/gif": ".gif",
    "image/bmp": ".bmp", "image/webp": ".webp",
}  # fmt: skip


class Assembly(Struct, frozen=True):
    """What was fetched for one document: its pages and attachments, or the document alone (``page`` is None)."""

    source: str
    link: Link
    page: Page | None
    pages: tuple[Answer, ...]
    attached: tuple[Answer, ...] = ()

    @property
    def parts(self) -> tuple[Answer, ...]:
        """All of it, in reading order."""
        return (*self.pages, *self.attached)

    @property
    def page_url(self) -> str:
        """The address of the document."""
        return self.pages[0].url

    def members(self) -> list[str]:
        """The names of the parts inside the document: they come from their order alone, so that they stay the same."""
        if len(self.parts) == 1:
            return [""]
        pages = [f"页面{n:02}.html" for n, _ in enumerate(self.pages, 1)]
        return [*pages, *(f"附件{n:02}{_ending(part)}" for n, part in enumerate(self.attached, 1))]

    def content(self) -> bytes:
        """The bytes of the document: of its one part, or of an archive of all."""
        return _joined([(name, part.body) for name, part in zip(self.members(), self.parts, strict=True)])

    def name(self) -> str:
        """A file name for the document: its title where it has one, for that names the organ."""
        title = self.link.text or (self.page.title if self.page else "")
        address = urlsplit(self.page_url)
        stem = title or PurePosixPath(unquote(address.path)).stem or address.hostname or "文档"
        ending = ".zip" if len(self.parts) > 1 else _ending(self.pages[0])
        return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "_", stem).strip(" .")[:_LONGEST_NAME] + ending


def stored_anew(assembly: Assembly, shelf: Shelf, at: str) -> RetrievalRecord:
    """Keep the document; its record."""
    content = assembly.content()
    files = tuple(
        FileRecord(
            part.url, hashlib.sha256(part.body).hexdigest(), len(part.body), name,
            part.content_type, part.validators.etag, part.validators.last_modified,
        )
        for name, part in zip(assembly.members(), assembly.parts, strict=True)
    )  # fmt: skip
    return RetrievalRecord(
        source=assembly.source,
        page_url=assembly.page_url,
        sha256=shelf.keep(content),
        byte_count=len(content),
        source_name=assembly.name(),
        retrieved_at=at,
        confirmed_at=at,
        files=files,
        title=assembly.link.text or None,
        stated_on=assembly.link.day,
        site=(assembly.page.site if assembly.page else None) or assembly.source,
    )


def stored_before(assembly: Assembly, known: RetrievalRecord, shelf: Shelf, at: str) -> RetrievalRecord | None:
    """The known record, confirmed, if the site still serves that document; None if it has changed.

    Pages carry counters, tokens and the day of the visit: pages whose bytes differ are the same as long as all that is
    read from them is. An attachment is the same if its bytes are.
    """
    if [part.url for part in assembly.parts] != [file.url for file in known.files]:
        return None
    differing = [
        number
        for number, (part, file) in enumerate(zip(assembly.parts, known.files, strict=True))
        if not part.is_unchanged and hashlib.sha256(part.body).hexdigest() != file.sha256
    ]
    if differing and not _pages_read_alike(assembly, known, shelf, differing):
        return None
    files = tuple(
        msgspec.structs.replace(file, etag=part.validators.etag, last_modified=part.validators.last_modified)
        for part, file in zip(assembly.parts, known.files, strict=True)
    )
    return msgspec.structs.replace(known, confirmed_at=at, files=files, gone_at=None)


def _pages_read_alike(assembly: Assembly, known: RetrievalRecord, shelf: Shelf, differing: list[int]) -> bool:
    count = len(assembly.pages)
    if assembly.page is None or max(differing) >= count:
        return False
    before = [body for file in known.files[:count] if (body := shelf.body(file.url)) is not None]
    if len(before) < count:
        return False
    names = assembly.members()
    return _read_alike(
        _joined(list(zip(names, before, strict=False))),
        _joined([(name, part.body) for name, part in zip(names, assembly.pages, strict=False)]),
        known.source_name,
    )


def _joined(contents: list[tuple[str, bytes]]) -> bytes:
    return contents[0][1] if len(contents) == 1 else packed(contents)


def _read_alike(before: bytes, after: bytes, name: str) -> bool:
    """Whether two states of a page give the same reports, down to each figure and sentence.

    Where the page alone is no report (its attachment is), all of its text but passing remarks must be the same.
    """
    if max(len(before), len(after)) > _LARGEST_COMPARED:
        return False
    first, second = document_of(name, before), document_of(name, after)
    reports = [read_document(document).reports for document in (first, second)]
    if any(reports):
        return reports[0] == reports[1]
    try:
        return _lasting(read(first)) == _lasting(read(second))
    except UnreadableDocument:
        return False


def _lasting(content: Content) -> list[Paragraph | Grid]:
    """The text of a page without counters and the day of the visit."""
    return [
        b for b in content.blocks if isinstance(b, Grid) or len(b.text) > _PASSING_LENGTH or not _PASSING.search(b.text)
    ]


def _ending(part: Answer) -> str:
    path = PurePosixPath(unquote(urlsplit(part.url).path)).suffix.lower()
    return _ENDINGS.get(media_type(part.body, path), path if re.fullmatch(r"\.\w{1,5}", path) else "")
