"""ODT -> prose and grids, straight from OpenDocument 1.3 (part 3).

Revisions are read as accepted: what was deleted is gone. Automatic numbers, notes on the margin and tables of contents
are no text; footnotes follow the text.
"""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from etl.model import Cell, Content, Grid, Paragraph
from etl.readers.errors import UnreadableDocument
from etl.readers.package import XML_FAULTS, open_zip, parse, part

FORM = "ODT"
MAX_COLUMNS = 100
MAX_ROWS = 2_000
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_ROW_GROUPS = {f"{_TABLE}{name}" for name in ("table-row-group", "table-header-rows", "table-rows")}
_WRAPPERS = {f"{_TEXT}{name}" for name in ("list", "list-item", "list-header", "numbered-paragraph", "section")}
_WRAPPERS |= {f"{_DRAW}frame", f"{_DRAW}text-box"}
_GONE = {f"{_TEXT}{name}" for name in ("ruby-text", "tracked-changes", "hidden-text", "hidden-paragraph")}
_GONE |= {f"{_OFFICE}annotation", f"{_OFFICE}annotation-end"}
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_NAMES = {f"{_DC}title": "title", f"{_META}initial-creator": "author", f"{_META}creation-date": "created"}
Block = Paragraph | Grid


class _Style(NamedTuple):
    """What a style does to the meaning of its text."""

    is_title: bool = False
    is_unread: bool = False
    """Hidden, or struck out: no reader of the printed page takes it for text."""
    is_raised: bool = False


def read(content: bytes) -> Content:
    """Read an ODT; pages are not known (None), boxes neither. ``metadata`` as of a DOCX.

    Raises ``UnreadableDocument`` where it is damaged, encrypted, or unpacks to more than the limit.
    """
    with open_zip(content, FORM) as package:
        roots = [_root(part(package, name, FORM)) for name in ("content.xml", "styles.xml", "meta.xml")]
    document, styles, meta = roots
    body = None if document is None else document.find(f"{_OFFICE}body/{_OFFICE}text")
    if document is None or body is None:
        raise UnreadableDocument("ODT 的内容已损坏或已加密：请用 WPS 或 LibreOffice 打开后另存为 DOCX 再读")
    reader = _Reader(_styles([root for root in (styles, document) if root is not None]))
    blocks = [*reader.blocks(body)]
    for note in reader.footnotes:
        blocks += reader.blocks(note)
    found = [] if meta is None else [item for item in meta.iter() if item.tag in _NAMES and (item.text or "").strip()]
    return Content(tuple(blocks), {_NAMES[item.tag]: item.text.strip() for item in found})


def _root(data: bytes | None) -> Any | None:
    try:
        return None if data is None else parse(data)
    except XML_FAULTS:
        return None


def _styles(roots: list[Any]) -> dict[str, _Style]:
    """Name of a style -> what it does, or what the style does that it rests on."""
    own: dict[str, Any] = {
        style.get(f"{_STYLE}name", ""): style for root in roots for style in root.iter(f"{_STYLE}style")
    }
    found: dict[str, _Style] = {}
    for name in own:
        chain: list[str] = []
        ancestor = name
        while ancestor in own and ancestor not in chain:
            chain.append(ancestor)
            ancestor = own[ancestor].get(f"{_STYLE}parent-style-name", "")
        settings = [_settings(own[one]) for one in reversed(chain)]
        merged = {key: value for setting in settings for key, value in setting.items()}
        found[name] = _Style(
            "Title" in chain,
            merged.get("display") == "none" or merged.get("text-line-through-style", "none") != "none",
            merged.get("text-position", "").startswith(("super", "sub")),
        )
    return found


