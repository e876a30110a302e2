"""DOCX -> prose and grids, straight from WordprocessingML (ECMA-376, part 1).

Revisions are read as accepted: insertions stand, deletions are gone. Automatic list numbers are no text.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from msgspec.structs import replace

from etl.model import Cell, Content, Grid, Paragraph
from etl.readers.docx_package import (
    MATH,
    WORD,
    beside,
    core_properties,
    main_part,
    open_package,
    optional_part,
    related_parts,
    required_part,
)
from etl.readers.errors import UnreadableDocument

MAX_COLUMNS = 100
"""Word itself stops at 63 columns."""
TITLE_HALF_POINTS = 30
"""A centred paragraph at the head of the text is its title from this size on, where no style says so."""
_W = WORD
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {f"{_W}{name}" for name in ("del", "moveFrom", "rt", "pPr", "rPr", "sdtPr", "instrText", "delText")}
_UNREAD = ("vanish", "strike", "dstrike")
"""Hidden, or struck out: no reader of the printed page takes it for text."""
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}sym": "\ufffd",
}
_TEXT = {f"{_W}t", f"{MATH}t"}
Role = Literal["title", "heading", "text"]
Block = Paragraph | Grid


def read(content: bytes) -> Content:
    """Read a DOCX; pages are not known (None), boxes neither. Headers and footers stand once before the text.

    ``metadata`` holds ``title``, ``author`` and ``created`` (ISO 8601) where the file states them.
    Raises ``UnreadableDocument`` where it is damaged, encrypted, no Word document, or unpacks to more than the limit.
    """
    with open_package(content) as package:
        main = main_part(package)
        document = required_part(package, main)
        styles = optional_part(package, beside(main, "styles.xml"))
        notes = [optional_part(package, beside(main, name)) for name in ("footnotes.xml", "endnotes.xml")]
        margins = [part for kind in ("header", "footer") for part in related_parts(package, main, kind)]
        metadata = core_properties(package)
    body = document.find(f"{_W}body")
    if body is None:
        raise UnreadableDocument("DOCX 中没有正文：请检查文件是否为 Word 文档")
    reader = _Reader(_roles(styles))
    blocks = [*reader.blocks(body)]
    for root in notes:
        if root is not None:
            blocks += [block for note in root if note.get(f"{_W}type") is None for block in reader.blocks(note)]
    return Content(
        blocks=(*_running_heads(margins, reader), *_with_title(tuple(blocks), body)),
        metadata=metadata,
        notes=tuple(dict.fromkeys(reader.notes)),
    )


def _running_heads(roots: list[Any], reader: "_Reader") -> Iterator[Paragraph]:
    """What headers and footers say, each text once; page numbers are no text."""
    found = (block for root in roots for block in reader.blocks(root) if isinstance(block, Paragraph))
    texts = dict.fromkeys(block.text.strip() for block in found)
    return (Paragraph(text) for text in texts if any(char.isalpha() and char not in "第页共" for char in text))


def _roles(styles: Any | None) -> dict[str, Role]:
    """Style id -> the role that its name or outline level, or that of the style it is based on, gives a paragraph."""
    if styles is None:
        return {}
    own: dict[str, Role] = {}
    parents: dict[str, str] = {}
    for style in styles.iter(f"{_W}style"):
        identifier = style.get(f"{_W}styleId", "")
        name = _value(style.find(f"{_W}name")).lower()
        level = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
        parents[identifier] = _value(style.find(f"{_W}basedOn"))
        if name in ("title", "标题"):
            own[identifier] = "title"
        elif name.startswith(("heading", "标题")) or (level in "012345678" and level):
            own[identifier] = "heading"
    roles: dict[str, Role] = {}
    for identifier in parents:
        seen: set[str] = set()
        ancestor = identifier
        while ancestor in parents and ancestor not in own and ancestor not in seen:
            seen.add(ancestor)
            ancestor = parents[ancestor]
        if ancestor in own:
            roles[identifier] = own[ancestor]
    return roles


def _value(element: Any | None) -> str:
    return "" if element is None else str(element.get(f"{_W}val", ""))


def _number(element: Any | None, default: int) -> int:
    text = _value(element)
    return min(int(text), MAX_COLUMNS) if text.isascii() and text.isdigit() else default


def _is_on(element: Any | None) -> bool:
    return element is not None and _value(element) not in ("0", "false", "off")


def _children(parent: Any) -> Iterator[Any]:
    """The content of an element, with wrappers opened: content controls, insertions, alternatives (the first only)."""
    for child in parent:
        tag = child.tag
        if not isinstance(tag, str) or tag in _GONE:
            continue
        if tag == f"{_MC}AlternateContent":
            chosen = next((option for option in child if option.tag == f"{_MC}Choice" and _has_text(option)), None)
            chosen = child.find(f"{_MC}Fallback") if chosen is None else chosen
            if chosen is not None:
                yield from _children(chosen)
        elif tag in _WRAPPERS:
            yield from _children(child)
        else:
            yield child


_WRAPPERS = {
    f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple")
}


def _has_text(element: Any) -> bool:
    return next(element.iter(*_TEXT), None) is not None


class _Reader:
    """Turns body content into blocks; ``notes`` collects what was left out."""

    def __init__(self, roles: dict[str, Role]) -> None:
        self.roles = roles
        self.notes: list[str] = []

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Paragraphs and grids of a body, cell or text box, in order; what a text box holds follows its paragraph."""
        for child in _children(parent):
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        text, boxes = _text(paragraph)
        if text.strip():
            yield Paragraph(text=text.strip("\n"), role=self._role(paragraph))
        for box in boxes:
            yield from self.blocks(box)

    def _role(self, paragraph: Any) -> Role:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return "text"
        level = _value(properties.find(f"{_W}outlineLvl"))
        if level and level in "012345678":
            return "heading"
        return self.roles.get(_value(properties.find(f"{_W}pStyle")), "text")

    def _table(self, table: Any) -> Iterator[Block]:
        rows = [row for row in _children(table) if row.tag == f"{_W}tr" and row.find(f"{_W}trPr/{_W}del") is None]
        layout = _Layout()
        inner: list[Block] = []
        for row in rows:
            layout.start_row(_number(row.find(f"{_W}trPr/{_W}gridBefore"), 0))
            for tc in _children(row):
                if tc.tag == f"{_W}tc":
                    blocks = list(self.blocks(tc))
                    text = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
                    if not layout.add(tc.find(f"{_W}tcPr"), text) and text.strip():
                        self.notes.append("略去合并单元格中被遮住的文字")
                    inner += blocks
        nested = [block for block in inner if isinstance(block, Grid)]
        if len(layout.cells) == 1 or (layout.column_count == 1 and nested):
            # A frame around text or a page laid out by a table, not a table of anything.
            yield from inner
        elif layout.cells:
            yield Grid(cells=tuple(layout.cells), row_count=len(rows), column_count=layout.column_count)
            yield from nested


