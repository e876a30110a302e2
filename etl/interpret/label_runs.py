"""Labels of the form in text that was run together, and the figures that stand after each."""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from etl.editions import editions
from etl.interpret.form import FURNITURE, ColumnSet, RowKey, form
from etl.interpret.splitting import NONE, spans
from etl.labels import wordings
from etl.model import Paragraph
from etl.wording import without_readings

_LEAST = 8
"""So many labels of rows stand in no paragraph of prose."""
_DENSE = 0.8
"""Nor is so much of the letters and figures of one that of labels and the figures behind them."""
_FEWEST = 5
_UNIT = re.compile(r"(?<=[0-9/])件(?=[0-9/])")
"""A unit behind a figure ends its cell."""
_REMARK = re.compile(r"[(（\[〔][^)）\]〕]*[)）\]〕]")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_SIGNS = 3
"""Fewer signs for none without a figure among them may be a stroke between words."""
_GOES_ON = re.compile(r"[,，+\-−－–—\\*()（）０-９．%％或至万余多]")
"""A figure goes on, or another stands beside it, in a way that no split tells."""
_NEXT_NUMBER = re.compile(r"[0-9]\.(?=[\u4e00-\u9fff])")
"""The number of the label that follows: 其他处理1.申请人无正当理由…"""
_STRANGE = "?"
"""Words among the labels of columns that are none: which columns there are is not known."""
_LOOSE = r"[\s、，,.．。:：“”\"'（）()/]*"


class _Mark(Struct, frozen=True):
    """A label found in the text: of a row, of a column, or other words of the form."""

    start: int
    stop: int
    row: RowKey | None = None
    column: str | None = None
    kind: str | None = None


class Run(Struct, frozen=True):
    """What stands after the label of a row, and the columns in force there."""

    key: RowKey
    columns: ColumnSet
    text: str
    page: int | None


@cache
def _labels() -> dict[str, tuple[RowKey | None, str | None]]:
    """All labels, the longer first, and the row and the column that each of them means."""
    known: dict[str, tuple[RowKey | None, str | None]] = {}
    for edition in editions().values():
        for table in edition.tables:
            for row in edition.rows(table.number):
                for text in wordings(row.label):
                    known.setdefault(text, ((table.number, row.code), None))
            for block in table.blocks:
                for column in block.columns:
                    for text in wordings(column.label):
                        known[text] = (known.get(text, (None, None))[0], column.code)
                for text in (block.heading, *(c.parent for c in block.columns), *(r.parent for r in block.rows)):
                    known.setdefault(text, (None, None))
    for text in FURNITURE:
        known.setdefault(text, (None, None))
    known.pop("", None)
    return {text: known[text] for text in sorted(known, key=len, reverse=True) if len(text) > 1}


@cache
def _pattern() -> tuple[re.Pattern[str], tuple[tuple[RowKey | None, str | None], ...]]:
    """One expression for all labels, and what each of its groups means."""
    expression = "|".join(f"(?P<label{n}>{_loose(text)})" for n, text in enumerate(_labels()))
    return re.compile(expression), tuple(_labels().values())


@cache
def _label_letters() -> frozenset[str]:
    return frozenset(_letters(text) for text in _labels())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _may_hold_table(text: str) -> bool:
    """Whether the letters of as many labels as a table has are met at all: it is far quicker to tell than where they stand."""
    letters = _letters(text)
    return sum(map(letters.count, _label_letters())) >= _FEWEST


def _loose(text: str) -> str:
    """A label as it may be set: spaces and signs between its letters, its numbering as printed.

    A number stands before its sign: in 483其他对外管理服务事项 there is no label 3.其他.
    """
    if text[0].isascii() and text[0].isdigit():
        number, rest = re.split(r"[.．、]", text, maxsplit=1)
        return rf"{number}\s*[.．、,，]\s*{_loose(rest)}"
    letters = [re.escape(ch) for ch in text if ch.isalnum()]
    opening = r"[（(]?" if text.startswith("（") else ""
    closing = r"[）)]?" if text.endswith("）") else ""
    return opening + _LOOSE.join(letters) + closing


def _marks(text: str) -> list[_Mark]:
    pattern, meanings = _pattern()
    found: list[_Mark] = []
    for match in pattern.finditer(text):
        row, column = meanings[int((match.lastgroup or "label0").removeprefix("label"))]
        kind = row[1] if row and row[0] == 4 else None
        found.append(_Mark(match.start(), match.end(), None if kind else row, column, kind))
    return found


def runs_of(paragraph: Paragraph) -> Iterator[Run]:
    """The figures after each label, under the columns named before them."""
    text = without_readings(paragraph.text.translate({0x3000: " ", 0xA0: " ", ord("／"): NONE}))
    if not _may_hold_table(text):
        return
    marks = _marks(text)
    gaps = [text[start:stop] for start, stop in spans([(mark.start, mark.stop) for mark in marks], len(text))]
    if not _is_table(text, marks, gaps):
        return
    named: list[str] = []
    kinds: list[str] = []
    columns: ColumnSet | None = None
    for mark, gap in zip(marks, gaps, strict=True):
        after = _figures(gap)
        if mark.kind:
            kinds.append(mark.kind)
        elif mark.column and (not (mark.row and after) or named[-1:] == ["pending"]):
            named.append(mark.column)
            if after and set(kinds) == set(dispute_rows()):
                yield from _disputes(named, kinds, after, paragraph.page)
        elif mark.row and after:
            if named:
                columns = None if _STRANGE in named else form().column_set(set(named), len(set(named)))
                named = []
            if columns is not None and mark.row[1] in columns.rows and mark.row[0] == columns.table:
                yield Run(mark.row, columns, after, paragraph.page)
        if not mark.row and not after and _WORDS.search(_REMARK.sub("", gap)):
            named.append(_STRANGE)


def _is_table(text: str, marks: list[_Mark], gaps: list[str]) -> bool:
    """Whether a paragraph is a table run together: nothing but its labels and figures, or more of them than prose has."""
    if sum(mark.row is not None for mark in marks) >= _LEAST:
        return True
    letters = sum(map(str.isalnum, text))
    told = sum(mark.stop - mark.start for mark in marks) + sum(len(_figures(gap)) for gap in gaps)
    return len(marks) >= _FEWEST and told >= letters * _DENSE


def _figures(text: str) -> str:
    """The figures at the start of what stands after a label; empty if other words or signs stand there or among them."""
    if number := _NEXT_NUMBER.search(text):
        text = text[: number.start()]
    match = re.match(r"[\s”\"'）)]*([0-9/][0-9/., ]*)", _UNIT.sub(" ", text))
    if match is None or _GOES_ON.match(match.string[match.end() :]):
        return ""
    figures = match[1].strip(" ,")
    return figures if figures.strip("/ ") or figures.count(NONE) >= _SIGNS else ""


def dispute_rows() -> tuple[str, ...]:
    """The codes of the rows of table 4, in the order of the form."""
    return tuple(row.code for row in next(iter(editions().values())).rows(4))


def _disputes(named: list[str], kinds: list[str], figures: str, page: int | None) -> Iterator[Run]:
    columns = form().column_set(set(named[-5:]), 5)
    if columns is not None and columns.table == 4 and list(dict.fromkeys(kinds)) == list(dispute_rows()):
        yield Run((4, ""), columns, figures, page)
