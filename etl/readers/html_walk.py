"""The elements of a web page -> its paragraphs and grids, in document order."""

import re
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from etl.model import Paragraph
from etl.readers import text
from etl.readers.html_display import TABLE_TAGS
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
_PASSED_THROUGH = _INLINE - _RAISED - {"input"}
"""Tags that mean nothing at all."""
_WRAPPING = _PASSED_THROUGH | {"p", "div"}
"""Tags that mean nothing where they hold all that a cell holds."""
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
_SPAN = re.compile(r"""[\s\\"']*\+?(\d{1,6})""")
_SPAN_LIMIT = 65_534
_TABLES_DEEP = 50
"""Tables inside tables beyond which the markup is broken, and the rest is read as text."""


class Walk:
    """One pass over the page in document order; without recursion, since a broken page may nest without end.

    The sets and ``kinds`` hold the elements that are not shown, set high, shown as parts of a table, and that span rows or
    columns. ``is_by_line``: the source is Markdown with nothing marked up but its tables, and its lines are paragraphs.
    """

    def __init__(
        self, hidden: set[int], raised: set[int], kinds: dict[int, str], spanning: set[int], is_by_line: bool
    ) -> None:
        self.blocks: list[Block] = []
        self.notes: list[str] = []
        self._hidden = hidden
        self._raised = raised
        self._kinds = kinds
        self._spanning = spanning
        self._sinks = [self.blocks]
        self._tables: list[TableDraft] = []
        self._context = ["page"]
        self._words: list[str] = []
        self._heading: str | None = None
        self._preformatted = int(is_by_line)
        self._preformatted_outside: list[int] = []
        self._tags: dict[int, str] = {}
        """Tags by number: the parser makes a new string of one at each look."""

    def walk(self, page: LexborHTMLParser) -> None:
        """Collect the blocks of a page into ``blocks``, and what was left out into ``notes``."""
        entered: list[tuple[LexborNode, str]] = []
        words, hidden = self._words, self._hidden
        passed_through = _PASSED_THROUGH if not (self._kinds or self._raised) else frozenset()
        tags = self._tags
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
            if node.is_text_node:
                run = node.text_content or ""
                if self._preformatted:
                    words.append(run)
                elif words or not run.isspace():
                    words.append(_set_run(run))
                node = node.next
                continue
            tag = tags.get(node.tag_id)
            if tag is None:
                tag = tags[node.tag_id] = node.tag or ""
            if tag in _SKIPPED or (hidden and node.mem_id in hidden) or (tag == "td" and self._took_plain_cell(node)):
                node = node.next
            elif tag in passed_through:
                entered.append((node, "inline"))
                node = node.first_child
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
            blocks: list[Block] = []
            self._tables[-1].groups[-1].rows[-1].append(self._cell(node, blocks))
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

    def _took_plain_cell(self, node: LexborNode) -> bool:
        """Take a cell in its row that holds one run of text or nothing, as most do; False for any other, which is walked."""
        if self._kinds or self._raised or self._heading or self._context[-1] != "tr":
            return False
        inner = node.first_child
        while inner is not None and not inner.is_text_node:
            if inner.next is not None or self._tags.get(inner.tag_id) not in _WRAPPING:
                return False
            if self._hidden and inner.mem_id in self._hidden:
                return False
            inner = inner.first_child
        if inner is not None and inner.next is not None:
            return False
        if self._words:
            self._flush()
        words = (inner.text_content or "") if inner is not None else ""
        if not words.isalnum():  # most are
            words = set_text(_set_run(words))
        self._tables[-1].groups[-1].rows[-1].append(self._cell(node, [Paragraph(words)] if words else []))
        return True

    def _cell(self, node: LexborNode, blocks: list[Block]) -> CellDraft:
        if node.mem_id not in self._spanning:
            return CellDraft(1, 1, blocks)
        attributes = node.attributes
        return CellDraft(_span(attributes.get("rowspan"), 0), _span(attributes.get("colspan"), 1), blocks)

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
        elif words := set_text(words):
            self._sinks[-1].append(Paragraph(words, _HEADINGS[self._heading] if self._heading else "text"))


def _typed(node: LexborNode) -> str:
    """What a field of a form shows: pages filled in on line print their figures in fields."""
    is_text = (node.attributes.get("type") or "text").lower() in _TYPED
    return (node.attributes.get("value") or "") if is_text else ""


def _plain_kind(tag: str) -> str:
    return "inline" if tag in _INLINE or ":" in tag else "block"


def set_text(words: str) -> str:
    """Text as a browser sets it: white space collapsed, no-break spaces as spaces, nothing that has no width."""
    if words.isalnum():  # most cells
        return words
    words = _WHITE_SPACE.sub(" ", words)
    return words.strip() if words.isascii() else text.without_zero_width(words.replace("\xa0", " ")).strip()


def _set_run(run: str) -> str:
    """A run of text without the line breaks of the source that are not shown."""
    return _WIDE_LINE_BREAK.sub("", run) if "\n" in run else run


def _span(claimed: str | None, least: int) -> int:
    """A claimed span as HTML clips it; 0 rows means to the end of the group, nonsense means 1."""
    if claimed is None:
        return 1
    match = _SPAN.match(claimed)
    return min(max(int(match.group(1)), least), _SPAN_LIMIT) if match else 1
