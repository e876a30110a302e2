"""The zip package of a DOCX: its XML parts, unpacked within a limit and parsed with no entity and no network."""

import zipfile
from pathlib import PurePosixPath
from typing import Any

from etl.readers.errors import UnreadableDocument
from etl.readers.package import XML_FAULTS, open_zip, parse, part

FORM = "DOCX"
LEGACY_MAGIC = b"\xd0\xcf\x11\xe0"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CORE = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/terms/}created": "created",
}
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH[1:-1].encode()),
)
"""Names of the strict variant -> those of the common one."""


def open_package(content: bytes) -> zipfile.ZipFile:
    """Open the package; raises ``UnreadableDocument`` where it is damaged, or no package at all."""
    if content.startswith(LEGACY_MAGIC):
        raise UnreadableDocument("Word 文件已加密，或是旧版 DOC 格式：请另存为未加密的 DOCX")
    return open_zip(content, FORM)


def required_part(package: zipfile.ZipFile, name: str) -> Any:
    """The root of an XML part; raises ``UnreadableDocument`` where it is absent, broken or too large."""
    data = part(package, name, FORM)
    if data is None:
        raise UnreadableDocument("压缩包中没有 Word 正文：请检查文件是否为 DOCX")
    try:
        return parse(data, _STRICT)
    except XML_FAULTS as error:
        raise UnreadableDocument("DOCX 的正文已损坏：请用 Word 修复后重新保存") from error


def optional_part(package: zipfile.ZipFile, name: str) -> Any | None:
    """The root of an XML part that the text can do without; None where it is absent or broken."""
    data = part(package, name, FORM)
    if data is None:
        return None
    try:
        return parse(data, _STRICT)
    except XML_FAULTS:
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


def related_parts(package: zipfile.ZipFile, main: str, kind: str) -> list[Any]:
    """The roots of the parts of this kind (``header``, ``footer``) that the main part refers to."""
    path = PurePosixPath(main)
    relations = optional_part(package, str(path.parent / "_rels" / f"{path.name}.rels"))
    if relations is None:
        return []
    targets = [
        str(relation.get("Target", ""))
        for relation in relations.iter(f"{_RELATIONS}Relationship")
        if str(relation.get("Type", "")).endswith(f"/{kind}")
    ]
    names = (target.lstrip("/") if target.startswith("/") else beside(main, target) for target in targets if target)
    return [root for name in names if (root := optional_part(package, name)) is not None]


def core_properties(package: zipfile.ZipFile) -> dict[str, str]:
    """``title``, ``author`` and ``created`` (ISO 8601), where the file states them."""
    core = optional_part(package, "docProps/core.xml")
    found = (
        {_CORE[item.tag]: (item.text or "").strip() for item in core if item.tag in _CORE} if core is not None else {}
    )
    return {name: value for name, value in found.items() if value}
