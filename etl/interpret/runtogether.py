"""A report whose cells were run together without a mark between them: labels are found in the text, figures split.

``行政许可396442278`` holds three figures, and only a sum could tell which; ``数量15130000154`` is 151 3 0 0 0 0 154 and
nothing else. What several readings fit is unreadable, and a finding says so.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from etl.editions import Sum, editions
from etl.interpret.form import RowKey
from etl.interpret.label_runs import Run, dispute_rows, runs_of
from etl.interpret.splitting import NONE, Split, split_row, split_rows, split_table
from etl.model import Content, Finding, Paragraph, Reading, Severity, Status
from etl.quantity import printed, read
from etl.sections import split

_SECTIONS = {2: "publications", 3: "applications", 4: "disputes"}
_SHORTEST = 60
"""A paragraph of fewer characters holds no table."""
_FIGURES = re.compile(r"[0-9/][0-9/ ]*")


class RunTogether(Struct, frozen=True):
    """The readings, the findings, and the editions that print the columns."""

    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    editions: tuple[str, ...]


def read_run_together(content: Content, wanted: set[int]) -> RunTogether:
    """Read the tables of ``wanted`` numbers from paragraphs that hold them without any structure."""
    whole = [block for block in content.blocks if isinstance(block, Paragraph) and len(block.text) >= _SHORTEST]
    runs = [run for paragraph in whole for run in runs_of(paragraph) if run.key[0] in wanted]
    lacking = wanted - {run.key[0] for run in runs}
    runs += [run for paragraph in _row_by_row(content, lacking) for run in runs_of(paragraph) if run.key[0] in lacking]
    return _split(runs) if runs else RunTogether((), (), ())


def _row_by_row(content: Content, tables: set[int]) -> Iterator[Paragraph]:
    """The sections of tables whose rows are run together one by one, each as one text."""
    sections = split(content) if tables else {}
    for table, code in _SECTIONS.items():
        if table in tables and (section := sections.get(code)):
            rows = [b for b in content.blocks[section.first : section.last + 1] if isinstance(b, Paragraph)]
            yield Paragraph("\n".join(row.text for row in rows), page=rows[0].page if rows else None)


def _sums(table: int, across: str) -> list[Sum]:
    return [total for total in next(iter(editions().values())).sums if total.table == table and total.across == across]


def _split(runs: list[Run]) -> RunTogether:
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


def _document_row(run: Run) -> list[Reading]:
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


def _fits_fewer(run: Run) -> bool:
    """Whether the digits may be those of fewer cells, the others being empty."""
    return any(split_row(run.text, run.columns.codes[:few], []) for few in range(1, len(run.columns.codes)))


def _applications(runs: list[Run]) -> tuple[list[Reading], list[Reading]]:
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


def _dispute_line(run: Run) -> tuple[list[Reading], list[Reading]]:
    rows, codes = dispute_rows(), run.columns.codes
    found = split_rows(run.text, codes, len(rows), _sums(4, "columns")) if _FIGURES.fullmatch(run.text) else []
    whole = found[0] if len(found) == 1 else (None,) * len(rows)
    readings = [reading for row, way in zip(rows, whole, strict=True) for reading in _row_readings((4, row), run, way)]
    return readings, [reading for reading in readings if reading.status is Status.REPORTED]


def _row_readings(key: RowKey, run: Run, way: Split | None) -> list[Reading]:
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