def _settings(style: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for properties in style.iterfind(f"{_STYLE}text-properties"):
        found |= {str(key).rpartition("}")[2]: str(value) for key, value in properties.attrib.items()}
    return found


class _Reader:
    """Turns content into blocks; footnotes gather on the way."""

    def __init__(self, styles: dict[str, _Style]) -> None:
        self.styles = styles
        self.footnotes: list[Any] = []

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Paragraphs and grids in order; what a text box holds follows its paragraph."""
        for child in parent:
            if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                yield from self._paragraph(child)
            elif child.tag == f"{_TABLE}table":
                yield from self._table(child)
            elif child.tag in _WRAPPERS and child.get(f"{_TEXT}display", "true") == "true":
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        boxes: list[Any] = []
        text = "" if self._style(paragraph).is_unread else "".join(self._words(paragraph, boxes))
        if text.strip():
            yield Paragraph(text.strip("\n"), self._role(paragraph))
        for box in boxes:
            yield from self.blocks(box)

    def _role(self, paragraph: Any) -> Literal["title", "heading", "text"]:
        if self._style(paragraph).is_title:
            return "title"
        return "heading" if paragraph.tag == f"{_TEXT}h" else "text"

    def _style(self, element: Any) -> _Style:
        return self.styles.get(element.get(f"{_TEXT}style-name", ""), _Style())

    def _words(self, parent: Any, boxes: list[Any]) -> Iterator[str]:
        yield parent.text or ""
        for child in parent:
            if child.tag == f"{_TEXT}s":
                yield " " * min(_count(child, "c", _TEXT), MAX_COLUMNS)
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag == f"{_TEXT}note":
                self.footnotes += child.iterfind(f"{_TEXT}note-body")
            elif child.tag == f"{_DRAW}frame":
                boxes.append(child)
            elif child.tag not in _GONE and isinstance(child.tag, str):
                yield from self._span(child, boxes)
            yield child.tail or ""

    def _span(self, span: Any, boxes: list[Any]) -> Iterator[str]:
        words = "".join(self._words(span, boxes))
        style = self._style(span)
        if not style.is_unread:
            yield f"[{words}]" if style.is_raised and words.strip() else words

    def _table(self, table: Any) -> Iterator[Block]:
        cells: dict[tuple[int, int], Cell] = {}
        covered: set[tuple[int, int]] = set()
        inner: list[Block] = []
        row = 0
        for line in _rows(table):
            for _ in range(min(_count(line, "number-rows-repeated"), MAX_ROWS - row)):
                for column, cell in _places(line):
                    if (row, column) in covered or cell.tag != f"{_TABLE}table-cell":
                        continue
                    blocks = list(self.blocks(cell))
                    cells[row, column] = made = _cell(row, column, cell, blocks)
                    covered |= {
                        (row + down, column + right)
                        for down in range(made.row_span)
                        for right in range(made.column_span)
                    }
                    inner += blocks
                row += 1
        nested = [block for block in inner if isinstance(block, Grid)]
        width = max((cell.column + cell.column_span for cell in cells.values()), default=0)
        if len(cells) == 1 or (width == 1 and nested):
            # A frame around text or a page laid out by a table, not a table of anything.
            yield from inner
        elif cells:
            yield Grid(tuple(cells.values()), max(row, *(c.row + c.row_span for c in cells.values())), width)
            yield from nested


def _rows(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag == f"{_TABLE}table-row":
            if child.get(f"{_TABLE}visibility", "visible") == "visible":
                yield child
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child)


def _places(line: Any) -> Iterator[tuple[int, Any]]:
    """The cells of a row, each with its column; those that another one covers among them."""
    column = 0
    for cell in line:
        if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            for _ in range(min(_count(cell, "number-columns-repeated"), MAX_COLUMNS - column)):
                yield column, cell
                column += 1


def _cell(row: int, column: int, cell: Any, blocks: list[Block]) -> Cell:
    text = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
    rows = min(_count(cell, "number-rows-spanned"), MAX_ROWS)
    return Cell(row, column, text, rows, min(_count(cell, "number-columns-spanned"), MAX_COLUMNS))


def _count(element: Any, name: str, namespace: str = _TABLE) -> int:
    text = str(element.get(f"{namespace}{name}", "1"))
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1
