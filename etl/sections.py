"""The six statutory sections of a report, found by their headings, whatever stands between them.

Headings are data (``catalogue/sections.toml``). A heading may be a paragraph of its own or stand inside a paragraph
(text that a crawler ran together). Of all the places that look like headings, those are taken that read best in the
order of the form, so a list 一 to 六 inside the first section, or a list of contents, does not mislead.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from etl import title
from etl.model import Content, Grid, Paragraph
from etl.wording import compact, simplified

PREAMBLE = "preamble"

_SPACE = r"[\s\u3000\u200b\ufeff]*"
_NUMBERING = rf"(?:第{_SPACE}[一二三四五六七八九]{_SPACE}部分|[一二三四五六七八九十—―–－\-]|[1-9１-９])"
_NUMBERING_MARK = rf"{_SPACE}[、.．,，:：。]?{_SPACE}"
_INSIDE_MARK = rf"{_SPACE}[、.．]{_SPACE}"
_DASHES = "—―–－-"
_ORDINALS = "一二三四五六七八九"
_LONGEST_HEADING = 60
_TABLE_SIGNS = re.compile("第二十[一]?条|信息内容|本列数据|申请人情况|行政复议行政诉讼|行政复议$")


class Heading(Struct, frozen=True, forbid_unknown_fields=True):
    """What heads a section, and its name in both languages."""

    code: str
    ordinal: str
    zh: str
    en: str
    titles: tuple[str, ...]
    loose_titles: tuple[str, ...] = ()


class _Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    sections: tuple[Heading, ...]


class Section(Struct, frozen=True, gc=False):
    """One section: its prose without the heading, and the blocks ``first`` to ``last`` (inclusive) that it spans.

    Neighbours share a block where a heading stands inside a paragraph. ``heading`` is None for the preamble.
    """

    code: str
    heading: str | None
    paragraphs: tuple[Paragraph, ...]
    first: int
    last: int

    @property
    def text(self) -> str:
        """The prose, one paragraph a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


class _Place(Struct, frozen=True, gc=False, order=True):
    """A place in the content: block, and character in its text."""

    block: int
    offset: int


class _Match(Struct, frozen=True, gc=False):
    """What looks like a heading in the text of a paragraph, from one character to another; ``is_alone``: it is all of it."""

    order: int
    start: int
    end: int
    score: int
    is_alone: bool


class _Candidate(Struct, frozen=True, gc=False):
    order: int
    start: _Place
    end: _Place
    score: int


class _Pattern(Struct, frozen=True):
    """The ways to meet one heading: alone in its paragraph, or inside one."""

    order: int
    ordinal: str
    score: int
    whole: re.Pattern[str]
    inside: re.Pattern[str]


@cache
def headings() -> tuple[Heading, ...]:
    """The statutory sections in the order of the form."""
    data = (files("etl") / "catalogue" / "sections.toml").read_bytes()
    return msgspec.toml.decode(data, type=_Catalogue).sections


@cache
def _patterns() -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(
            order,
            heading.ordinal,
            score,
            re.compile(f"(?P<numbering>{_NUMBERING}{_NUMBERING_MARK})?(?:{alternatives})[:：。、]?"),
            re.compile(f"(?P<numbering>{_NUMBERING}{_INSIDE_MARK})(?:{_spaced(alternatives)})"),
        )
        for order, heading in enumerate(headings())
        for score, titles in ((4, heading.titles), (2, heading.loose_titles))
        if titles
        for alternatives in ("|".join(f"(?:{each})" for each in titles),)
    )


@cache
def _signs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What every heading alone in its compact paragraph, and every one inside one, matches: most paragraphs hold neither."""
    titles = [f"(?:{each})" for heading in headings() for each in (*heading.titles, *heading.loose_titles)]
    alternatives = "|".join(titles)
    return (
        re.compile(f"(?:{_NUMBERING}{_NUMBERING_MARK})?(?:{alternatives})[:：。、]?"),
        re.compile(f"[{_ORDINALS}十1-9分{_DASHES}][、.](?:{alternatives})"),
    )


def _spaced(pattern: str) -> str:
    """The pattern, with white space allowed between Chinese characters: inside a paragraph it cannot be taken out."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff(])", _SPACE.replace("\\", r"\\"), pattern)


def split(content: Content) -> dict[str, Section]:
    """The sections that the report has, by code, in the order of the form; the preamble first if there is one."""
    chosen = _choose(list(_candidates(content)))
    if not chosen:
        return {}
    end = _end_of_report(content, chosen[-1].end)
    sections: dict[str, Section] = {}
    if preamble := _preamble(content, chosen[0].start):
        sections[PREAMBLE] = preamble
    for candidate, stop in zip(chosen, [c.start for c in chosen[1:]] + [end], strict=True):
        heading = " ".join(_text(content, candidate.start.block)[candidate.start.offset : candidate.end.offset].split())
        code = headings()[candidate.order].code
        sections[code] = _section(content, code, heading, candidate.end, stop)
    return sections


def _text(content: Content, block: int) -> str:
    found = content.blocks[block]
    return found.text if isinstance(found, Paragraph) else ""


