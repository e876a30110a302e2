"""Plain text: lines are paragraphs; tab fields, pipe rows (Markdown included) and aligned columns are grids."""

import re
from collections.abc import Sequence
from itertools import takewhile

from etl.model import Content, Grid, Paragraph
from etl.readers.decoding import decode
from etl.readers.errors import UnreadableDocument
from etl.readers.text_tables import Line, aligned_table, pipe_table, tab_table, without_marks

Block = Paragraph | Grid

_ZERO_WIDTH = "\u200b\u200c\u200d\ufeff"

_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b]")
_HEADER_RULE = re.compile(r"\s*={4,}.*")
_HEADER_REACH = 40
_HEADER_ENTRY = re.compile(r"\s*([^\W\d][^\W\d]{0,15})\s*[:：](?!//)(.{0,300})")
_FENCE = re.compile(r"-{3,}\s*")
_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+(.+)")
_CLOSING_MARKS = re.compile(r"(?<=[ \t])#+\Z")


def read(content: bytes) -> Content:
    """Read a text file; ``key: value`` lines at its very top become metadata, form feeds count pages.

    Raises:
        UnreadableDocument: there is not one visible character in it.
    """
    decoded = decode(content)
    lines = _lines(decoded.text)
    metadata, body = _front_matter(lines)
    found = tuple(_blocks(body))
    if not found and not metadata:
        raise UnreadableDocument("文件中没有文字；请核对下载是否完整，重新取得后再读")
    return Content(found, metadata, lines[-1].page, decoded.notes)


def blocks(text: str) -> list[Block]:
    """The paragraphs and grids of preformatted text."""
    return _blocks(_lines(text))


def without_zero_width(text: str) -> str:
    """The text without what takes no room on the page."""
    for sign in _ZERO_WIDTH:
        text = text.replace(sign, "")
    return text


def _lines(text: str) -> list[Line]:
    text = _LINE_END.sub("\n", without_zero_width(text))
    pages = text.split("\f")
    if len(pages) == 1:
        return [Line(line, None) for line in text.split("\n")]
    if not pages[-1].strip():
        pages.pop()
    return [Line(line, number) for number, page in enumerate(pages, 1) for line in page.split("\n")]


def _front_matter(lines: list[Line]) -> tuple[dict[str, str], list[Line]]:
    """Split off what a crawler or an editor wrote above the document.

    That is: entries between two fences, entries above a rule of equals signs, or two or more entries on the first lines.
    """
    start = next((number for number, line in enumerate(lines) if not line.is_blank), 0)
    top = lines[start : start + _HEADER_REACH]
    is_fenced = _FENCE.fullmatch(top[0].text) is not None
    first = int(is_fenced)
    closing = _FENCE if is_fenced else _HEADER_RULE
    end = next((number for number, line in enumerate(top[first:], first) if closing.fullmatch(line.text)), None)
    if end is not None:
        header = top[first:end]
        if sum(_is_entry(line) for line in header) * 2 > len(header):
            # A line above the rule that is no entry is the crawler's own remark, not the document's.
            return _entries(header), lines[start + end + 1 :]
    run = list(takewhile(_is_entry, top))
    return (_entries(run), lines[start + len(run) :]) if len(run) > 1 else ({}, lines)


def _is_entry(line: Line) -> bool:
    return _HEADER_ENTRY.fullmatch(line.text) is not None


def _entries(lines: Sequence[Line]) -> dict[str, str]:
    """Values by name; an empty value is none, and of a name that stands twice the first counts."""
    entries: dict[str, str] = {}
    for match in filter(None, (_HEADER_ENTRY.fullmatch(line.text) for line in lines)):
        if value := match.group(2).strip():
            entries.setdefault(match.group(1), value)
    return entries


def _blocks(lines: list[Line]) -> list[Block]:
    found: list[Block] = []
    position = 0
    while position < len(lines):
        for find_table in (tab_table, pipe_table, aligned_table):
            taken, table_blocks = find_table(lines, position)
            if taken:
                found.extend(table_blocks)
                position += taken
                break
        else:
            found.extend(_paragraph(lines[position]))
            position += 1
    return found


def _paragraph(line: Line) -> list[Block]:
    """A line of prose or a Markdown heading; nothing for a blank line, or for a pipe that lost its row."""
    heading = _HEADING.fullmatch(line.text)
    words = _CLOSING_MARKS.sub("", heading.group(2).strip()).strip() if heading else line.text.strip()
    if not words or words == "|":
        return []
    if heading is None:
        return [Paragraph(without_marks(words), page=line.page)]
    return [Paragraph(without_marks(words), "title" if len(heading.group(1)) == 1 else "heading", line.page)]
