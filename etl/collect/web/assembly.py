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
from etl.pipeline import document_of, read_document
from etl.readers import media_type
from etl.readers import media_types as forms
from warehouse.records import FileRecord, RetrievalRecord

_LARGEST_COMPARED = 8 * 1024 * 1024
"""Bytes of a page; a larger one that differs counts as changed unread."""
_LONGEST_NAME = 80
_ENDINGS = {
    forms.HTML: ".html", forms.TEXT: ".txt", forms.PDF: ".pdf", forms.DOCX: ".docx", forms.DOC: ".doc",
    forms.XLSX: ".xlsx", forms.XLS: ".xls", forms.ODS: ".ods", forms.RTF: ".rtf", forms.OFD: ".ofd", forms.ZIP: ".zip",
    forms.RAR: ".rar", "image/png": ".png", "image/jpeg": ".jpg", "image/tiff": ".tif", "image/gif": ".gif",
    "image/bmp": ".bmp", "image/webp": ".webp",
}  # fmt: skip


class Assembly(Struct, frozen=True):
    """What was fetched for one document: the page first, or the document alone (``page`` is None)."""

    source: str
    link: Link
    page: Page | None
    parts: tuple[Answer, ...]

    @property
    def page_url(self) -> str:
        """The address of the document."""
        return self.parts[0].url

    def members(self) -> list[str]:
        """The names of the parts inside the document: they come from their order alone, so that they stay the same."""
        if len(self.parts) == 1:
            return [""]
        return ["页面.html", *(f"附件{n:02}{_ending(part)}" for n, part in enumerate(self.parts[1:], 1))]

    def content(self) -> bytes:
        """The bytes of the document: of its one part, or of an archive of all."""
        if len(self.parts) == 1:
            return self.parts[0].body
        return packed([(name, part.body) for name, part in zip(self.members(), self.parts, strict=True)])

    def name(self) -> str:
        """A file name for the document: its title where it has one, for that names the organ."""
        title = self.link.text or (self.page.title if self.page else "")
        address = urlsplit(self.page_url)
        stem = title or PurePosixPath(unquote(address.path)).stem or address.hostname or "文档"
        ending = ".zip" if len(self.parts) > 1 else _ending(self.parts[0])
        return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "_", stem).strip(" .")[:_LONGEST_NAME] + ending


def stored_anew(assembly: Assembly, shelf: Shelf, now: str) -> RetrievalRecord:
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
        retrieved_at=now,
        confirmed_at=now,
        files=files,
        title=assembly.link.text or None,
        stated_on=assembly.link.day,
        site=(assembly.page.site if assembly.page else None) or assembly.source,
    )


def stored_before(assembly: Assembly, known: RetrievalRecord, shelf: Shelf, now: str) -> RetrievalRecord | None:
    """The known record, confirmed, if the site still serves that document; None if it has changed.

    Pages carry counters, tokens and the day of the visit: a page whose bytes differ is the same as long as all that is
    read from it is. An attachment is the same if its bytes are.
    """
    if [part.url for part in assembly.parts] != [file.url for file in known.files]:
        return None
    for part, file in zip(assembly.parts, known.files, strict=True):
        if part.is_unchanged or hashlib.sha256(part.body).hexdigest() == file.sha256:
            continue
        before = shelf.body(file.url)
        is_page = file is known.files[0] and assembly.page is not None
        if before is None or not is_page or not _reads_alike(before, part.body, known.source_name):
            return None
    files = tuple(
        msgspec.structs.replace(file, etag=part.validators.etag, last_modified=part.validators.last_modified)
        for part, file in zip(assembly.parts, known.files, strict=True)
    )
    return msgspec.structs.replace(known, confirmed_at=now, files=files, gone_at=None)


def _reads_alike(before: bytes, after: bytes, name: str) -> bool:
    """Whether two pages give the same reports, down to each figure and sentence, or neither any."""
    if max(len(before), len(after)) > _LARGEST_COMPARED:
        return False
    first, second = (read_document(document_of(name, content)) for content in (before, after))
    return (first.reports, first.reason) == (second.reports, second.reason)


def _ending(part: Answer) -> str:
    path = PurePosixPath(unquote(urlsplit(part.url).path)).suffix.lower()
    return _ENDINGS.get(media_type(part.body, path), path if re.fullmatch(r"\.\w{1,5}", path) else "")
