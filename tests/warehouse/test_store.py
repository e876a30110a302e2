"""The store: what is kept under a hash is what the hash says, or is not there."""

import hashlib
from pathlib import Path

import pytest

from warehouse.store import DocumentMissing, document_path, keep_document, read_document


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    sha256 = keep_document(tmp_path, "年报".encode())
    assert sha256 == hashlib.sha256("年报".encode()).hexdigest()
    assert document_path(tmp_path, sha256) == tmp_path / "documents" / sha256[:2] / sha256
    assert read_document(tmp_path, sha256) == "年报".encode()


def test_kept_twice_it_is_written_once(tmp_path: Path) -> None:
    path = document_path(tmp_path, keep_document(tmp_path, b"a"))
    written = path.stat().st_mtime_ns, path.stat().st_ino
    keep_document(tmp_path, b"a")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == written
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_cut_file_is_written_again(tmp_path: Path) -> None:
    path = document_path(tmp_path, keep_document(tmp_path, b"whole"))
    path.write_bytes(b"who")
    keep_document(tmp_path, b"whole")
    assert path.read_bytes() == b"whole"


def test_what_is_gone_or_damaged_is_not_given_out(tmp_path: Path) -> None:
    sha256 = keep_document(tmp_path, b"whole")
    document_path(tmp_path, sha256).write_bytes(b"whale")
    with pytest.raises(DocumentMissing, match="损坏"):
        read_document(tmp_path, sha256)
    document_path(tmp_path, sha256).unlink()
    with pytest.raises(DocumentMissing, match="不在库中"):
        read_document(tmp_path, sha256)
