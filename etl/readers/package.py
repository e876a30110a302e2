"""Zip packages of office files: parts unpacked within a limit, XML parsed with no entity and no network."""

import zipfile
import zlib
from io import BytesIO
from lzma import LZMAError
from typing import Any

from lxml import etree

from etl.readers.errors import UnreadableDocument

MAX_PART_BYTES = 48 * 1024 * 1024
"""Unpacked size of one part; a report's text takes less than 2 MB."""
ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    RuntimeError,
)
XML_FAULTS = (etree.XMLSyntaxError, ValueError, LookupError)
Names = tuple[tuple[bytes, bytes], ...]


def open_zip(content: bytes, form: str) -> zipfile.ZipFile:
    """Open the package of a file of this form (DOCX, XLSX); raises ``UnreadableDocument`` where it is damaged."""
    try:
        return zipfile.ZipFile(BytesIO(content))
    except ZIP_FAULTS as error:
        raise UnreadableDocument(f"{form} 文件已损坏或不完整：请重新下载或提供原件") from error


def part(package: zipfile.ZipFile, name: str, form: str, limit: int | None = None) -> bytes | None:
    """The unpacked bytes of a part, or None where the package has no such part.

    Raises ``UnreadableDocument`` where the part is encrypted, damaged, or unpacks to more bytes than ``limit``
    (``MAX_PART_BYTES`` where none is given).
    """
    limit = MAX_PART_BYTES if limit is None else limit
    try:
        info = package.getinfo(name)
    except KeyError:
        return None
    if info.flag_bits & 1:
        raise UnreadableDocument(f"{form} 压缩包已加密：请提供未加密的文件")
    try:
        with package.open(info) as member:
            # The size in the directory may lie, so the limit holds for what is unpacked.
            data = member.read(limit + 1) if info.file_size <= limit else None
    except ZIP_FAULTS as error:
        raise UnreadableDocument(f"{form} 文件已损坏或不完整：请重新下载或提供原件") from error
    if data is None or len(data) > limit:
        raise UnreadableDocument(f"{form} 解压后超过 {limit // 1024 // 1024} MB，疑为异常文件：请核对后重新提供")
    return data


def parse(data: bytes, renamed: Names = ()) -> Any:
    """The root of an XML part, after replacing names of its variant by the common ones; raises ``XML_FAULTS``."""
    for variant, common in renamed:
        data = data.replace(variant, common)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("a part of an office file declares no document type")
    return root