class _Layout:
    """Places cells row by row; a merged cell grows instead of a new one being set."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self.column_count = 0
        self.row = -1
        self.column = 0
        self.last: int | None = None
        """Number of the cell to the left, where it may grow to the right."""
        self.merging: dict[int, int] = {}
        """Column -> number of the cell that a cell of the next row may carry on."""
        self.merging_above: dict[int, int] = {}

    def start_row(self, column: int) -> None:
        """Go to the next row, and leave so many columns free."""
        self.row += 1
        self.column = column
        self.last = None
        self.merging_above, self.merging = self.merging, {}

    def add(self, properties: Any | None, text: str) -> bool:
        """Set a cell; False where it only carries on another one, which hides its text."""
        span = max(1, _number(_property(properties, "gridSpan"), 1))
        column = self.column
        self.column += span
        self.column_count = max(self.column_count, self.column)
        if _continues(_property(properties, "hMerge")) and self.last is not None:
            self.cells[self.last] = replace(self.cells[self.last], column_span=self.cells[self.last].column_span + span)
            return False
        merge = _property(properties, "vMerge")
        above = self.merging_above.get(column)
        if _continues(merge) and above is not None and self.cells[above].column_span == span:
            self.cells[above] = replace(self.cells[above], row_span=self.cells[above].row_span + 1)
            self.merging[column] = above
            self.last = None
            return False
        self.last = len(self.cells)
        self.cells.append(Cell(row=self.row, column=column, text=text, column_span=span))
        if merge is not None:
            self.merging[column] = self.last
        return True


def _property(properties: Any | None, name: str) -> Any | None:
    return None if properties is None else properties.find(f"{_W}{name}")


def _continues(merge: Any | None) -> bool:
    return merge is not None and _value(merge) != "restart"


def _text(paragraph: Any) -> tuple[str, list[Any]]:
    """The text of a paragraph, and the text boxes anchored in it."""
    parts: list[str] = []
    boxes: list[Any] = []
    _gather(_children(paragraph), parts, boxes)
    return "".join(parts), boxes


def _gather(elements: Iterable[Any], parts: list[str], boxes: list[Any]) -> None:
    for element in elements:
        tag = element.tag
        if tag in _TEXT:
            parts.append(element.text or "")
        elif tag in _SIGNS:
            parts.append(_SIGNS[tag])
        elif tag == f"{_W}txbxContent":
            boxes.append(element)
        elif tag == f"{_W}r" and any(_is_on(element.find(f"{_W}rPr/{_W}{name}")) for name in _UNREAD):
            continue
        elif tag == f"{_W}r" and _value(element.find(f"{_W}rPr/{_W}vertAlign")) in ("superscript", "subscript"):
            raised: list[str] = []
            _gather(_children(element), raised, boxes)
            parts += ["[", *raised, "]"] if any(text.strip() for text in raised) else raised
        elif len(element):
            _gather(_children(element), parts, boxes)


def _with_title(blocks: tuple[Block, ...], body: Any) -> tuple[Block, ...]:
    """Where no style names a title: large centred paragraphs at the head of the text are it."""
    if any(isinstance(block, Paragraph) and block.role == "title" for block in blocks):
        return blocks
    titles: list[str] = []
    for paragraph in _children(body):
        text = _text(paragraph)[0].strip("\n") if paragraph.tag == f"{_W}p" else ""
        if paragraph.tag == f"{_W}p" and not text.strip():
            continue
        if not text or not _is_set_as_title(paragraph):
            break
        titles.append(text)
    if not titles:
        return blocks
    head = tuple(
        Paragraph(text=block.text, role="title") if isinstance(block, Paragraph) and block.text in titles else block
        for block in blocks[: len(titles)]
    )
    return head + blocks[len(titles) :]


def _is_set_as_title(paragraph: Any) -> bool:
    if _value(paragraph.find(f"{_W}pPr/{_W}jc")) != "center":
        return False
    sizes = [_value(size) for run in paragraph.iter(f"{_W}r") for size in run.iterfind(f"{_W}rPr/{_W}sz")]
    return bool(sizes) and all(size.isdigit() and int(size) >= TITLE_HALF_POINTS for size in sizes)
