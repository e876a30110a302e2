"""The text of one cell of a scanned table."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from etl.model import UNSURE
from etl.readers.pdf_join import is_enumerated, is_value
from etl.readers.pdf_text import is_wide
from etl.readers.scan_dust import swept, without_dusty_rows
from etl.readers.scan_figure import FIGURE, NUMBER, possible_figures, read_figure, without_dust
from etl.readers.scan_ocr import Reading, is_letter, recognise
from etl.readers.scan_picture import Pixels
from etl.readers.scan_prose import trusted_prose
from etl.readers.scan_stroke import is_dash, may_be_number
from etl.readers.scan_text import (
    CALM,
    GRAIN,
    PAPER,
    SECOND,
    TEXT,
    Page,
    ReadRun,
    Run,
    View,
    certainty,
    contrasty,
    crop,
    dark_pixels,
    framed,
    read_run,
    runs_in,
    surroundings,
    text_of,
    without_specks,
)
from etl.readers.scan_worn import darken_sign, grown, pale_pieces, with_sign

GOOD_CONFIDENCE = 0.9
"""A label read with less is read in the other view too."""
SIGN = 0.7
"""Points: ink as small as this may be the dash of a negative number, if it stands right before one."""
SEALED_CONFIDENCE = 0.9
"""Of a figure under a seal, whose letters are ink of the same kind."""
FIGURE_WIDTH, FIGURE_HEIGHT = 0.4, 0.6
"""Width of a digit, and the least height of one, in character heights."""
PART_OF_FIGURE, LEAST_WIDTH = 0.4, 0.2
"""Height of what may be a part of a digit, and width of what is more than its edge, in character heights."""
WIDEST_FIGURE = 5.0
"""Width of a figure at most, in character heights."""
FEWEST_LETTERS = 2
"""Chinese characters of a label; for a single one a figure with the ink of a seal over it may be taken."""
DOUBTED = 0.5
"""Certainty at most of words over which a seal lies: what it hides of a character makes another one, surely read."""
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
        """The same, with a figure marked as unsure; what is left of one may look like a dash. Words are certain no more."""
        if self.text == DASH:
            return self._replace(text=UNSURE, confidence=0.0)
        if not NUMBER.search(self.text) or is_enumerated(self.text) or self.text.endswith(UNSURE):
            return self._replace(confidence=min(self.confidence or 0.0, DOUBTED))
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
        runs = without_dusty_rows(runs_in(without_specks(ink, points, is_cell=True), page.character), page.character)
        if runs:
            read = _read_ink(grey, ink, runs, page)
            is_cut = min(min(run.left, right - left - run.right) for run in runs) * points < CLEAR
            return read.doubted() if is_cut else read
    return _blank_or_worn(page.black[place], page)


def _read_sealed(page: Page, place: Place) -> CellText:
    dark = page.dark[place]
    over = _over_lines(dark, page.lines[place])
    foreign = cv2.bitwise_or(over, page.seal_ink[place])
    own = cv2.subtract(dark, over)
    runs = runs_in(without_specks(own, page.picture.points, is_cell=True), page.character)
    is_beneath = _is_print_beneath(page, place, runs)
    if not runs:
        covering, is_cut = foreign, False
        if not page.has_black_seal:
            covering, is_cut = page.coloured[place], _has_figure(over, page.character)
        if not is_beneath and not is_cut and not _hides_figure(covering, page.character):
            return _blank_or_worn(page.black[place], page)
        return CellText([], UNSURE, 0.0, _beneath(page, place, None))
    grey = np.where(cv2.dilate(over, np.ones((3, 3), np.uint8)) > 0, np.uint8(PAPER), page.black[place])
    read = _read_ink(grey, own, runs, page)
    is_faint = page.has_black_seal and (read.confidence or 0.0) < SEALED_CONFIDENCE
    is_near = any(_is_near(foreign, run) for run in runs) or (_is_label(read.text) and bool(foreign.any()))
    if not is_faint and not is_near and not is_beneath:
        return read
    doubted = read.doubted()
    if _is_label(doubted.text):
        return doubted
    beneath = _beneath(page, place, runs[0] if len(runs) == 1 else None)
    return doubted._replace(candidates=tuple(dict.fromkeys((*doubted.candidates, *beneath))))


def _is_print_beneath(page: Page, place: Place, runs: list[Run]) -> bool:
    """Whether print lies under a seal in colour beside the runs, and may be a digit or a part of one."""
    faded = page.beneath[place].copy()
    for run in runs:
        faded[max(run.top - 1, 0) : run.bottom + 1, max(run.left - 1, 0) : run.right + 1] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(faded, connectivity=8)
    is_high = stats[1:, cv2.CC_STAT_HEIGHT] >= PART_OF_FIGURE * page.character
    # A narrow strip beside a run is the edge of its last digit.
    is_broad = stats[1:, cv2.CC_STAT_WIDTH] >= (LEAST_WIDTH * page.character if runs else 1)
    return bool((is_high & is_broad).any())


def _is_label(text: str) -> bool:
    return sum(map(is_wide, text.replace(UNSURE, ""))) >= FEWEST_LETTERS


def _beneath(page: Page, place: Place, run: Run | None) -> tuple[str, ...]:
    """What the figure may be that a seal lies over, read with the ink of the seal and with that ink bleached.

    Without a run it is looked for in the middle of the cell.
    """
    whole, bleached, size = page.whole[place], page.lifted[place], page.character
    height, width = whole.shape
    middle = Run(max((width - size) // 2, 0), max((height - size) // 2, 0), (width + size) // 2, (height + size) // 2)
    found = possible_figures(whole, run or middle, size)
    beneath = runs_in(without_specks(dark_pixels(bleached), page.picture.points, is_cell=True), size)
    if len(beneath) == 1 and beneath[0].right - beneath[0].left <= WIDEST_FIGURE * size:
        found = tuple(dict.fromkeys((*possible_figures(bleached, beneath[0], size), *found)))
    return found


def _read_ink(grey: Pixels, ink: Pixels, runs: list[Run], page: Page) -> CellText:
    if len(runs) == 1:
        runs = [grown(grey, runs[0], page.character)]
    sheet = without_specks(ink, page.picture.points, is_cell=True, least=SIGN).copy()
    for run in runs:
        darken_sign(grey, sheet, run, page.character)
    return _read_runs(grey, sheet, [with_sign(sheet, run, page.character) for run in runs], page.character)


def _over_lines(dark: Pixels, lines: Pixels) -> Pixels:
    """The ink of a cell that runs into the lines around it: print keeps off them, a seal does not."""
    _, labels, _, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    touching = np.unique(labels[cv2.dilate(lines, np.ones((5, 5), np.uint8)) > 0])
    return np.where(np.isin(labels, touching[touching > 0]), dark, 0).astype(np.uint8)


def _is_near(foreign: Pixels, run: Run) -> bool:
    """Whether ink of a seal stands where a digit more of a figure would."""
    reach = round(run.bottom - run.top)
    return bool(foreign[max(run.top - 1, 0) : run.bottom + 1, max(run.left - reach, 0) : run.right + reach].any())


def _has_figure(ink: Pixels, character: int) -> bool:
    """Whether a piece of ink is as large as a digit."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    is_high = stats[1:, cv2.CC_STAT_HEIGHT] >= FIGURE_HEIGHT * character
    return bool((is_high & (stats[1:, cv2.CC_STAT_WIDTH] >= LEAST_WIDTH * character)).any())


