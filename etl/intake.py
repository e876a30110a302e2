"""Documents -> records, in processes of their own: from their sources, and from the store where the readers are newer."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec

from etl import local
from etl.agencies import extend
from etl.collect import Item
from etl.pipeline import document_of, read_document
from etl.records import document_record, lost_record, stored_record, unfinished_record, unfinished_stored_record
from etl.workers import Limits, map_isolated
from warehouse.records import DocumentRecord, StoredDocument
from warehouse.store import DocumentMissing, keep_document
from warehouse.store import read_document as stored_content

LIMITS = Limits()
_MISSING = b""
_NOT_OPENED = (OSError, zipfile.BadZipFile, RuntimeError)
_decode = msgspec.msgpack.Decoder(DocumentRecord).decode


def read_items(items: Iterable[Item], data_dir: Path, jobs: int) -> Iterator[DocumentRecord]:
    """The record of each item, as it is done; its bytes are then in the store.

    Raises ``OSError`` if the store cannot be written: a document is not unreadable because the disk is full.
    """
    task, lost = partial(read_item, data_dir=data_dir), partial(_unfinished, data_dir)
    yield from map(_decode, map_isolated(task, items, jobs, lost, LIMITS))


def read_stored(
    documents: Iterable[StoredDocument], data_dir: Path, jobs: int
) -> Iterator[tuple[StoredDocument, DocumentRecord | None]]:
    """Documents of the store, read anew; None where the store has lost one."""
    task = partial(_read_stored, data_dir=data_dir)
    for document, record in map_isolated(task, documents, jobs, _unfinished_stored, LIMITS):
        yield document, _decode(record) if record else None


def read_item(item: Item, data_dir: Path) -> bytes:
    """A worker's job: keep a document's bytes and read it; the record as MessagePack, which is cheap to send."""
    try:
        content = item.read()
    except _NOT_OPENED as error:
        return msgspec.msgpack.encode(lost_record(item, f"无法打开文件（{error}）；请检查文件和权限"))
    keep_document(data_dir, content)
    extend(data_dir)
    local.use(data_dir)
    retrieved_at = datetime.fromtimestamp(item.mtime_ns / 1e9, UTC).isoformat(timespec="seconds")
    source_url = item.retrieval.url if item.retrieval else None
    document = document_of(item.name, content, source_url, retrieved_at, folder=item.folder, source=item.source)
    outcome = read_document(document)
    return msgspec.msgpack.encode(document_record(outcome, item))


def _read_stored(document: StoredDocument, data_dir: Path) -> tuple[StoredDocument, bytes]:
    try:
        content = stored_content(data_dir, document.sha256)
    except DocumentMissing:
        return document, _MISSING
    extend(data_dir)
    local.use(data_dir)
    where = {"folder": document.folder, "source": document.source}
    whole = document_of(document.source_name, content, document.source_url, document.retrieved_at, **where)
    outcome = read_document(whole)
    return document, msgspec.msgpack.encode(stored_record(outcome))


def _unfinished(data_dir: Path, item: Item, reason: str, is_passing: bool) -> bytes:
    """Its bytes are kept, where they can be had, so that another run may read them."""
    try:
        content = item.read()
    except _NOT_OPENED as error:
        return msgspec.msgpack.encode(lost_record(item, f"无法打开文件（{error}）；请检查文件和权限"))
    keep_document(data_dir, content)
    return msgspec.msgpack.encode(unfinished_record(item, content, reason, is_passing=is_passing))


def _unfinished_stored(document: StoredDocument, reason: str, is_passing: bool) -> tuple[StoredDocument, bytes]:
    return document, msgspec.msgpack.encode(unfinished_stored_record(document, reason, is_passing=is_passing))
