"""The text of one cell of a scanned table."""

from typing import NamedTuple

import cv2
import numpy as np

from etl.readers.pdf_join import is_enumerated, is_value
from etl.readers.scan_figure import FIGURE, NUMBER, UNSURE, possible_figures, read_figure, trusted_prose
from etl.readers.scan_ocr import recognise
from etl.readers.scan_picture import Pixels
from etl.readers.scan_text import (
    PAPER,
    SECOND,
    TEXT,
    Page,
    ReadRun,
    Run,
    View,
    certainty,
    crop,
    framed,
    read_run,
    runs_in,
    text_of,
    without_specks,
)

GOOD_CONFIDENCE = 0.9
"""A label read with less is read in the other view too."""
SIGN = 0.7
"""Points: ink as small as this may be the dash of a negative number, if it stands right before one."""
PALE = 214
"""Grey (of paper at 235) of what may be a worn minus."""
SIGN_REACH = 0.7
"""Character heights before a number in which its sign stands."""
SEALED_CONFIDENCE = 0.9
"""Of a figure under a seal, whose letters are ink of the same kind."""
FIGURE_WIDTH = 0.4
"""Width of a digit, in character heights."""
CLEAR = 1.5
"""Points that a figure keeps from the lines beside it; a stroke that was taken for a line cuts closer."""
DASH = "—"
Place = tuple[slice, slice]
"""Rows and columns of a piece of the page."""


class CellText(NamedTuple):
    """The runs of a cell, its text (lines joined by a line feed), its certainty (None without ink), and figures that it may be."""

    runs: list[ReadRun]
    text: str
    confidence: float | None
    candidates: tuple[str, ...] = ()

    def doubted(self) -> "CellText":
        """The same, with a figure marked as unsure."""
        if not NUMBER.search(self.text) or is_enumerated(self.text) or self.text.endswith(UNSURE):
            return self
        return self._replace(text=self.text + UNSURE, candidates=self.candidates or (self.text,))


def read_cell(page: Page, left: int, top: int, right: int, bottom: int) -> CellText:
    """Read a cell.

    Runs count from the corner of the cell. Where a seal lies over it, what belongs to the seal is left out, and a figure
    that it comes near is unsure.
    """
    place = (slice(top, bottom), slice(left, right))
    points = page.picture.points
    dark = page.dark[place]
    if page.is_sealed(left, top, right, bottom):
        return _read_sealed(page, place)
    for grey, ink in ((page.black[place], dark), (page.ink[place], page.coloured[place])):
        runs = runs_in(without_specks(ink, points, is_cell=True), page.character)
        if runs:
            read = _read_ink(grey, ink, runs, page)
            is_cut = min(min(run.left, right - left - run.right) for run in runs) * points < CLEAR
            return read.doubted() if is_cut else read
    return CellText([], "", None)


def _read_sealed(page: Page, place: Place) -> CellText:
    dark = page.dark[place]
    over = _over_lines(dark, page.lines[place])
    foreign = cv2.bitwise_or(over, page.seal_ink[place])
    own = cv2.subtract(dark, over)
    runs = runs_in(without_specks(own, page.picture.points, is_cell=True), page.character)
    if not runs:
        if not _hides_figure(foreign, page.character):
            return CellText([], "", None)
        return CellText([], UNSURE, 0.0, _beneath(page, place, None))
    grey = np.where(cv2.dilate(over, np.ones((3, 3), np.uint8)) > 0, np.uint8(PAPER), page.black[place])
    read = _read_ink(grey, own, runs, page)
    is_faint = page.has_black_seal and (read.confidence or 0.0) < SEALED_CONFIDENCE
    if not is_faint and not any(_is_near(foreign, run) for run in runs):
        return read
    doubted = read.doubted()
    if len(runs) > 1 or UNSURE not in doubted.text:
        return doubted
    return doubted._replace(candidates=tuple(dict.fromkeys((*doubted.candidates, *_beneath(page, place, runs[0])))))