def _candidates(content: Content) -> Iterator[_Candidate]:
    for number, block in enumerate(content.blocks):
        if isinstance(block, Paragraph) and block.text:
            yield from _in_paragraph(content, number, block)


def _in_paragraph(content: Content, number: int, block: Paragraph) -> Iterator[_Candidate]:
    for match in _remembered(block.text) if len(block.text) <= _LONGEST_HEADING else _matches(block.text):
        score = match.score
        if match.is_alone:
            score += (block.role == "heading") + 2 * _table_follows(content, number)
        yield _Candidate(match.order, _Place(number, match.start), _Place(number, match.end), score)


def _matches(printed: str) -> tuple[_Match, ...]:
    """All that looks like a heading in a paragraph."""
    text = compact(printed)
    whole, inside_one = _signs()
    is_alone = len(text) <= _LONGEST_HEADING and whole.fullmatch(text) is not None
    if not is_alone and not inside_one.search(text):
        return ()
    return tuple(match for pattern in _patterns() for match in _matches_of(pattern, printed, text, is_alone))


_remembered = lru_cache(4096)(_matches)
"""Headings return in report after report."""


def _matches_of(pattern: _Pattern, printed: str, text: str, is_alone: bool) -> Iterator[_Match]:
    if is_alone and (match := pattern.whole.fullmatch(text)):
        score = pattern.score + 3 + _numbering_score(match["numbering"], pattern.ordinal)
        yield _Match(pattern.order, 0, len(printed), score, True)
        return
    simple = simplified(printed)
    if len(simple) != len(printed):
        return
    for inside in pattern.inside.finditer(simple):
        score = pattern.score + _numbering_score(inside["numbering"], pattern.ordinal) + (inside.start() == 0)
        if score >= 4:
            yield _Match(pattern.order, inside.start(), inside.end(), score, False)


def _numbering_score(numbering: str | None, ordinal: str) -> int:
    """Whether the number before a heading is the one of the form; a dash is a 一 mistyped."""
    if not numbering:
        return 0
    sign = next((s for s in numbering if s in _ORDINALS + _DASHES or s.isdigit()), "")
    if sign in _DASHES:
        sign = "一"
    elif sign.isdigit():
        sign = _ORDINALS[int(sign) - 1]
    return 2 if sign == ordinal else -1


def _table_follows(content: Content, number: int) -> bool:
    following = content.blocks[number + 1 : number + 4]
    return any(isinstance(block, Grid) or _TABLE_SIGNS.match(compact(block.text)) for block in following)


def _choose(candidates: list[_Candidate]) -> list[_Candidate]:
    """The best reading in the order of the form: most score, and of equal ones the later."""
    candidates.sort(key=lambda c: (c.start, c.order))
    best: list[tuple[int, int, int]] = []
    for i, candidate in enumerate(candidates):
        score, previous = 0, -1
        for j in range(i):
            if candidates[j].order < candidate.order and candidates[j].end <= candidate.start and best[j][0] >= score:
                score, previous = best[j][0], j
        best.append((score + candidate.score, i, previous))
    chosen: list[_Candidate] = []
    at = max(best, key=lambda b: b[:2])[1] if best else -1
    while at >= 0:
        chosen.append(candidates[at])
        at = best[at][2]
    return chosen[::-1]


def _preamble(content: Content, stop: _Place) -> Section | None:
    """What stands between the title and the first heading."""
    found = title.find(content, stop.block)
    start = _Place(found.last + 1, 0) if found and found.last is not None else _first_line(stop)
    section = _section(content, PREAMBLE, None, start, stop)
    return section if section.text.strip() else None


def _first_line(stop: _Place) -> _Place:
    """Without a title in sight: the paragraph before the first heading, or what stands before it in its own."""
    return _Place(stop.block if stop.offset else max(stop.block - 1, 0), 0)


def _section(content: Content, code: str, heading: str | None, start: _Place, stop: _Place) -> Section:
    paragraphs: list[Paragraph] = []
    last = stop.block if stop.offset else max(stop.block - 1, start.block)
    for number in range(start.block, min(last + 1, len(content.blocks))):
        block = content.blocks[number]
        if not isinstance(block, Paragraph):
            continue
        begin = start.offset if number == start.block else 0
        end = stop.offset if number == stop.block else len(block.text)
        if text := block.text[begin:end].strip():
            paragraphs.append(msgspec.structs.replace(block, text=text, role="text"))
    return Section(code, heading, tuple(paragraphs), start.block, last)


def _end_of_report(content: Content, start: _Place) -> _Place:
    """Where the report ends and the chrome of the page begins."""
    wordings = title.wordings()
    inside = re.compile(wordings.chrome_inside)
    line = re.compile("|".join(wordings.chrome_after))
    for number in range(start.block, len(content.blocks)):
        text = _text(content, number)
        offset = start.offset if number == start.block else 0
        if offset == 0 and text and line.match(compact(text)):
            return _Place(number, 0)
        if match := inside.search(text, offset):
            return _Place(number, match.start())
    return _Place(len(content.blocks), 0)
