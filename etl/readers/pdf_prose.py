"""Visual lines between the tables -> paragraphs."""

import re
from collections import Counter
from itertools import pairwise
from typing import Literal, NamedTuple

from etl.model import Paragraph
from etl.readers.pdf_text import Line, is_wide

INDENT = 1.2
"""In font heights: a line that starts further in than this starts a paragraph."""
LEAST_RIGHT = 0.8
"""Share of the page's width that text reaches, where no line is long enough to tell."""
DEEPEST_INDENT = 3.5
LEAST_INDENTS = 2
SLACK = 0.6
"""White space, in font heights, that a line may leave besides what did not fit, and still be full."""
INDENTED_SLACK = 3.0
"""The same where an indent would tell that a paragraph starts."""
LARGER = 1.12
TITLE_SIZE = 1.25
HEADING_LENGTH = 60
_LATIN_END = re.compile(r"[A-Za-z0-9]$")
_CLOSING = "，。、；：！？）》】"
_QUOTES = "“”‘’"
"""Typesetters that follow Unicode break a line on neither side of these."""
_LATIN_START = re.compile(r"[A-Za-z0-9]")


class ProseLine(NamedTuple):
    """A line with the page it stands on and that page's measures, in points."""

    line: Line
    page: int
    page_width: float
    page_height: float


class Style(NamedTuple):
    """How the running text of a document is set."""

    font: str
    size: float
    left: float
    right: float
    pitch: float
    has_indents: bool
    """Whether paragraphs start further in than they go on."""


def style_of(lines: list[ProseLine]) -> Style | None:
    """The commonest font and size, the edges of the text, and the distance from line to line; None without text."""
    if not lines:
        return None
    fonts = Counter(glyph.font for line in lines for glyph in line.line.glyphs if is_wide(glyph.text))
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.line.size * 2) / 2] += len(line.line.glyphs)
    font = fonts.most_common(1)[0][0] if fonts else lines[0].line.glyphs[0].font
    size = sizes.most_common(1)[0][0]
    ordinary = [line for line in lines if abs(line.line.size - size) < 0.15 * size] or lines
    lefts = Counter(round(line.line.left) for line in ordinary)
    full = [line.line for line in ordinary if line.line.right - line.line.left > 0.5 * line.page_width]
    rights = sorted(line.right for line in full) or [LEAST_RIGHT * max(line.page_width for line in lines)]
    left = min(place for place, count in lefts.items() if count >= max(lefts.values()) * 0.2)
    pitches = Counter(
        round(b.line.bottom - a.line.bottom)
        for a, b in pairwise(ordinary)
        if a.page == b.page and b.line.bottom > a.line.bottom
    )
    pitch = pitches.most_common(1)[0][0] if pitches else 2 * size
    indents = [(line.line.left - left) / size for line in ordinary]
    has_indents = (
        min(sum(INDENT < indent < DEEPEST_INDENT for indent in indents), sum(abs(indent) < 0.5 for indent in indents))
        >= LEAST_INDENTS
    )
    return Style(font, size, left, rights[int(len(rights) * 0.8)], pitch, has_indents)


def paragraphs(lines: list[ProseLine], style: Style) -> list[Paragraph]:
    """Join lines to paragraphs: a short line, an indent, a new size or a wide gap part them."""
    groups: list[list[ProseLine]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, style):
            groups[-1].append(line)
        else:
            groups.append([line])
    texts = [(group, _text(group)) for group in groups]
    return [
        Paragraph(text=text, role=_role(group, text, style), page=group[0].page)
        for group, text in texts
        if text.strip()
    ]


def _goes_on(group: list[ProseLine], following: ProseLine, style: Style) -> bool:
    before, line = group[-1].line, following.line
    if max(before.size, line.size) > LARGER * min(before.size, line.size):
        return False
    if _is_title_line(group[-1], style) and _is_title_line(following, style):
        return True
    same_page = group[-1].page == following.page
    pitch = line.bottom - before.bottom
    if same_page and (pitch > max(1.5 * style.pitch, 1.9 * line.size) or pitch <= 0):
        return False
    if _has_other_font(before, style) and not _has_other_font(line, style) and len(group) == 1:
        return before.right >= style.right - line.size
    if line.left > style.left + INDENT * line.size and (
        style.has_indents or abs(line.left - before.left) > 0.5 * line.size
    ):
        return False
    slack = INDENTED_SLACK if style.has_indents else SLACK
    if style.right - before.right > _first_width(line) + slack * line.size:
        return False
    return line.left <= before.left + 0.5 * line.size


def _first_width(line: Line) -> float:
    """Width of what could not be parted from the start of the line: a Latin word or number, or one character."""
    end = line.glyphs[0].right
    for before, glyph in zip(line.glyphs, line.glyphs[1:], strict=False):
        is_word = _LATIN_END.search(before.text) and glyph.text.isascii() and glyph.left - before.right < line.size
        is_quote = before.text in _QUOTES or glyph.text in _QUOTES
        if not (is_word or is_quote or glyph.text in _CLOSING):
            break
        end = glyph.right
    return end - line.left


def _has_other_font(line: Line, style: Style) -> bool:
    return all(glyph.font != style.font for glyph in line.glyphs if is_wide(glyph.text))


def _is_title_line(line: ProseLine, style: Style) -> bool:
    return line.page == 1 and line.line.size > TITLE_SIZE * style.size


def _text(group: list[ProseLine]) -> str:
    text = ""
    for line in group:
        following = line.line.text
        if text and _LATIN_END.search(text) and _LATIN_START.match(following):
            text += " "
        text += following
    return text


def _role(group: list[ProseLine], text: str, style: Style) -> Literal["title", "heading", "text"]:
    if all(_is_title_line(line, style) for line in group):
        return "title"
    is_set_apart = all(_has_other_font(line.line, style) or line.line.size > LARGER * style.size for line in group)
    if is_set_apart and len(text) <= HEADING_LENGTH and not text.endswith(("。", "；", "：", "，")):
        return "heading"
    return "text"
