"""What the prose says, held against the tables, the year and the form.

Patterns and messages are data (``catalogue/prose.toml``). A finding never changes a number: both figures and the
sentence stand in its message.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from etl import agencies
from etl.checks.spoken import Spoken
from etl.model import CellKey, Finding, Number, Reading, Report, Severity, Statement, Status
from etl.sections import PREAMBLE, headings
from etl.wording import NUMBER, Sentence, number, sentences

_STATUTORY_EDITIONS = {"2019", "2021"}
_LONGEST_QUOTE = 60
_ROUNDING = 0.1
"""How far a table may lie above 余 or beside 约 of the prose, as a share."""


class _Comparison(Struct, frozen=True, forbid_unknown_fields=True):
    concept: str
    cells: tuple[CellKey, ...]
    label: str
    others: tuple[str, ...]


class _Other(Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    cells: tuple[CellKey, ...]
    meaning: str


class _Parts(Struct, frozen=True, forbid_unknown_fields=True):
    concepts: tuple[str, ...]
    begins: str
    ends: str


class _Stale(Struct, frozen=True, forbid_unknown_fields=True):
    own: str
    explained: str
    planned: str
    period: str


class _Placeholders(Struct, frozen=True, forbid_unknown_fields=True):
    patterns: tuple[str, ...]


class _Wordings(Struct, frozen=True, forbid_unknown_fields=True):
    comparisons: tuple[_Comparison, ...]
    others: tuple[_Other, ...]
    parts: _Parts
    stale: _Stale
    placeholders: _Placeholders
    messages: dict[str, str]
    scopes: dict[str, str]


@cache
def _wordings() -> _Wordings:
    return msgspec.toml.decode((files("etl") / "catalogue" / "prose.toml").read_bytes(), type=_Wordings)


def _message(name: str, **values: object) -> str:
    if isinstance(sentence := values.get("sentence"), str):
        values["sentence"] = _quote(sentence)
    return _wordings().messages[name].format(**values)


def _quote(sentence: str) -> str:
    plain = sentence.strip().rstrip("。；;")
    return plain if len(plain) <= _LONGEST_QUOTE else plain[:_LONGEST_QUOTE] + "…"


def check_prose(report: Report, readings: Mapping[CellKey, Reading], spoken: Spoken) -> list[Finding]:
    """All findings about the prose of a report with these readings and sentences; those against the tables first."""
    return [
        *_against_tables(report, readings),
        *_parts(report),
        *_stale_year(report, spoken),
        *_placeholders(spoken),
        *_missing_sections(report),
    ]


# prose_vs_table


def _against_tables(report: Report, readings: Mapping[CellKey, Reading]) -> Iterator[Finding]:
    for comparison in _wordings().comparisons:
        printed = _printed(readings, comparison.cells)
        statements = [s for s in report.statements if s.concept == comparison.concept and not s.is_cumulative]
        if printed is None:
            continue
        agrees = any(s.value == printed for s in statements)
        for statement in statements:
            if statement.value is not None and not _agrees(statement, printed):
                yield _difference(report, comparison, statement, printed, readings, agrees=agrees)


def _printed(readings: Mapping[CellKey, Reading], cells: tuple[CellKey, ...]) -> Number | None:
    """The sum of the cells; None unless each is printed, or its row is complete without it."""
    values = [_figure(readings, key) for key in cells]
    return sum(v for v in values if v is not None) if None not in values else None


def _figure(readings: Mapping[CellKey, Reading], key: CellKey) -> Number | None:
    reading = readings.get(key)
    if reading is None or reading.status is Status.REPORTED:
        return reading.value if reading else None
    if reading.status is not Status.BLANK or key[2] != "total":
        return None
    parts = [r.value for k, r in readings.items() if k[:2] == key[:2] and k != key]
    known = [value for value in parts if value is not None]
    return sum(known) if known and len(known) == len(parts) else None


def _agrees(statement: Statement, printed: Number) -> bool:
    if statement.value == printed:
        return True
    if not statement.is_approximate or statement.value is None:
        return False
    return abs(printed - statement.value) <= max(statement.value * _ROUNDING, 1)


def _difference(
    report: Report,
    comparison: _Comparison,
    statement: Statement,
    printed: Number,
    readings: Mapping[CellKey, Reading],
    *,
    agrees: bool,
) -> Finding:
    """A warning, or a notice where words and not figures may explain the difference."""
    said = {
        "sentence": statement.sentence,
        "stated": _digits(statement.value),
        "label": comparison.label,
        "printed": _digits(printed),
    }
    severity = Severity.NOTICE
    if other := next((o for o in _others(comparison, readings) if o[1] == statement.value), None):
        message = _message("other_meaning", meaning=other[0], other=_digits(other[1]), **said)
    elif statement.scope and _scope_differs(report, statement.scope):
        message = _message("other_scope", scope=_wordings().scopes[statement.scope], **said)
    elif statement.is_approximate:
        message = _message("approximate", **said)
    elif agrees:
        message = _message("elsewhere", **said)
    else:
        severity, message = Severity.WARNING, _message("differs", **said)
    return Finding("prose_vs_table", severity, message, comparison.cells)


def _others(comparison: _Comparison, readings: Mapping[CellKey, Reading]) -> Iterator[tuple[str, Number]]:
    for other in _wordings().others:
        if other.code in comparison.others and (value := _printed(readings, other.cells)) is not None:
            yield other.meaning, value


def _scope_differs(report: Report, scope: str) -> bool:
    """A government's table covers its area, any other organ's the organ itself."""
    covers_region = report.agency is not None and agencies.describe(report.agency).function == "government"
    return (scope == "own") == covers_region


def _digits(value: Number | None) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


# prose_parts


def _parts(report: Report) -> Iterator[Finding]:
    parts = _wordings().parts
    for statement in report.statements:
        if statement.concept not in parts.concepts or statement.value is None or statement.is_approximate:
            continue
        listed = _listed(statement)
        if not listed:
            continue
        said = {"sentence": statement.sentence, "total": _digits(statement.value)}
        if max(listed) > statement.value:
            message = _message("part_exceeds", part=_digits(max(listed)), **said)
        elif sum(listed) > statement.value:
            message = _message("parts_exceed", part=_digits(sum(listed)), **said)
        else:
            continue
        yield Finding("prose_parts", Severity.WARNING, message)


def _listed(statement: Statement) -> list[Number]:
    """The parts that the sentence lists after its total, in the unit of the total."""
    parts = _wordings().parts
    text = next((s.text for s in sentences(statement.sentence)), "")
    for total in re.finditer(rf"({NUMBER})([条件起次例项宗份篇个])", text):
        if number(total[1]) != statement.value:
            continue
        lists = re.split(parts.begins, text[total.end() :])
        if len(lists) < 2 or re.search(r"\d", lists[0]):
            return []
        values: list[Number] = []
        for clause in re.split("[,，、;；]", lists[1]):
            if re.search(parts.ends, clause):
                break
            values += [v for m in re.finditer(rf"({NUMBER}){total[2]}", clause) if (v := number(m[1])) is not None]
        return values
    return []


# stale_year


def _stale_year(report: Report, spoken: Spoken) -> Iterator[Finding]:
    if report.year is None:
        return
    stale = _wordings().stale
    for code, sentence in spoken:
        if code == PREAMBLE:
            period = re.search(stale.period, sentence.text)
            if period and int(period[1]) != report.year and period[2] in {None, period[1]}:
                yield _stale("stale_period", report.year, period[1], sentence)
            continue
        opening = re.match(stale.own, sentence.text)
        if opening is None or int(opening["year"]) == report.year or f"{report.year}年" in sentence.text:
            continue
        is_later = int(opening["year"]) > report.year
        if is_later and (code == "problems" or re.search(stale.planned, sentence.text)):
            continue
        if not re.search(stale.explained, re.sub("《[^》]*》", "", sentence.text)):
            yield _stale("stale_sentence", report.year, opening["year"], sentence)


def _stale(message: str, year: int, other: str, sentence: Sentence) -> Finding:
    return Finding("stale_year", Severity.WARNING, _message(message, year=year, other=other, sentence=sentence.printed))


# placeholder and missing_section


def _placeholders(spoken: Spoken) -> Iterator[Finding]:
    pattern = re.compile("|".join(_wordings().placeholders.patterns))
    found = (match.group() for _, sentence in spoken for match in pattern.finditer(sentence.text))
    for text in dict.fromkeys(found):
        yield Finding("placeholder", Severity.WARNING, _message("placeholder", found=text))


def _missing_sections(report: Report) -> Iterator[Finding]:
    if report.edition not in _STATUTORY_EDITIONS:
        return
    for heading in headings():
        if heading.code not in report.sections:
            message = _message("missing_section", ordinal=heading.ordinal, title=heading.zh)
            yield Finding("missing_section", Severity.WARNING, message)
