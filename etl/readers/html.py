"""Web pages: whatever the encoding and however broken the markup, in the order in which a browser shows it."""

import html
import re
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from etl.model import Content, Grid, Paragraph
from etl.readers import text
from etl.readers.decoding import declared_charset, decode
from etl.readers.errors import UnreadableDocument
from etl.readers.html_display import TABLE_TAGS, displayed_kinds, hidden, menus, raised
from etl.readers.html_end import CUT_OFF, ends_in_a_cell, with_last_cell_marked
from etl.readers.html_source import put_right
from etl.readers.html_tables import Block, CellDraft, RowGroup, TableDraft, lay_out

# fmt: off
_SKIPPED = frozenset({
    "-comment", "!doctype", "head", "title", "script", "style", "noscript", "noframes", "template", "iframe", "object", "embed",
    "svg", "math", "link", "meta", "rt", "rp", "del", "s", "strike",
})
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "img", "input", "ins",
    "kbd", "label", "mark", "nobr", "q", "rb", "ruby", "samp", "small", "span", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
})
# fmt: on
_RAISED = frozenset({"sup", "sub"})
_TYPED = frozenset({"text", "number", "tel", "search", "email", "url", "date"})
"""Kinds of fields that show their value as it is."""
_PREFORMATTED = frozenset(("pre", "xmp", "listing", "plaintext", "textarea"))
_STRUCTURAL = TABLE_TAGS | _PREFORMATTED | {"br", "h1", "h2", "h3", "h4", "h5", "h6"}
"""Tags that mean more than that a paragraph ends."""
_TABLE_RANKS = {"thead": 0, "tbody": 1, "tfoot": 2}
_HEADINGS: dict[str, Literal["title", "heading"]] = {
    "h1": "title",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
}

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_WIDE_LINE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t]*\n[ \t\n]*(?=[{_WIDE}])")
"""A line break of the source inside a run of Chinese characters is not shown as a space."""
_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
_ESCAPED_MARKUP = re.compile(r"</(?:table|td|p|div)>", re.IGNORECASE)
_PAGE_MARKUP = re.compile(r"<(?:!doctype|html|body|p|div|span|font|center|section|article|ul|h[1-6])\b", re.IGNORECASE)
_SPAN = re.compile(r"""[\s\\"']*\+?(\d{1,6})""")
_SPAN_LIMIT = 65_534
_TABLES_DEEP = 50
"""Tables inside tables beyond which the markup is broken, and the rest is read as text."""
_FOLDED_RATIO = 4
"""By how much the cells must grow before folded tables are taken for the content, and not for a second copy of it."""
_UNCLOSED_LIMIT = 20_000
"""Divisions left open from which the parser takes minutes (it walks all of them at every tag)."""


def read(content: bytes) -> Content:
    """Read a page; ``title`` and every named ``meta`` become its metadata.

    Raises:
        UnreadableDocument: the page shows no text at all (a frame set, or a shell that a script fills).
    """
    decoded = decode(content, declared_charset(content))
    source = put_right(decoded.text)
    if source.count("<div") - source.count("</div") > _UNCLOSED_LIMIT:
        raise UnreadableDocument("网页的标记嵌套过深，文件可能已损坏；请重新取得，或在浏览器中打开后另存为 PDF 再读")
    page = LexborHTMLParser(source, scripting=True)
    blocks, notes = _blocks(page, source)
    unescaped = _unescaped(blocks)
    if unescaped is not None:
        blocks, notes = _blocks(LexborHTMLParser(unescaped, scripting=True), unescaped)
        notes.append("网页的标记被转义成了文字，已还原后读出")
    if ends_in_a_cell(source):
        blocks = with_last_cell_marked(blocks)
        notes.append(CUT_OFF)
    if not blocks:
        raise UnreadableDocument(
            "网页中没有文字，正文可能由框架或脚本另行载入；请在浏览器中打开后另存为完整网页或 PDF 再读"
        )
    return Content(tuple(blocks), _metadata(page), notes=(*decoded.notes, *notes))