def _hides_figure(foreign: Pixels, character: int) -> bool:
    """Whether ink of a seal fills what a digit would, so that one may lie beneath."""
    size = max(2, round(FIGURE_WIDTH * character))
    return bool((cv2.boxFilter(foreign, cv2.CV_32F, (size, 2 * size)) > 0.6 * 255).any())


def _blank_or_worn(grey: Pixels, page: Page) -> CellText:
    """A cell without ink: blank, but for what is pale and of the size of a digit, and may be a worn one."""
    edge = round(CLEAR / page.picture.points)
    _, found = pale_pieces(grey[edge:-edge, edge:-edge], page.character)
    for left, top, width, height, _ in found.tolist():
        if height >= FIGURE_HEIGHT * page.character and width <= 3 * page.character and height <= 1.5 * page.character:
            run = Run(left + edge, top + edge, left + edge + width, top + edge + height)
            return CellText([], UNSURE, 0.0, possible_figures(grey, run, page.character))
    return CellText([], "", None)


def _read_runs(grey: Pixels, dark: Pixels, runs: list[Run], character: int) -> CellText:
    if len(runs) == 1 and is_dash(runs[0], character):
        is_number = may_be_number(grey, runs[0], character)
        return CellText([], UNSURE, 0.0) if is_number else CellText([], DASH, 1.0)
    is_column = _is_column(runs, character)
    read = [_read_column(grey, runs, character)] if is_column else [_read_label(grey, run, character) for run in runs]
    text = _lines(read)
    bare = without_dust(text)
    if len(runs) == 1 and (len(text) <= 1 or is_value(bare) or FIGURE.fullmatch(bare)):
        return CellText(read, *read_figure(*swept(grey, dark, runs[0], character), character))
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
    """Read a text that is set downwards: a character is told best among its neighbours.

    As if it stood on one line, first; where that leaves doubt also cut halfway between the characters and freed of
    grain, and laid on its side, as the model was taught to read such text.
    """
    whole = Run(min(run.left for run in runs), runs[0].top, max(run.right for run in runs), runs[-1].bottom)
    best: ReadRun | None = None
    for line in _columns_as_lines(grey, runs, whole, character):
        reading = recognise(line)
        read = ReadRun(whole, reading, text_of(reading.text), certainty(reading.text))
        if best is None or (read.confidence > best.confidence and any(map(is_wide, read.text))):
            best = read
        if best.confidence >= GOOD_CONFIDENCE:
            break
    return best or ReadRun(whole, Reading([], [], []), "", 0.0)


