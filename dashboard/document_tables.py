"""A table of a document that has no pages, as inert markup of our own with cells marked: words and spans, nothing else of it.

The document is read by a process of its own, under limits (``python -m etl layout``), never by the dashboard.
"""

import subprocess
import sys
from collections.abc import Collection, Mapping
from html import escape
from pathlib import Path

from msgspec import DecodeError, Struct, json

from dashboard.framed import framed
from dashboard.language import Words

Place = tuple[int, int]
"""Row and column of a cell in its table, from 0."""
_TIMEOUT = 90
_MOST_CELLS = 5000
_WHITE = str.maketrans("", "", " \t\r\n\u00a0\u3000\u200b")


class Cell(Struct):
    """A cell as the reader lays it out."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


class Table(Struct):
    """A table as the reader lays it out; cells do not overlap."""

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int


class NotLaidOut(Exception):
    """The table cannot be shown; the log has the reason."""


def lay_out(path: Path, source_name: str, grid_no: int) -> Table:
    """The ``grid_no``-th table (from 0) of the document at ``path``; raises ``NotLaidOut``."""
    command = [sys.executable, "-m", "etl", "layout", str(path), str(grid_no), f"--name={source_name}"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT, check=False)
        if done.returncode:
            raise NotLaidOut(done.stderr.decode("utf-8", "replace").strip())
        table = json.decode(done.stdout, type=Table)
    except (subprocess.TimeoutExpired, DecodeError, OSError) as error:
        raise NotLaidOut(str(error)) from error
    if len(table.cells) > _MOST_CELLS:
        raise NotLaidOut(f"{len(table.cells)} cells")
    return table


def agrees(table: Table, printed: Mapping[Place, str]) -> bool:
    """Whether the cells at these places say what was read there, white space aside: else the wrong one would be marked."""
    texts = {(cell.row, cell.column): cell.text.translate(_WHITE) for cell in table.cells}
    return all(texts.get(place) == text.translate(_WHITE) for place, text in printed.items())


def as_html(table: Table, asked: Collection[Place], found: Collection[Place], words: Words) -> str:
    """The table; the asked cells and those with findings stand out in colour and in words."""
    lines: dict[int, list[str]] = {row: [] for row in range(table.row_count)}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        lines[cell.row].append(_cell(cell, asked, found, words))
    body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in lines.values())
    return framed(f"<table><tbody>{body}</tbody></table>", words("original.frame"), "original")


def _cell(cell: Cell, asked: Collection[Place], found: Collection[Place], words: Words) -> str:
    place = (cell.row, cell.column)
    kinds = [name for name, places in (("found", found), ("marked", asked)) if place in places]
    small = escape(" · ".join(words("form.asked" if kind == "marked" else "form.found") for kind in kinds))
    spans = "".join(
        f' {name}="{number}"'
        for name, number in (("rowspan", cell.row_span), ("colspan", cell.column_span))
        if number > 1
    )
    note = f"<small>{small}</small>" if small else ""
    attributes = f' class="{" ".join(kinds)}"' if kinds else ""
    return f"<td{attributes}{spans}>{escape(cell.text)}{note}</td>"