def _unescaped(blocks: list[Block]) -> str | None:
    """The page inside a page whose whole markup is escaped; None for an ordinary page."""
    if any(isinstance(block, Grid) for block in blocks):
        return None
    joined = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
    return html.unescape(joined) if _ESCAPED_MARKUP.search(joined) else None


def _metadata(page: LexborHTMLParser) -> dict[str, str]:
    metadata: dict[str, str] = {}
    for node in page.css("meta[name]"):
        name, value = node.attributes.get("name"), node.attributes.get("content")
        if name and value and value.strip():
            metadata.setdefault(name, value.strip())
    title = page.css_first("title")
    if title is not None and (words := _set_text(title.text())):
        metadata["title"] = words
    return metadata


def _blocks(page: LexborHTMLParser, source: str) -> tuple[list[Block], list[str]]:
    """What the page shows; where the tables are in a folded part (a tab that a script unfolds), that part too."""
    unseen, kinds, set_high = hidden(page, source), displayed_kinds(page, source), raised(page, source)
    is_by_line = _PAGE_MARKUP.search(source) is None
    shown = _Walk({node.mem_id for node in (*unseen, *menus(page))}, set_high, kinds, is_by_line)
    shown.walk(page)
    if not unseen or (shown.blocks and all(node.css_first("table") is None for node in unseen)):
        return shown.blocks, shown.notes
    unfolded = _Walk(set(), set_high, kinds, is_by_line)
    unfolded.walk(page)
    if not shown.blocks or _cell_count(unfolded.blocks) > _cell_count(shown.blocks) * _FOLDED_RATIO:
        return unfolded.blocks, [*unfolded.notes, "网页的表格或正文在折叠（隐藏）的部分，已一并读出"]
    return shown.blocks, shown.notes


def _cell_count(blocks: list[Block]) -> int:
    return sum(len(block.cells) for block in blocks if isinstance(block, Grid))