def _columns_as_lines(grey: Pixels, runs: list[Run], whole: Run, character: int) -> Iterator[Pixels]:
    white = round(TEXT.margin * character)
    yield framed(_beside_one_another([crop(grey, run, character, View(margin=0.06)) for run in runs]), white, 0)
    reach = max(character - (whole.right - whole.left), 0) // 2 + 2
    left, top, right = max(whole.left - reach, 0), max(whole.top - 2, 0), whole.right + reach
    piece = cv2.GaussianBlur(grey[top : whole.bottom + 2, left:right], (0, 0), GRAIN * character)
    cuts = [(upper.bottom + lower.top) // 2 - top for upper, lower in pairwise(runs)]
    yield framed(contrasty(_beside_one_another(np.split(piece, cuts))), white, 0)
    yield framed(contrasty(np.ascontiguousarray(np.rot90(piece))), white, 0)


def _beside_one_another(pieces: list[Pixels]) -> Pixels:
    height = max(piece.shape[0] for piece in pieces)
    return np.concatenate([framed(piece, 0, height - piece.shape[0]) for piece in pieces], axis=1)


def _read_label(grey: Pixels, run: Run, character: int) -> ReadRun:
    """The best of up to three readings, where those before leave doubt; the last is of ink freed of grain."""
    best = read_run(grey, run, character, TEXT)
    if best.confidence >= GOOD_CONFIDENCE or len(best.text) < 2:
        return best
    best = max(best, read_run(grey, run, character, SECOND), key=_confidence)
    if best.confidence >= GOOD_CONFIDENCE:
        return best
    piece, place = surroundings(grey, run, character)
    calm = cv2.GaussianBlur(piece, (0, 0), GRAIN * character)
    best = max(best, read_run(calm, place, character, CALM)._replace(run=run), key=_confidence)
    return _in_chinese(best)


def _in_chinese(read: ReadRun) -> ReadRun:
    """A faint label, read without letters if there are any."""
    if not any(map(is_letter, read.text)):
        return read
    characters = read.reading.unlettered
    reading = read.reading._replace(text=characters)
    return ReadRun(read.run, reading, text_of(characters), certainty(characters))


def _confidence(read: ReadRun) -> float:
    return read.confidence
