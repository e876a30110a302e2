"""Grids and lines -> the readings of a report, by label."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

import msgspec
from msgspec import Struct

from etl.editions import editions
from etl.interpret.apart import reassembled
from etl.interpret.candidates import decided, findings
from etl.interpret.form import RowKey
from etl.interpret.paragraphs import rebuild
from etl.interpret.proof import is_recognised, unproven
from etl.interpret.runtogether import read_run_together
from etl.interpret.state import NumberedGrid
from etl.interpret.tables import Tables, read_tables
from etl.interpret.wrapped import disputes, unwrapped
from etl.model import Content, Finding, Grid, Paragraph, Reading

_SHORT = 40
"""A caption before a table is no longer than this."""


class Interpretation(Struct, frozen=True):
    """What the tables of a report say, and on which edition of the form."""

    edition: str | None
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]


def interpret(content: Content, year: int | None, first_grid: int = 0) -> Interpretation:
    """Read tables 2 to 4 from grids; those that no grid holds from lines of one cell each, or from text run together."""
    tables = read_tables(_numbered(content, first_grid))
    for table, put_together in ((3, unwrapped), (4, disputes)):
        if _is_broken(tables, table):
            tables = _with_whole(tables, table, content, put_together(content))
    if missing := _missing(tables):
        tables = _with_lines(tables, content, missing)
    if missing and (missing := _missing(tables)):
        tables = _with_run_together(tables, content, missing)
    if missing and 3 in _missing(tables):
        tables = _with_pieces(tables, content)
    found = Interpretation(_edition(tables, year), tables.readings, tables.findings)
    return _with_proof(_decided(found)) if is_recognised(content) else found


def _with_proof(found: Interpretation) -> Interpretation:
    """The same, with a notice on what was recognised and nothing bears out."""
    readings = {reading.key: reading for reading in found.readings}
    notice = unproven(editions().get(found.edition or ""), readings, found.findings)
    return msgspec.structs.replace(found, findings=(*found.findings, notice)) if notice else found


def _decided(found: Interpretation) -> Interpretation:
    """The same, with what the sums of the form decide in a scan."""
    edition = editions().get(found.edition or "")
    if edition is None or not any(reading.candidates for reading in found.readings):
        return found
    settled = decided(edition, {reading.key: reading for reading in found.readings})
    if not settled:
        return found
    kept = [finding for finding in found.findings if not (len(finding.cells) == 1 and finding.cells[0] in settled)]
    readings = tuple(settled.get(reading.key, reading) for reading in found.readings)
    return Interpretation(found.edition, readings, (*kept, *findings(edition, settled)))


def _numbered(content: Content, first_grid: int) -> Iterator[NumberedGrid]:
    before = ""
    number = first_grid
    for block in content.blocks:
        if isinstance(block, Grid):
            yield NumberedGrid(number, block, before)
            number += 1
            before = ""
        else:
            before = block.text if len(block.text) <= _SHORT else ""


def _with_lines(tables: Tables, content: Content, missing: set[int]) -> Tables:
    paragraphs = [block for block in content.blocks if isinstance(block, Paragraph)]
    grid = rebuild(paragraphs)
    if grid is None:
        return tables
    number = sum(isinstance(block, Grid) for block in content.blocks)
    found = read_tables([NumberedGrid(number, grid)])
    kept = tuple(reading for reading in found.readings if reading.table in missing)
    keys = {reading.key for reading in kept}
    findings = tuple(f for f in found.findings if not f.cells or any(cell in keys for cell in f.cells))
    return Tables(tables.readings + kept, tables.findings + findings, tables.editions + found.editions)


def _missing(tables: Tables) -> set[int]:
    return {2, 3, 4} - {reading.table for reading in tables.readings}


def _is_broken(tables: Tables, table: int) -> bool:
    """Whether fewer rows of a table were read than any edition prints."""
    rows = {reading.row for reading in tables.readings if reading.table == table}
    return len(rows) < _fewest_rows(table)


@cache
def _fewest_rows(table: int) -> int:
    return min(len(edition.rows(table)) for edition in editions().values())


def _with_whole(tables: Tables, table: int, content: Content, grid: Grid | None) -> Tables:
    """A table whose labels were put together again, in place of what was read of it without; nothing if the two differ."""
    if grid is None:
        return tables
    found = read_tables([NumberedGrid(sum(isinstance(block, Grid) for block in content.blocks), grid)])
    values = {reading.key: reading.value for reading in found.readings}
    if any(reading.key in values and reading.value not in {None, values[reading.key]} for reading in tables.readings):
        return tables
    readings = tuple(reading for reading in tables.readings if reading.table != table)
    findings = tuple(f for f in tables.findings if not any(cell[0] == table for cell in f.cells))
    return Tables(readings + found.readings, findings + found.findings, tables.editions + found.editions)


def _with_pieces(tables: Tables, content: Content) -> Tables:
    grid = reassembled(content)
    if grid is None:
        return tables
    found = read_tables([NumberedGrid(sum(isinstance(block, Grid) for block in content.blocks), grid)])
    return Tables(tables.readings + found.readings, tables.findings + found.findings, tables.editions + found.editions)


def _with_run_together(tables: Tables, content: Content, missing: set[int]) -> Tables:
    found = read_run_together(content, missing)
    return Tables(tables.readings + found.readings, tables.findings + found.findings, tables.editions + found.editions)


def _edition(tables: Tables, year: int | None) -> str | None:
    """The edition whose columns and rows most lines have; where none is its own, the one for the year, of those that fit."""
    own = Counter(codes for codes in tables.editions if " " not in codes)
    rows = {(reading.table, reading.row) for reading in tables.readings}
    for code, only in _own_rows().items():
        own[code] += len(rows & only)
    best = own.most_common(2)
    if not tables.readings:
        return None
    if best and best[0][1] > 0 and (len(best) == 1 or best[0][1] > best[1][1]):
        return best[0][0]
    fitting = [edition.code for edition in editions().values() if year is not None and edition.fits(year)]
    return fitting[0] if fitting else None


@cache
def _own_rows() -> dict[str, frozenset[RowKey]]:
    """Edition -> the rows that no other edition prints."""
    found: dict[str, frozenset[RowKey]] = {}
    for edition in editions().values():
        only = {(t.number, r.code) for t in edition.tables for b in t.blocks for r in b.rows}
        for other in editions().values():
            if other.code != edition.code:
                only -= {(t.number, r.code) for t in other.tables for r in other.rows(t.number)}
        found[edition.code] = frozenset(only)
    return found
