"""Tables that lost their structure: one cell a line -> a grid, by the labels of the form."""

import re
from collections.abc import Sequence

from etl.interpret.form import Form, form
from etl.interpret.lines import is_value_like
from etl.model import Cell, Grid, Paragraph
from etl.quantity import printed

_LONGEST_CELL = 60
_PAGE_NUMBER = re.compile(r"[-—－–]+\s*\d+\s*[-—－–]+|第\s*\d+\s*页.*")
_LABEL_LINES = 4
"""A label is broken over so many lines at most."""


def rebuild(paragraphs: Sequence[Paragraph]) -> Grid | None:
    """A grid of the labels and figures that stand one a line; None if there are none.

    Each row starts at a label of a row and holds the figures up to the next label; lines of labels of columns make
    the heading. Empty cells left no line, so a row that is short stays short: nothing is filled in.
    """
    known = form()
    rows: list[list[tuple[str, int | None]]] = []
    pending: list[tuple[str, int | None]] = []
    for paragraph in paragraphs:
        text = printed(paragraph.text)
        if not text:
            continue
        if len(text) > _LONGEST_CELL:
            pending = []
            rows.append([])
        elif _PAGE_NUMBER.fullmatch(text):
            continue
        elif is_value_like(text) and any(rows):
            _flush(pending, rows, known)
            if _is_heading_row(rows[-1], known) and not _names_row(rows[-1][-1][0], known):
                rows.append([])
            rows[-1].append((text, paragraph.page))
        else:
            pending.append((text, paragraph.page))
            _take_label(pending, rows, known)
    kept = [row for row in rows if row]
    return _grid(kept) if any(is_value_like(text) for row in kept for text, _ in row) else None


def _take_label(pending: list[tuple[str, int | None]], rows: list[list[tuple[str, int | None]]], known: Form) -> None:
    """Close the label when the lines so far are one: of a row it opens a row, of a column it joins the heading."""
    for count in range(min(_LABEL_LINES, len(pending)), 0, -1):
        text = "".join(part for part, _ in pending[-count:])
        page = pending[-1][1]
        if known.columns_named(text) or known.furniture.candidates(text):
            if not rows or not _is_heading_row(rows[-1], known):
                rows.append([])
            rows[-1].append((text, page))
        elif known.rows_named(text):
            rows.append([(text, page)])
        else:
            continue
        pending.clear()
        return
    del pending[:-_LABEL_LINES]


def _is_heading_row(row: list[tuple[str, int | None]], known: Form) -> bool:
    return bool(row) and all(known.columns_named(text) or known.furniture.candidates(text) for text, _ in row)


def _names_row(text: str, known: Form) -> bool:
    return bool(known.rows_named(text)) and not known.columns_named(text)


def _flush(pending: list[tuple[str, int | None]], rows: list[list[tuple[str, int | None]]], known: Form) -> None:
    """Words before figures: the rest of the label before them, else a row of their own, lest the figures be another's."""
    if not pending:
        return
    words, page = "".join(text for text, _ in pending), pending[-1][1]
    pending.clear()
    key = known.rows_named(rows[-1][0][0]) if len(rows[-1]) == 1 else ()
    if key and known.rows_named(rows[-1][0][0] + words) == key:
        rows[-1][0] = (rows[-1][0][0] + words, page)
    else:
        rows.append([(words, page)])


def _grid(rows: list[list[tuple[str, int | None]]]) -> Grid:
    cells = tuple(
        Cell(number, place, text, page=page)
        for number, row in enumerate(rows)
        for place, (text, page) in enumerate(row)
    )
    return Grid(cells, len(rows), max(len(row) for row in rows), has_geometry=False)