class _Walk:
    """One pass over the page in document order; without recursion, since a broken page may nest without end.

    ``is_by_line``: the source is Markdown with nothing marked up but its tables, and its lines are paragraphs.
    """

    def __init__(self, hidden: set[int], raised: set[int], kinds: dict[int, str], is_by_line: bool) -> None:
        self.blocks: list[Block] = []
        self.notes: list[str] = []
        self._hidden = hidden
        self._raised = raised
        self._kinds = kinds
        self._sinks = [self.blocks]
        self._tables: list[TableDraft] = []
        self._context = ["page"]
        self._words: list[str] = []
        self._heading: str | None = None
        self._preformatted = int(is_by_line)
        self._preformatted_outside: list[int] = []

    def walk(self, page: LexborHTMLParser) -> None:
        """Collect the blocks of a page into ``blocks``, and what was left out into ``notes``."""
        entered: list[tuple[LexborNode, str]] = []
        words, hidden = self._words, self._hidden
        node = page.root
        while True:
            if node is None:
                if not entered:
                    break
                parent, kind = entered.pop()
                if kind != "inline":
                    self._leave(kind)
                node = parent.next if entered else None
                continue
            tag = node.tag or ""
            if tag == "-text":
                run = node.text_content or ""
                if self._preformatted:
                    words.append(run)
                elif words or not run.isspace():
                    words.append(_WIDE_LINE_BREAK.sub("", run) if "\n" in run else run)
                node = node.next
            elif tag in _SKIPPED or (hidden and node.mem_id in hidden):
                node = node.next
            else:
                entered.append((node, self._enter(node, tag)))
                node = node.first_child
        self._flush()

    def _enter(self, node: LexborNode, tag: str) -> str:
        if self._tables and (tag in _RAISED or (self._raised and node.mem_id in self._raised)):
            self._words.append("[")
            return "raised"
        kind = self._kind(node, tag) if self._kinds or tag in _STRUCTURAL else _plain_kind(tag)
        if kind == "inline":
            if tag == "input" and self._tables:
                self._words.append(_typed(node))
            return kind
        if kind == "br" and self._preformatted:
            self._words.append("\n")
            return "inline"
        if self._words:
            self._flush()
        if kind == "td":
            attributes = node.attributes
            blocks: list[Block] = []
            cell = CellDraft(_span(attributes.get("rowspan"), 0), _span(attributes.get("colspan"), 1), blocks)
            self._tables[-1].groups[-1].rows[-1].append(cell)
            self._push(kind, blocks)
        elif kind == "tr":
            self._row_group().rows.append([])
            self._context.append(kind)
        elif kind == "table":
            self._preformatted_outside.append(self._preformatted)
            self._preformatted = 0
            self._tables.append(TableDraft())
            self._push(kind, self._tables[-1].outside)
        elif kind in _TABLE_RANKS:
            self._tables[-1].groups.append(RowGroup(_TABLE_RANKS[kind]))
            self._context.append(kind)
        elif kind in _HEADINGS:
            self._heading = kind
        elif kind in _PREFORMATTED:
            self._preformatted += 1
        return kind

    def _kind(self, node: LexborNode, tag: str) -> str:
        """What an element is here: rows and cells only in their places, anything unknown a block."""
        kind = self._kinds.get(node.mem_id, tag) if self._kinds else tag
        context = self._context[-1]
        if kind in ("td", "th"):
            return "td" if context == "tr" else "block"
        if kind == "tr":
            return "tr" if context in ("table", "tbody", "thead", "tfoot") else "block"
        if kind in _TABLE_RANKS:
            return kind if context == "table" else "block"
        if kind not in _STRUCTURAL:
            return _plain_kind(kind)
        return "block" if kind == "table" and len(self._tables) == _TABLES_DEEP else kind

    def _leave(self, kind: str) -> None:
        if kind == "raised":
            self._words.append("]")
            return
        if self._words:
            self._flush()
        if kind == "block":
            return
        if kind == "table":
            self._pop()
            self._preformatted = self._preformatted_outside.pop()
            self._sinks[-1].extend(lay_out(self._tables.pop(), self.notes))
            if self._tables:
                self._tables[-1].holds_tables = True
        elif kind == "td":
            self._pop()
        elif kind == "tr" or kind in _TABLE_RANKS:
            self._context.pop()
        elif kind in _HEADINGS:
            self._heading = None
        elif kind in _PREFORMATTED:
            self._preformatted -= 1

    def _push(self, kind: str, sink: list[Block]) -> None:
        self._context.append(kind)
        self._sinks.append(sink)

    def _pop(self) -> None:
        self._context.pop()
        self._sinks.pop()

    def _row_group(self) -> RowGroup:
        groups = self._tables[-1].groups
        if not groups or (self._context[-1] == "table" and groups[-1].rank != 1):
            groups.append(RowGroup(1))
        return groups[-1]

    def _flush(self) -> None:
        """End the paragraph that was being gathered, if there is one."""
        words = "".join(self._words)
        self._words.clear()
        if self._preformatted:
            self._sinks[-1].extend(text.blocks(words))
            if self._tables:
                self._tables[-1].holds_tables = True
        elif words := _set_text(words):
            self._sinks[-1].append(Paragraph(words, _HEADINGS[self._heading] if self._heading else "text"))


def _typed(node: LexborNode) -> str:
    """What a field of a form shows: pages filled in on line print their figures in fields."""
    is_text = (node.attributes.get("type") or "text").lower() in _TYPED
    return (node.attributes.get("value") or "") if is_text else ""


def _plain_kind(tag: str) -> str:
    return "inline" if tag in _INLINE or ":" in tag else "block"


def _set_text(words: str) -> str:
    """Text as a browser sets it: white space collapsed, no-break spaces as spaces, nothing that has no width."""
    if words.isalnum():  # most cells
        return words
    words = _WHITE_SPACE.sub(" ", words)
    return words.strip() if words.isascii() else text.without_zero_width(words.replace("\xa0", " ")).strip()


def _span(claimed: str | None, least: int) -> int:
    """A claimed span as HTML clips it; 0 rows means to the end of the group, nonsense means 1."""
    if claimed is None:
        return 1
    match = _SPAN.match(claimed)
    return min(max(int(match.group(1)), least), _SPAN_LIMIT) if match else 1
