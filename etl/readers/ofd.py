"""OFD (GB/T 33190-2016), a fixed layout in a zip of XML -> prose and grids: read like a PDF, by ruling lines and characters.

Positions are millimetres from the top left corner in the file, and points here. What is drawn by reference (seals,
annotations, composite graphics) is not read.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from etl.model import Box, Content
from etl.readers.errors import UnreadableDocument
from etl.readers.ofd_page import drawn, local_name, numbers
from etl.readers.package import XML_FAULTS, open_zip, parse, part
from etl.readers.page_flow import flow
from etl.readers.pdf_cells import compose, without_frames
from etl.readers.pdf_page import PageContent
from etl.readers.pdf_ruling import ruled_tables

FORM = "OFD"
MAX_PAGES = 300
MAX_PART_BYTES = 16 * 1024 * 1024
A4 = (0.0, 0.0, 210.0, 297.0)
_NAMES = {"Title": "title", "Author": "author", "CreationDate": "created"}
_DAMAGED = "OFD 文件已损坏或不完整：请用 OFD 阅读器另存为 PDF 后再读"


def read(content: bytes) -> Content:
    """Read an OFD; boxes are points from the top left corner of the page, pages count from 1; ``metadata`` as of a PDF.

    Raises ``UnreadableDocument`` where it is damaged, encrypted, too large, or holds no text.
    """
    notes: list[str] = []
    with open_zip(content, FORM) as package:
        root = _root(package, "OFD.xml")
        metadata = {
            _NAMES[local_name(item)]: item.text.strip()
            for item in root.iter()
            if local_name(item) in _NAMES and (item.text or "").strip()
        }
        found = [entry for start in _all(root, "DocRoot") for entry in _pages(package, _beside("", start.text or ""))]
        pages = [_page(package, number, *entry) for number, entry in enumerate(found[:MAX_PAGES], 1)]
    if len(found) > MAX_PAGES:
        notes.append(f"OFD 共 {len(found)} 页，只读了前 {MAX_PAGES} 页")
    notes += [f"第 {page.number} 页是图片，未读" for page in pages if page.has_image and not page.glyphs]
    tables = without_frames([ruled_tables(page) for page in pages])
    blocks = flow([compose(page, ruled)[0] for page, ruled in zip(pages, tables, strict=True)], notes)
    if not blocks:
        raise UnreadableDocument("OFD 中没有文字，可能是扫描件：请用 OFD 阅读器另存为 PDF 后再读")
    return Content(blocks, metadata, len(pages), tuple(notes))


def _root(package: zipfile.ZipFile, name: str) -> Any:
    data = part(package, name, FORM, MAX_PART_BYTES)
    try:
        if data is not None:
            return parse(data)
    except XML_FAULTS as error:
        raise UnreadableDocument(_DAMAGED) from error
    raise UnreadableDocument(_DAMAGED)


def _all(parent: Any, name: str) -> list[Any]:
    return [element for element in parent.iter() if local_name(element) == name]


def _beside(base: str, location: str) -> str:
    """The name of a part, given where the part that names it lies."""
    return posixpath.normpath(posixpath.join("/" + posixpath.dirname(base), location.strip())).lstrip("/")


def _pages(package: zipfile.ZipFile, document: str) -> Iterator[tuple[str, Box, dict[str, str]]]:
    """The part of each page of a document, with the size and the templates that hold for all."""
    root = _root(package, document)
    boxes = _all(root, "PhysicalBox")
    templates = {page.get("ID", ""): _beside(document, page.get("BaseLoc", "")) for page in _all(root, "TemplatePage")}
    for page in _all(root, "Page"):
        yield _beside(document, page.get("BaseLoc", "")), _box(boxes[0]) if boxes else A4, templates


def _page(package: zipfile.ZipFile, number: int, name: str, size: Box, templates: dict[str, str]) -> PageContent:
    content = _root(package, name)
    own = [box for box in _all(content, "PhysicalBox") if local_name(box.getparent()) == "Area"]
    used = [use.get("TemplateID", "") for use in _all(content, "Template")]
    behind = [_root(package, templates[use]) for use in used if use in templates]
    return drawn([*behind, content], number, _box(own[0]) if own else size)


def _box(element: Any) -> Box:
    """Left, top, width and height in millimetres."""
    edges = numbers(element.text)
    return (edges[0], edges[1], edges[2], edges[3]) if len(edges) == 4 and min(edges[2:]) > 0 else A4