def _beneath(page: Page, place: Place, run: Run | None) -> tuple[str, ...]:
    """What the figure may be that a seal lies over, read with the ink of the seal; without a run in the middle of the cell."""
    whole, size = page.whole[place], page.character
    height, width = whole.shape
    middle = Run(max((width - size) // 2, 0), max((height - size) // 2, 0), (width + size) // 2, (height + size) // 2)
    return possible_figures(whole, run or middle, size)


def _read_ink(grey: Pixels, ink: Pixels, runs: list[Run], page: Page) -> CellText:
    sheet = without_specks(ink, page.picture.points, is_cell=True, least=SIGN).copy()
    for run in runs:
        _darken_sign(grey, sheet, run, page.character)
    return _read_runs(grey, sheet, [_with_sign(sheet, run, page.character) for run in runs], page.character)


def _over_lines(dark: Pixels, lines: Pixels) -> Pixels:
    """The ink of a cell that runs into the lines around it: print keeps off them, a seal does not."""
    _, labels, _, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    touching = np.unique(labels[cv2.dilate(lines, np.ones((5, 5), np.uint8)) > 0])
    return np.where(np.isin(labels, touching[touching > 0]), dark, 0).astype(np.uint8)


def _is_near(foreign: Pixels, run: Run) -> bool:
    """Whether ink of a seal stands where a digit more of a figure would."""
    reach = round(run.bottom - run.top)
    return bool(foreign[max(run.top - 1, 0) : run.bottom + 1, max(run.left - reach, 0) : run.right + reach].any())


def _hides_figure(foreign: Pixels, character: int) -> bool:
    """Whether ink of a seal fills what a digit would, so that one may lie beneath."""
    size = max(2, round(FIGURE_WIDTH * character))
    return bool((cv2.boxFilter(foreign, cv2.CV_32F, (size, 2 * size)) > 0.6 * 255).any())


def _darken_sign(grey: Pixels, dark: Pixels, run: Run, character: int) -> None:
    """Bring out ink too pale to count as such right before a run, at the height of a minus: without it the number is another."""
    height = run.bottom - run.top
    first, last = max(run.left - round(SIGN_REACH * character), 0), run.left - 1
    top, bottom = run.top + round(0.3 * height), run.bottom - round(0.25 * height)
    if first < last and top < bottom:
        pale = cv2.blur(grey[top:bottom, first:last], (3, 3)) < PALE
        dark[top:bottom, first:last][pale] = 255


def _with_sign(dark: Pixels, run: Run, character: int) -> Run:
    """A run with the small ink right before it."""
    first = max(run.left - round(SIGN_REACH * character), 0)
    columns = np.flatnonzero(dark[run.top : run.bottom, first : run.left].any(axis=0))
    return run._replace(left=first + int(columns[0])) if len(columns) else run


def _read_runs(grey: Pixels, dark: Pixels, runs: list[Run], character: int) -> CellText:
    if len(runs) == 1 and _is_dash(runs[0], character):
        return CellText([], DASH, 1.0)
    is_column = _is_column(runs, character)
    read = [_read_column(grey, runs, character)] if is_column else [_read_label(grey, run, character) for run in runs]
    text = _lines(read)
    if len(runs) == 1 and (len(text) <= 1 or is_value(text) or FIGURE.fullmatch(text)):
        return CellText(read, *read_figure(grey, dark, runs[0], character))
    if NUMBER.search(text) and not is_enumerated(text) and not is_column:
        # A figure with its unit or a remark.
        read = [trusted_prose(grey, line.run, character) if NUMBER.search(line.text) else line for line in read]
        text = _lines(read)
    marked = text + (UNSURE if not text or is_value(text) else "")
    return CellText(read, marked, min(line.confidence for line in read))


def _lines(read: list[ReadRun]) -> str:
    return "\n".join(line.text for line in read if line.text)


def _is_column(runs: list[Run], character: int) -> bool:
    """Whether a text is set downwards, a character a line."""
    return len(runs) > 1 and all(run.right - run.left <= 1.4 * character for run in runs)


def _read_column(grey: Pixels, runs: list[Run], character: int) -> ReadRun:
    """Read a text that is set downwards as if it stood on one line: a character is told best among its neighbours."""
    cuts = [crop(grey, run, character, View(margin=0.06)) for run in runs]
    height = max(cut.shape[0] for cut in cuts)
    line = np.concatenate(
        [framed(cut, 0, height - cut.shape[0]) for cut in cuts],
        axis=1,
    )
    reading = recognise(framed(line, round(TEXT.margin * character), 0))
    whole = Run(min(run.left for run in runs), runs[0].top, max(run.right for run in runs), runs[-1].bottom)
    return ReadRun(whole, reading, text_of(reading.text), certainty(reading.text))


def _read_label(grey: Pixels, run: Run, character: int) -> ReadRun:
    """The better of two readings, where the first leaves doubt."""
    first = read_run(grey, run, character, TEXT)
    if first.confidence >= GOOD_CONFIDENCE or len(first.text) < 2:
        return first
    second = read_run(grey, run, character, SECOND)
    return second if second.confidence > first.confidence else first


def _is_dash(run: Run, character: int) -> bool:
    width, height = run.right - run.left, run.bottom - run.top
    return 2 * height <= width <= 3 * character and height <= 0.3 * character
