"""The bytes of every document, kept under their own hash: ``data/documents/ab/<sha256>``.

A document is written whole or not at all, and never changed; what is read back is held against its name.
"""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from warehouse.files import onto_disk


class DocumentMissing(Exception):
    """The store has no such document, or what it has is not what its name says."""


def document_path(data_dir: Path, sha256: str) -> Path:
    """Where the bytes of a document stand, whether they are there or not."""
    return data_dir / "documents" / sha256[:2] / sha256


def incoming_path(data_dir: Path) -> Path:
    """Where documents stand while they are written; what is left there by a cut run is nobody's."""
    return data_dir / "documents" / "incoming"


def keep_document(data_dir: Path, content: bytes) -> str:
    """Keep the bytes and give their SHA-256 in hexadecimal; bytes that are there already are left alone.

    They are sure to outlast a power cut only after ``settle``. Raises ``OSError`` if they cannot be written.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    path = document_path(data_dir, sha256)
    if path.exists() and path.read_bytes() == content:
        return sha256
    part = incoming_path(data_dir) / f"{sha256}.{os.getpid()}"
    part.parent.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(exist_ok=True)
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return sha256


def settle(data_dir: Path, sha256s: Iterable[str]) -> None:
    """Wait until these documents, where the store has them, are on the disk: what the ledger knows must outlast it.

    A batch at a time: the first wait takes the others along, which made one by one would cost more than the reading.
    """
    paths = [path for sha256 in sha256s if (path := document_path(data_dir, sha256)).exists()]
    for path in paths:
        onto_disk(path)
    for folder in sorted({path.parent for path in paths}):
        onto_disk(folder)
    if paths:
        onto_disk(data_dir / "documents")


def clear_incoming(data_dir: Path) -> int:
    """Delete what a cut run was writing; gives how many files."""
    leftovers = list(incoming_path(data_dir).glob("*"))
    for leftover in leftovers:
        leftover.unlink(missing_ok=True)
    return len(leftovers)


def read_document(data_dir: Path, sha256: str) -> bytes:
    """The bytes of a document; raises ``DocumentMissing`` if they are gone or damaged."""
    path = document_path(data_dir, sha256)
    if not path.is_file():
        raise DocumentMissing(f"文档不在库中：{path}。重新运行 python -m etl run 并给出原文件即可补回。")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DocumentMissing(f"文档已损坏：{path}。重新运行 python -m etl run 并给出原文件即可补回。")
    return content
