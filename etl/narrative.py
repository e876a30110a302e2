"""The counts that the prose states, each with the sentence that it stands in.

What the sentences say is data (``catalogue/narrative.toml``). A statement is what is printed; whether it is the
year's, the organ's own or a round figure is said beside it, and no statement is made out of an ambiguous sentence.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct

from etl.model import Number, Paragraph, Statement
from etl.sections import Section
from etl.wording import NUMBER, Sentence, compact, number, sentences

_COUNT = (
    r"(?P<about>将近|大约|超过|不少于|近|约|逾|超)?(?<![\d.第])"
    rf"(?P<n>{NUMBER})(?P<more>余|多|来)?"
)
_ANY_NUMBER = re.compile(NUMBER)
_OPEN_LINE = 25
"""A line at least this long that ends without a stop goes on in the next one: the reader kept the lines of the print."""


class Concept(Struct, frozen=True, forbid_unknown_fields=True):
    """What the prose counts: code, names and unit."""

    code: str
    zh: str
    en: str
    unit: str


class _Scope(Struct, frozen=True, forbid_unknown_fields=True):
    own: re.Pattern[str]
    region: re.Pattern[str]


class _Time(Struct, frozen=True, forbid_unknown_fields=True):
    this_year: re.Pattern[str]
    running: str
    adding: str
    until: str
    comparison: str


class _Channels(Struct, frozen=True, forbid_unknown_fields=True):
    words: re.Pattern[str]
    several: str
    part: re.Pattern[str]
    statutory: str


class _Pattern(Struct, frozen=True, forbid_unknown_fields=True):
    concepts: tuple[str, ...]
    pattern: str
    hints: tuple[str, ...]
    value: int | None = None
    middle: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    not_before: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None
    not_earlier: re.Pattern[str] | None = None
    needs: re.Pattern[str] | None = None
    sections: tuple[str, ...] = ()


class _Wordings(Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, str]
    scope: _Scope
    time: _Time
    channels: _Channels
    concepts: tuple[Concept, ...]
    patterns: tuple[_Pattern, ...]


@cache
def _wordings() -> _Wordings:
    data = (files("etl") / "catalogue" / "narrative.toml").read_bytes()
    return msgspec.toml.decode(data, type=_Wordings, dec_hook=lambda _, pattern: re.compile(pattern))


@cache
def _compiled() -> tuple[tuple[_Pattern, re.Pattern[str]], ...]:
    words = {"N": _COUNT, **_wordings().words}
    return tuple(
        (pattern, re.compile(re.sub(r"\{([A-Z]+)\}", lambda m: words[m[1]], pattern.pattern)))
        for pattern in _wordings().patterns
    )


@cache
def _hints() -> dict[str, frozenset[int]]:
    """What a sentence must say for a pattern to hold -> the places of its patterns among all."""
    patterns = _wordings().patterns
    hints = {hint for pattern in patterns for hint in pattern.hints}
    return {hint: frozenset(n for n, pattern in enumerate(patterns) if hint in pattern.hints) for hint in hints}


def concepts() -> tuple[Concept, ...]:
    """What statements may count."""
    return _wordings().concepts


def read_statements(sections: Mapping[str, Section], year: int | None = None) -> tuple[Statement, ...]:
    """All statements of the sections in their order; counts that the prose gives for a year other than ``year`` are left out."""
    found: list[Statement] = []
    for code, section in sections.items():
        for paragraph in flowing(section.paragraphs):
            for sentence in sentences(paragraph.text):
                for statement in _in_sentence(sentence, code, year, paragraph.page):
                    if statement not in found:
                        found.append(statement)
    return tuple(found)


def flowing(paragraphs: tuple[Paragraph, ...]) -> Iterator[Paragraph]:
    """Paragraphs with the lines of the print joined again where a sentence runs over them."""
    lines: list[Paragraph] = []
    for paragraph in paragraphs:
        if lines and not _runs_on(lines[-1].text):
            yield _joined(lines)
            lines = []
        lines.append(paragraph)
    if lines:
        yield _joined(lines)


def _joined(lines: list[Paragraph]) -> Paragraph:
    return lines[0] if len(lines) == 1 else msgspec.structs.replace(lines[0], text="".join(line.text for line in lines))


def _runs_on(line: str) -> bool:
    """Whether a line is a full one of the print that does not end its sentence; the cells of a table are shorter."""
    plain = compact(line)
    return len(plain) >= _OPEN_LINE and plain[-1] not in "。!?！？;；:" and "|" not in line and "\t" not in line


def publication_items(statements: tuple[Statement, ...]) -> int | None:
    """The number of items published in the year, if the prose states one and only one.

    A count of all channels stands before those of single ones. Of the latter, what is 主动公开 in words stands before
    posts, but not before what other bodies of the area published: then there is no one figure.
    """
    whole = _of_the_year(statements, "publication_items")
    if whole:
        return _only({s.value for s in whole})
    channels = _of_the_year(statements, "publication_items_by_channel")
    statutory = [s for s in channels if _wordings().channels.statutory in compact(s.sentence)]
    others = [s for s in channels if s not in statutory and s.scope == "region"]
    return _only({s.value for s in (*statutory, *others) or channels})


def _of_the_year(statements: tuple[Statement, ...], concept: str) -> list[Statement]:
    return [s for s in statements if s.concept == concept and not s.is_cumulative and s.value is not None]


def _only(values: set[Number | None]) -> int | None:
    """The one whole number of a set; None if there are several, or none."""
    value = next(iter(values), None)
    return int(value) if len(values) == 1 and value is not None and value == int(value) else None


def _in_sentence(sentence: Sentence, section: str, year: int | None, page: int | None) -> Iterator[Statement]:
    text = sentence.text
    claimed: set[int] = set()
    stated: set[str] = set()
    seen: set[str] = set()
    hinted = frozenset[int]().union(*(places for hint, places in _hints().items() if hint in text))
    has_number = bool(hinted) and _ANY_NUMBER.search(text) is not None
    for place in sorted(hinted):
        pattern, compiled = _compiled()[place]
        if pattern.value is None and not has_number:
            continue
        if pattern.value is not None and stated.intersection(pattern.concepts):
            continue
        for match in _matches(pattern, compiled, sentence, section):
            at = match.start("n") if pattern.value is None else match.start()
            value = _value(pattern, match)
            if at in claimed or value is None or _is_of_another_year(text[:at], year):
                continue
            claimed.add(at)
            stated.update(pattern.concepts)
            for concept in pattern.concepts:
                found = _statement(concept, value, match, sentence, page)
                is_running = concept in seen and _adds_up(text[: match.end()])
                seen.add(concept)
                yield msgspec.structs.replace(found, is_cumulative=True) if is_running else found


def _adds_up(text: str) -> bool:
    """Whether the last clause gives a sum over the years, beside the year's own count: 公开345条，累计公开4345条."""
    time = _wordings().time
    clause = re.split("[,，;；]", text)[-1]
    return time.adding in clause and not time.this_year.search(clause)


