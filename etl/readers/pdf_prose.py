"""Visual lines between the tables -> paragraphs; page numbers and running heads stay out."""

import re
from collections import Counter
from itertools import pairwise
from typing import Literal, NamedTuple

from etl.model import Paragraph
from etl.readers.pdf_text import Line, is_wide

MARGIN = 0.1
"""Share of the page's height, at its head and foot, in which page numbers and running heads stand."""
INDENT = 1.2
"""In font heights: a line that starts further in than this starts a paragraph."""
LEAST_RIGHT = 0.8
"""Share of the page's width that text reaches, where no line is long enough to tell."""
LARGER = 1.12
TITLE_SIZE = 1.25
HEADING_LENGTH = 60
_PAGE_NUMBER = re.compile(
    r"[-—–－─~·\s]*(?:第\s*)?(\d{1,4}|[ivxIVX]{1,5})(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–－─~·\s]*"
)
_LATIN_END = re.compile(r"[A-Za-z0-9]$")
_LATIN_START = re.compile(r"[A-Za-z0-9]")


class ProseLine(NamedTuple):
    """A line with the page it stands on and that page's measures, in points."""

    line: Line
    page: int
    page_width: float
    page_height: float

    @property
    def is_in_margin(self) -> bool:
        """Whether it stands at the very head or foot of its page."""
        middle = (self.line.top + self.line.bottom) / 2
        return not MARGIN * self.page_height < middle < (1 - MARGIN) * self.page_height


class Style(NamedTuple):
    """How the running text of a document is set."""

    font: str
    size: float
    left: float
    right: float
    pitch: float


def margin_lines(pages: list[list[ProseLine]]) -> tuple[set[tuple[int, int]], int]:
    """(page, index) of the lines that are page numbers or repeat a running head, and how many are page numbers.

    The first of the running heads is kept: it may be the only place that names the publisher.
    """
    numbers: set[tuple[int, int]] = set()
    heads: dict[str, list[tuple[int, int]]] = {}
    bare: dict[int, list[tuple[int, int]]] = {}
    for lines in pages:
        for index, line in enumerate(lines):
            if not line.is_in_margin or not _stands_alone(lines, index):
                continue
            text = line.line.text
            if match := _PAGE_NUMBER.fullmatch(text):
                if text.strip() != match[1]:
                    numbers.add((line.page, index))
                elif match[1].isdigit():
                    bare.setdefault(int(match[1]) - line.page, []).append((line.page, index))
            else:
                heads.setdefault(re.sub(r"\d+", "#", text), []).append((line.page, index))
    for shift, places in bare.items():
        if len(places) > 1 or (shift == 0 and len(pages) == 1):
            numbers.update(places)
    repeated = {place for places in heads.values() if len(places) > 2 for place in places[1:]}
    return numbers | repeated, len(numbers)


def _stands_alone(lines: list[ProseLine], index: int) -> bool:
    """Whether nothing else stands further out, and the text proper keeps its distance."""
    line = lines[index].line
    distances = [max(line.top - o.line.bottom, o.line.top - line.bottom) for i, o in enumerate(lines) if i != index]
    return all(distance > 0.4 * line.size for distance in distances) and (index in (0, len(lines) - 1))


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
    return Style(font, size, left, rights[int(len(rights) * 0.8)], pitch)


def paragraphs(lines: list[ProseLine], style: Style) -> list[Paragraph]:
    """Join lines to paragraphs: a short line, an indent, a new size or a wide gap part them."""
    groups: list[list[ProseLine]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, style):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        Paragraph(text=_text(group), role=_role(group, style), page=group[0].page)
        for group in groups
        if _text(group).strip()
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
    is_indented = line.left > style.left + INDENT * line.size and abs(line.left - before.left) > 0.5 * line.size
    if is_indented or style.right - before.right > _first_width(line) + 0.6 * line.size:
        return False
    return line.left <= before.left + 0.5 * line.size


def _first_width(line: Line) -> float:
    """Width of what could not be parted from the start of the line: a Latin word or number, or one character."""
    end = line.glyphs[0].right
    for before, glyph in zip(line.glyphs, line.glyphs[1:], strict=False):
        is_word = _LATIN_END.search(before.text) and glyph.text.isascii() and glyph.left - before.right < line.size
        if not is_word and glyph.text not in "，。、；：！？）》”":
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


def _role(group: list[ProseLine], style: Style) -> Literal["title", "heading", "text"]:
    if all(_is_title_line(line, style) for line in group):
        return "title"
    text = _text(group)
    is_set_apart = all(_has_other_font(line.line, style) or line.line.size > LARGER * style.size for line in group)
    if is_set_apart and len(text) <= HEADING_LENGTH and not text.endswith(("。", "；", "：", "，")):
        return "heading"
    return "text"
