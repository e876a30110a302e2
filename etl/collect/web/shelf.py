"""What is kept of earlier visits: documents in the store, and beside them the pages that led to them."""

import hashlib
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import msgspec
from msgspec import Struct

from warehouse.records import FileRecord, RetrievalRecord
from warehouse.store import DocumentMissing, document_path, keep_document, read_document


class Validators(Struct, frozen=True):
    """What a site is asked back with: is it still this?"""

    etag: str | None
    last_modified: str | None


class _CachedPage(Struct, frozen=True):
    url: str
    validators: Validators
    body: bytes


class Shelf:
    """Known addresses with their bytes. A trial knows nothing and keeps nothing."""

    def __init__(self, data_dir: Path, known: Iterable[RetrievalRecord], *, is_trial: bool) -> None:
        self._data_dir = data_dir
        self._is_trial = is_trial
        self._documents: dict[str, RetrievalRecord] = {}
        self._files: dict[str, tuple[RetrievalRecord, FileRecord]] = {}
        for record in known:
            if document_path(data_dir, record.sha256).exists():
                self._documents[record.page_url] = record
                self._files.update({file.url: (record, file) for file in record.files})

    def document(self, page_url: str) -> RetrievalRecord | None:
        """What is known of the document at an address; None if its bytes are not there."""
        return self._documents.get(page_url)

    def validators(self, url: str) -> Validators | None:
        """What to ask back with; None for an address that is not known, or that gave nothing to ask with."""
        if url in self._files:
            file = self._files[url][1]
            found = Validators(file.etag, file.last_modified)
        else:
            cached = self._cached(url)
            found = cached.validators if cached else Validators(None, None)
        return found if found.etag or found.last_modified else None

    def body(self, url: str) -> bytes | None:
        """The bytes known of an address; None if they are gone or damaged."""
        if url in self._files:
            record, file = self._files[url]
            try:
                return member(read_document(self._data_dir, record.sha256), file)
            except DocumentMissing:
                return None
        cached = self._cached(url)
        return cached.body if cached else None

    def keep(self, content: bytes) -> str:
        """Keep a document; gives its hash."""
        return hashlib.sha256(content).hexdigest() if self._is_trial else keep_document(self._data_dir, content)

    def keep_page(self, url: str, body: bytes, validators: Validators) -> None:
        """Keep a page that is no document, if there is something to ask back with."""
        if self._is_trial or not (validators.etag or validators.last_modified):
            return
        path = self._cache_path(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(msgspec.msgpack.encode(_CachedPage(url, validators, body)))
        part.replace(path)

    def _cached(self, url: str) -> _CachedPage | None:
        if self._is_trial:
            return None
        try:
            page = msgspec.msgpack.decode(self._cache_path(url).read_bytes(), type=_CachedPage)
        except (OSError, msgspec.MsgspecError):
            return None
        return page if page.url == url else None

    def _cache_path(self, url: str) -> Path:
        name = hashlib.sha256(url.encode()).hexdigest()
        return self._data_dir / "crawled-pages" / name[:2] / name


def member(document: bytes, file: FileRecord) -> bytes:
    """One file of a document."""
    if not file.member:
        return document
    with zipfile.ZipFile(BytesIO(document)) as archive:
        return archive.read(file.member)