def _matches(pattern: _Pattern, compiled: re.Pattern[str], sentence: Sentence, section: str) -> Iterator[re.Match[str]]:
    """The places that hold; a place that does not must not hide one that begins inside it (公开栏等渠道主动公开…)."""
    position = 0
    while match := compiled.search(sentence.text, position):
        if _holds(pattern, match, sentence, section):
            yield match
            position = match.end()
        else:
            position = match.start() + 1


def _value(pattern: _Pattern, match: re.Match[str]) -> Number | None:
    return number(match["n"]) if pattern.value is None else pattern.value


def _holds(pattern: _Pattern, match: re.Match[str], sentence: Sentence, section: str) -> bool:
    """Whether the words around the match agree with the pattern."""
    text = sentence.text
    before = re.split(r"[,，。;；:]", text[: match.start()])[-1]
    if pattern.middle and not pattern.middle.fullmatch(match["middle"]):
        return False
    if pattern.unless and pattern.unless.search(match.group()):
        return False
    if pattern.not_before and pattern.not_before.search(before):
        return False
    if pattern.not_after and pattern.not_after.match(text[match.end() :]):
        return False
    if pattern.not_earlier and pattern.not_earlier.search(text[: match.start("n") if pattern.value is None else 0]):
        return False
    if pattern.needs and section not in pattern.sections:
        return pattern.needs.search(sentence.before + text) is not None
    return True


def _statement(concept: str, value: Number, match: re.Match[str], sentence: Sentence, page: int | None) -> Statement:
    groups = match.groupdict()
    before = sentence.text[: match.start()]
    is_item = concept == "publication_items"
    if is_item and _is_one_channel(before, match.group()):
        concept = "publication_items_by_channel"
    return Statement(
        concept,
        value,
        sentence.printed,
        scope=_scope(sentence.text[: match.end()]),
        is_approximate=bool(groups.get("about") or groups.get("more")),
        is_cumulative=is_item and _runs_from_earlier_years(sentence.before, before, match.group()),
        page=page,
    )


def _scope(text: str) -> Literal["own", "region"] | None:
    """Whose count it is, by the last word before it that says so."""
    scope = _wordings().scope
    own = max((m.start() for m in scope.own.finditer(text)), default=-1)
    region = max((m.start() for m in scope.region.finditer(text)), default=-1)
    if own == region:
        return None
    return "own" if own > region else "region"


def _is_one_channel(before: str, matched: str) -> bool:
    """Whether the count is that of one channel or part, not of all: 通过门户网站公开, 其中微信公开."""
    channels = _wordings().channels
    if channels.part.search(before):
        return True
    clauses = re.split("[,，]", before)
    # 通过门户网站，公开… : the channel may stand in a clause of its own.
    near = clauses[-1] if len(clauses[-1]) > 3 or len(clauses) == 1 else "".join(clauses[-2:])
    named = set(channels.words.findall(near + matched))
    return len(named) > 0 and not re.search(f"{channels.several}|、", near)


def _runs_from_earlier_years(paragraph: str, before: str, matched: str) -> bool:
    """Whether a count adds up earlier years too, or may do so: 历年累计, 截至…, and 累计 without a word of the year."""
    time = _wordings().time
    said = before + matched
    running = max((m.end() for m in re.finditer(f"{time.running}|{time.until}", said)), default=-1)
    if running >= 0:
        return not time.this_year.search(said[running:])
    return time.adding in said and not time.this_year.search(paragraph + said)


def _is_of_another_year(before: str, year: int | None) -> bool:
    """Whether the last year named before the count is not the report's."""
    if year is None:
        return False
    time = _wordings().time
    plain = re.sub(f"《[^》]*》|\\([^)]*\\)|{time.comparison}|{time.until}", "", before)
    years = re.findall(r"(?<!\d)((?:19|20)\d{2})年(?!结转|转结|度结转)", plain)
    return bool(years) and int(years[-1]) != year
