"""Tables that lost their structure: one cell a line, or one row a line -> a grid, by the labels of the form."""

import re
from collections.abc import Sequence

from etl.interpret.form import Form, form
from etl.interpret.lines import is_damaged_row, is_value_like
from etl.interpret.pairing import Piece, Row, paired
from etl.model import Cell, Grid, Paragraph
from etl.quantity import printed

_LONGEST_CELL = 60
_LONGEST_ROW = 200
_PAGE_NUMBER = re.compile(r"[-—－–]+\s*\d+\s*[-—－–]+|第\s*\d+\s*页.*|\d+\s*[/／]\s*\d+")
_FEWEST_FIGURES = 5
"""Figures of a line that are a row by themselves: tables 3 and 4 have as many columns."""
_LABEL_LINES = 4
"""A label is broken over so many lines at most."""


def rebuild(paragraphs: Sequence[Paragraph]) -> Grid | None:
    """A grid of the labels and figures that stand one a line; None if there are none.

    Each row starts at a label of a row and holds the figures up to the next label; lines of labels of columns make
    the heading. Empty cells left no line, so a row that is short stays short: nothing is filled in.
    """
    known = form()
    rows: list[Row] = []
    pending: list[Piece] = []
    for whole in paragraphs:
        pieces = _pieces(whole, known)
        for piece in pieces:
            _take(piece, rows, pending, known)
        if _is_whole_row(pieces):
            # The number of a page below is none of its figures.
            rows.append([])
    kept = paired([row for row in rows if row], known)
    return _grid(kept) if any(is_value_like(text) for row in kept for text, _ in row) else None


def _is_whole_row(pieces: Sequence[Paragraph]) -> bool:
    """Whether the figures of one line are those of a row. A few without a label may be one figure with a blank in it."""
    if len(pieces) < 2 or not is_value_like(pieces[-1].text):
        return False
    return len(pieces) >= _FEWEST_FIGURES or not is_value_like(pieces[0].text)


def is_page_number(text: str) -> bool:
    """Whether a line is the number of a page: - 4 -, 第 4 页, 4/12."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def _take(paragraph: Paragraph, rows: list[Row], pending: list[Piece], known: Form) -> None:
    """Put one cell where it belongs: a figure to its row, words to the label that they are a part of."""
    text = printed(paragraph.text)
    if not text or is_page_number(text):
        return
    if len(text) > _LONGEST_CELL:
        pending.clear()
        rows.append([])
    elif is_value_like(text) or is_damaged_row(text):
        if not rows:
            rows.append([])
        _flush(pending, rows, known)
        if _is_heading_row(rows[-1], known) and not _names_row(rows[-1][-1][0], known):
            rows.append([])
        rows[-1].append((text, paragraph.page))
    else:
        pending.append((text, paragraph.page))
        _take_label(pending, rows, known)


def _pieces(paragraph: Paragraph, known: Form) -> list[Paragraph]:
    """The cells of a row that stands in one line with spaces between them; any other line is one piece."""
    words = paragraph.text.split()
    if len(words) < 2 or len(paragraph.text) > _LONGEST_ROW or is_page_number(printed(paragraph.text)):
        return [paragraph]
    figures = len(words) - next((n for n, word in enumerate(reversed(words)) if not is_value_like(word)), len(words))
    labels = _labels(words[:figures], known)
    if labels is None or (figures == len(words) and len(labels) < 2):
        return [paragraph]
    return [Paragraph(text, page=paragraph.page) for text in (*labels, *words[figures:])]


def _labels(words: list[str], known: Form) -> list[str] | None:
    """The words as labels of the form, the longest first; None if there is a word left that belongs to none."""
    labels: list[str] = []
    while words:
        for count in range(len(words), 0, -1):
            text = "".join(words[:count])
            if known.rows.exact(text) or known.columns.exact(text) or known.furniture.exact(text):
                break
            # A digit at the end of a label is the beginning of the figures.
            if count == 1 and not text[-1].isdigit() and (known.rows_named(text) or known.columns_named(text)):
                break
        else:
            return None
        labels.append(text)
        words = words[count:]
    return labels


def _take_label(pending: list[Piece], rows: list[Row], known: Form) -> None:
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


def _is_heading_row(row: Row, known: Form) -> bool:
    return bool(row) and all(known.columns_named(text) or known.furniture.candidates(text) for text, _ in row)


def _names_row(text: str, known: Form) -> bool:
    return bool(known.rows_named(text)) and not known.columns_named(text)


def _flush(pending: list[Piece], rows: list[Row], known: Form) -> None:
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


def _grid(rows: list[Row]) -> Grid:
    cells = tuple(
        Cell(number, place, text, page=page)
        for number, row in enumerate(rows)
        for place, (text, page) in enumerate(row)
    )
    return Grid(cells, len(rows), max(len(row) for row in rows), has_geometry=False)
