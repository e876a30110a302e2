"""The zip package of a DOCX: its XML parts, unpacked within a limit and parsed with no entity and no network."""

import zipfile
import zlib
from io import BytesIO
from lzma import LZMAError
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from etl.readers.errors import UnreadableDocument

MAX_PART_BYTES = 48 * 1024 * 1024
"""Unpacked size of one part; a report's text takes less than 2 MB."""
LEGACY_MAGIC = b"\xd0\xcf\x11\xe0"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH[1:-1].encode()),
)
"""Names of the strict variant -> those of the common one."""
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    RuntimeError,
)


def open_package(content: bytes) -> zipfile.ZipFile:
    """Open the package; raises ``UnreadableDocument`` where it is damaged, or no package at all."""
    if content.startswith(LEGACY_MAGIC):
        raise UnreadableDocument("Word 文件已加密，或是旧版 DOC 格式：请另存为未加密的 DOCX")
    try:
        return zipfile.ZipFile(BytesIO(content))
    except _ZIP_FAULTS as error:
        raise UnreadableDocument("DOCX 文件已损坏或不完整：请重新下载或提供原件") from error


def _part(package: zipfile.ZipFile, name: str) -> bytes | None:
    """The unpacked bytes of a part, or None where the package has no such part."""
    try:
        info = package.getinfo(name)
    except KeyError:
        return None
    if info.flag_bits & 1:
        raise UnreadableDocument("DOCX 压缩包已加密：请提供未加密的文件")
    try:
        with package.open(info) as part:
            # The size in the directory may lie, so the limit holds for what is unpacked.
            data = part.read(MAX_PART_BYTES + 1) if info.file_size <= MAX_PART_BYTES else None
    except _ZIP_FAULTS as error:
        raise UnreadableDocument("DOCX 文件已损坏或不完整：请重新下载或提供原件") from error
    if data is None or len(data) > MAX_PART_BYTES:
        limit = MAX_PART_BYTES // 1024 // 1024
        raise UnreadableDocument(f"DOCX 解压后超过 {limit} MB，疑为异常文件：请核对后重新提供")
    return data


def _parse(data: bytes) -> Any:
    for strict, transitional in _STRICT:
        data = data.replace(strict, transitional)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("a Word part declares no document type")
    return root


def required_part(package: zipfile.ZipFile, name: str) -> Any:
    """The root of an XML part; raises ``UnreadableDocument`` where it is absent, broken or too large."""
    data = _part(package, name)
    if data is None:
        raise UnreadableDocument("压缩包中没有 Word 正文：请检查文件是否为 DOCX")
    try:
        return _parse(data)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise UnreadableDocument("DOCX 的正文已损坏：请用 Word 修复后重新保存") from error


def optional_part(package: zipfile.ZipFile, name: str) -> Any | None:
    """The root of an XML part that the text can do without; None where it is absent or broken."""
    data = _part(package, name)
    if data is None:
        return None
    try:
        return _parse(data)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return None


def main_part(package: zipfile.ZipFile) -> str:
    """Name of the part that holds the text."""
    relations = optional_part(package, "_rels/.rels")
    if relations is not None:
        for relation in relations.iter(f"{_RELATIONS}Relationship"):
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def beside(main: str, name: str) -> str:
    """Name of the part that lies next to the main one."""
    return str(PurePosixPath(main).with_name(name)) if main else name
