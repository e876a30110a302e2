"""A report whose cells were run together without a mark between them: labels are found in the text, figures split.

``行政许可396442278`` holds three figures, and only a sum could tell which; ``数量15130000154`` is 151 3 0 0 0 0 154 and
nothing else. What several readings fit is unreadable, and a finding says so.
"""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from etl.editions import Sum, editions
from etl.interpret.form import FURNITURE, ColumnSet, RowKey, form
from etl.interpret.splitting import NONE, Split, spans, split_row, split_rows, split_table
from etl.labels import wordings
from etl.model import Content, Finding, Paragraph, Reading, Severity, Status
from etl.quantity import printed, read
from etl.sections import split
from etl.wording import without_readings

_SECTIONS = {2: "publications", 3: "applications", 4: "disputes"}
_SHORTEST = 60
"""A paragraph of fewer characters holds no table."""
_LEAST = 8
"""So many labels of rows stand in no paragraph of prose."""
_DENSE = 0.8
"""Nor is so much of the letters and figures of one that of labels and the figures behind them."""
_FEWEST = 5
_FIGURES = re.compile(r"[0-9/][0-9/ ]*")
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
_LOOSE = r"[\s、，,.．。:：“”\"'（）()/]*"


class _Mark(Struct, frozen=True):
    """A label found in the text: of a row, of a column, or other words of the form."""

    start: int
    stop: int
    row: RowKey | None = None
    column: str | None = None
    kind: str | None = None


class _Run(Struct, frozen=True):
    """What stands after the label of a row, and the columns in force there."""

    key: RowKey
    columns: ColumnSet
    text: str
    page: int | None


class RunTogether(Struct, frozen=True):
    """The readings, the findings, and the editions that print the columns."""

    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    editions: tuple[str, ...]


def read_run_together(content: Content, wanted: set[int]) -> RunTogether:
    """Read the tables of ``wanted`` numbers from paragraphs that hold them without any structure."""
    whole = [block for block in content.blocks if isinstance(block, Paragraph) and len(block.text) >= _SHORTEST]
    runs = [run for paragraph in whole for run in _runs(paragraph) if run.key[0] in wanted]
    lacking = wanted - {run.key[0] for run in runs}
    runs += [run for paragraph in _row_by_row(content, lacking) for run in _runs(paragraph) if run.key[0] in lacking]
    return _split(runs) if runs else RunTogether((), (), ())


def _row_by_row(content: Content, tables: set[int]) -> Iterator[Paragraph]:
    """The sections of tables whose rows are run together one by one, each as one text."""
    sections = split(content) if tables else {}
    for table, code in _SECTIONS.items():
        if table in tables and (section := sections.get(code)):
            rows = [b for b in content.blocks[section.first : section.last + 1] if isinstance(b, Paragraph)]
            yield Paragraph("\n".join(row.text for row in rows), page=rows[0].page if rows else None)


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


def _runs(paragraph: Paragraph) -> Iterator[_Run]:
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
            if after and set(kinds) == set(_dispute_rows()):
                yield from _disputes(named, kinds, after, paragraph.page)
        elif mark.row and after:
            if named:
                columns = None if _STRANGE in named else form().column_set(set(named), len(set(named)))
                named = []
            if columns is not None and mark.row[1] in columns.rows and mark.row[0] == columns.table:
                yield _Run(mark.row, columns, after, paragraph.page)
        if not mark.row and not after and _WORDS.search(_REMARK.sub("", gap)):
            named.append(_STRANGE)


_STRANGE = "?"
"""Words among the labels of columns that are none: which columns there are is not known."""


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


def _dispute_rows() -> tuple[str, ...]:
    return tuple(row.code for row in next(iter(editions().values())).rows(4))


def _disputes(named: list[str], kinds: list[str], figures: str, page: int | None) -> Iterator[_Run]:
    columns = form().column_set(set(named[-5:]), 5)
    if columns is not None and columns.table == 4 and list(dict.fromkeys(kinds)) == list(_dispute_rows()):
        yield _Run((4, ""), columns, figures, page)


def _sums(table: int, across: str) -> list[Sum]:
    return [total for total in next(iter(editions().values())).sums if total.table == table and total.across == across]


def _split(runs: list[_Run]) -> RunTogether:
    readings: list[Reading] = []
    by_sums: list[Reading] = []
    for run in runs:
        if run.key[0] == 2:
            found = _document_row(run)
            readings += found
            by_sums += [r for r in found if r.status is Status.REPORTED and len(found) > 1]
    found, proven = _applications([run for run in runs if run.key[0] == 3])
    readings += found
    by_sums += proven
    for run in runs:
        if run.key[0] == 4:
            found, proven = _dispute_line(run)
            readings += found
            by_sums += proven
    editions_read = tuple(" ".join(run.columns.editions) for run in runs)
    return RunTogether(tuple(readings), tuple(_findings(readings, by_sums)), editions_read)


