"""The bytes of every document, kept under their own hash: ``data/documents/ab/<sha256>``.

A document is written whole or not at all, and never changed; what is read back is held against its name.
"""

import hashlib
import os
from pathlib import Path


class DocumentMissing(Exception):
    """The store has no such document, or what it has is not what its name says."""


def document_path(data_dir: Path, sha256: str) -> Path:
    """Where the bytes of a document stand, whether they are there or not."""
    return data_dir / "documents" / sha256[:2] / sha256


def keep_document(data_dir: Path, content: bytes) -> str:
    """Keep the bytes and give their SHA-256 in hexadecimal; bytes that are there already are left alone."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = document_path(data_dir, sha256)
    if path.exists() and path.stat().st_size == len(content):
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{sha256}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return sha256


def read_document(data_dir: Path, sha256: str) -> bytes:
    """The bytes of a document; raises ``DocumentMissing`` if they are gone or damaged."""
    path = document_path(data_dir, sha256)
    if not path.is_file():
        raise DocumentMissing(f"文档不在库中：{path}。重新运行 python -m etl run 并给出原文件即可补回。")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DocumentMissing(f"文档已损坏：{path}。删除该文件，再运行 python -m etl run 并给出原文件。")
    return content
