"""Web pages: whatever the encoding and however broken the markup, in the order in which a browser shows it."""

import html
import re

from selectolax.lexbor import LexborHTMLParser

from etl.model import Content, Grid, Paragraph
from etl.readers.decoding import declared_charset, decode
from etl.readers.errors import UnreadableDocument
from etl.readers.html_display import displayed_kinds, hidden, menus, raised, styles
from etl.readers.html_end import CUT_OFF, ends_in_a_cell, with_last_cell_marked
from etl.readers.html_source import put_right
from etl.readers.html_tables import Block
from etl.readers.html_walk import Walk, set_text

_ESCAPED_MARKUP = re.compile(r"</(?:table|td|p|div)>", re.IGNORECASE)
_PAGE_MARKUP = re.compile(r"<(?:!doctype|html|body|p|div|span|font|center|section|article|ul|h[1-6])\b", re.IGNORECASE)
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
    if len(source) > _UNCLOSED_LIMIT and source.count("<div") - source.count("</div") > _UNCLOSED_LIMIT:
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
    if title is not None and (words := set_text(title.text())):
        metadata["title"] = words
    return metadata


def _blocks(page: LexborHTMLParser, source: str) -> tuple[list[Block], list[str]]:
    """What the page shows; where the tables are in a folded part (a tab that a script unfolds), that part too."""
    style = styles(page, source)
    unseen, kinds, set_high = hidden(page, source, style), displayed_kinds(page, source, style), raised(page, style)
    spanning = {node.mem_id for node in page.css("[colspan],[rowspan]")}
    is_by_line = _PAGE_MARKUP.search(source) is None
    shown = Walk({node.mem_id for node in (*unseen, *menus(page))}, set_high, kinds, spanning, is_by_line)
    shown.walk(page)
    if not unseen or (shown.blocks and all(node.css_first("table") is None for node in unseen)):
        return shown.blocks, shown.notes
    unfolded = Walk(set(), set_high, kinds, spanning, is_by_line)
    unfolded.walk(page)
    if not shown.blocks or _cell_count(unfolded.blocks) > _cell_count(shown.blocks) * _FOLDED_RATIO:
        return unfolded.blocks, [*unfolded.notes, "网页的表格或正文在折叠（隐藏）的部分，已一并读出"]
    return shown.blocks, shown.notes


def _cell_count(blocks: list[Block]) -> int:
    return sum(len(block.cells) for block in blocks if isinstance(block, Grid))