def _document_row(run: _Run) -> list[Reading]:
    """A row of table 2: no sum holds it, so it is read only where the digits can be cut in one way.

    Empty cells leave no mark: digits that fewer cells could hold may be theirs.
    """
    if len(run.columns.codes) == 1:
        (column,) = run.columns.by_code.values()
        quantity = read(run.text, column)
        return [Reading(*run.key, column.code, quantity.value, printed(run.text), quantity.status, None, quantity.note)]
    # Spaces between some of the digits may stand inside a number: only those between all cells tell anything.
    is_plain = len(run.text.split()) in {1, len(run.columns.codes)} and _FIGURES.fullmatch(run.text)
    found = split_row(run.text, run.columns.codes, []) if is_plain else []
    return _row_readings(run.key, run, found[0] if len(found) == 1 and not _fits_fewer(run) else None)


def _fits_fewer(run: _Run) -> bool:
    """Whether the digits may be those of fewer cells, the others being empty."""
    return any(split_row(run.text, run.columns.codes[:few], []) for few in range(1, len(run.columns.codes)))


def _applications(runs: list[_Run]) -> tuple[list[Reading], list[Reading]]:
    if not runs or len({run.key for run in runs}) != len(runs):
        return [reading for run in runs for reading in _row_readings(run.key, run, None)], []
    candidates = {
        run.key[1]: split_row(run.text, run.columns.codes, _sums(3, "columns")) if _FIGURES.fullmatch(run.text) else []
        for run in runs
    }
    settled = split_table(candidates, _with_alternatives(set(candidates)))
    if any(len(run.text.replace(" ", "")) < len(run.columns.codes) for run in runs):
        # The table has empty cells: a row whose sum holds may be one of them, cut otherwise.
        settled |= {run.key[1]: None for run in runs if candidates[run.key[1]] and _fits_fewer(run)}
    readings = [reading for run in runs for reading in _row_readings(run.key, run, settled[run.key[1]])]
    return readings, [reading for reading in readings if reading.status is Status.REPORTED and not _is_plain(reading)]


def _with_alternatives(rows: set[str]) -> list[Sum]:
    """The sums down the columns, of the edition whose outcome rows are the ones printed."""
    for edition in editions().values():
        sums = [total for total in edition.sums if total.table == 3 and total.across == "rows"]
        if all(row in rows for total in sums for row in total.left + total.right):
            return sums
    return []


def _dispute_line(run: _Run) -> tuple[list[Reading], list[Reading]]:
    rows, codes = _dispute_rows(), run.columns.codes
    found = split_rows(run.text, codes, len(rows), _sums(4, "columns")) if _FIGURES.fullmatch(run.text) else []
    whole = found[0] if len(found) == 1 else (None,) * len(rows)
    readings = [reading for row, way in zip(rows, whole, strict=True) for reading in _row_readings((4, row), run, way)]
    return readings, [reading for reading in readings if reading.status is Status.REPORTED]


def _row_readings(key: RowKey, run: _Run, way: Split | None) -> list[Reading]:
    reason = f"各格数字连写为“{run.text}”，有不止一种读法"
    if way is None:
        return [Reading(*key, code, None, "", Status.UNREADABLE, None, reason) for code in run.columns.codes]
    return [
        Reading(*key, code, value, NONE, Status.NOT_APPLICABLE, None)
        if value is None
        else Reading(*key, code, value, str(value), Status.REPORTED, None, f"由连写的“{run.text}”拆分")
        for code, value in zip(run.columns.codes, way, strict=True)
    ]


def _is_plain(reading: Reading) -> bool:
    """Whether the digits could be cut in one way only, sums or no sums: as many digits as cells."""
    run = (reading.note or "").partition("“")[2].partition("”")[0]
    return len(run.replace(" ", "")) == 7


def _findings(readings: list[Reading], by_sums: list[Reading]) -> Iterator[Finding]:
    open_rows: dict[RowKey, list[Reading]] = {}
    for reading in readings:
        if reading.status is Status.UNREADABLE:
            open_rows.setdefault((reading.table, reading.row), []).append(reading)
    for (table, row), cells in open_rows.items():
        message = f"表{'二三四'[table - 2]}“{_label(table, row)}”：{cells[0].note}，未取值。"
        yield Finding("ambiguous_cell", Severity.WARNING, message, tuple(cell.key for cell in cells))
    if by_sums:
        message = "表中数字连写，没有分隔，以下各格按位数或格式的勾稽关系拆分，只有一种读法成立，请核对原文。"
        yield Finding("ambiguous_cell", Severity.NOTICE, message, tuple(reading.key for reading in by_sums))


def _label(table: int, row: str) -> str:
    return next(r.label for edition in editions().values() for r in edition.rows(table) if r.code == row)
