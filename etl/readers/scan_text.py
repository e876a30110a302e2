"""Ink on a scanned page -> lines of text, each read from the picture; and how far what was read can be trusted.

A figure counts only if two readings of the same ink, prepared differently, agree, each is certain, and the ink is as wide
as so many digits are. Any other ink that looks like a figure, or reads as nothing, gets the mark ``UNSURE``, which no
number bears: it is never blank, and never a guess.
"""

import re
from typing import NamedTuple

import cv2
import numpy as np

from etl.readers.pdf_join import is_enumerated, is_value
from etl.readers.scan_ocr import LOOK_ALIKES, Reading, Recognised, recognise
from etl.readers.scan_picture import Picture, Pixels

UNSURE = "〓"
"""Stands for, or after, text that could not be read for certain: the printer's mark for a sort that is missing."""
LEAST_CONFIDENCE = 0.7
"""Of the least certain character of a figure, in both readings."""
GOOD_CONFIDENCE = 0.9
"""A label read with less is read in the other view too."""
SPECK = 2.2
"""Points: ink that measures less both ways is dust."""
SIGN = 0.7
"""Points: ink as small as this may be the dash of a negative number, if it stands right before one."""
PALE = 214
"""Grey (of paper at 235) of what may be a worn minus."""
SIGN_REACH = 0.7
"""Character heights before a number in which its sign stands."""
LEAN = 0.15
"""Heights by which the top of a 1 may lean to the right of its foot; a stroke (/) leans further."""
CLEAR = 1.5
"""Points that a figure keeps from the lines beside it; a stroke that was taken for a line cuts closer."""
SLIVER = 1.6
"""Points: ink at the edge of a cell that reaches in no further is the rest of a line, or of the cell beside it."""
TEXT_HEIGHTS = (4.0, 20.0)
"""Points: what may be the height of a character of the running text."""
USUAL_HEIGHT = 10.0
DASH = "—"
PAPER = 235
TOUCHING = 0.3
"""Share of a line's usual ink at most where two lines touch; one line of large characters has more in its middle."""
DIGIT_PITCH, DIGIT_WIDTH = 0.75, 0.55
"""Distance from digit to digit, and width of the ink of the last, in heights of a digit."""
UNEVEN = 1.3
"""Digits stand as far apart as their middle ones, or at most by this much further; a point between them takes more."""
_FIGURE_SIGNS = str.maketrans("０１２３４５６７８９，．／－—–", "0123456789,./---")
_FIGURE = re.compile(rf"[0-9.,，．+－-]*[0-9{''.join(LOOK_ALIKES.values())}]+")
"""What may be a figure whose digits were taken for their look-alikes."""
_GROUPS = re.compile(r"(\d{1,3})((?:[.,]\d{3})+)(\.\d{1,2})")
"""A group of three is parted by a comma wherever a decimal point follows, though it was read as a point."""
_POINT_OR_COMMA = re.compile(r"\d{1,3}[.,]\d{3}")
"""A number that is a thousand times as large if its point is a comma; in a scan they look alike."""
_NUMBER = re.compile(r"\d+(?:[.,，．]\d+)*")


class View(NamedTuple):
    """How a line is prepared before it is read."""

    margin: float
    """White space around it, in character heights."""
    stretch: float = 1.0
    is_contrasty: bool = False
    """Whether its darkest ink is brought to black."""


TEXT = View(margin=0.2)
SECOND = View(margin=0.25, stretch=1.25, is_contrasty=True)
"""The two in which measured readings of digits agree most often, and hardly ever on a wrong one."""


class Run(NamedTuple):
    """Ink that is read in one go, in pixels of the page."""

    left: int
    top: int
    right: int
    bottom: int


class ReadRun(NamedTuple):
    """What a run of ink says, with the certainty of its least certain character."""

    run: Run
    reading: Reading
    text: str
    confidence: float

    @property
    def characters(self) -> list[Recognised]:
        """Places are shares of the run's width."""
        return self.reading.text


class Page(NamedTuple):
    """A picture whose ruling lines are wiped out: what is to be read from, and where its ink is (255)."""

    picture: Picture
    black: Pixels
    dark: Pixels
    ink: Pixels
    coloured: Pixels
    character: int
    """Height of a character of the running text, in pixels."""


def dark_pixels(grey: Pixels) -> Pixels:
    """Where there is ink (255): darker than the threshold that best parts ink from paper."""
    calm = cv2.GaussianBlur(grey, (3, 3), 0)
    threshold, _ = cv2.threshold(calm, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    limit = min(max(threshold, 130.0), 190.0)
    return cv2.threshold(calm, limit, 255, cv2.THRESH_BINARY_INV)[1]


def character_height(dark: Pixels, points: float) -> int:
    """The height of most characters, in pixels; ``points`` is the size of one."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT] * points
    likely = heights[(heights > TEXT_HEIGHTS[0]) & (heights < TEXT_HEIGHTS[1])]
    return max(6, round((float(np.percentile(likely, 85)) if len(likely) >= 10 else USUAL_HEIGHT) / points))


def rows_of(dark: Pixels, character: int) -> list[tuple[int, int]]:
    """Top and bottom of each line of text in a piece of the page."""
    profile = np.count_nonzero(dark, axis=1)
    bounds = np.flatnonzero(np.diff(np.concatenate(([0], profile > 0, [0]))))
    rows: list[tuple[int, int]] = []
    for top, bottom in zip(bounds[::2].tolist(), bounds[1::2].tolist(), strict=True):
        # The strokes of 二 and 三 lie apart, and are one line as long as they are no higher than one.
        if rows and top - rows[-1][1] <= 0.45 * character and bottom - rows[-1][0] <= 1.25 * character:
            rows[-1] = (rows[-1][0], bottom)
        else:
            rows.append((top, bottom))
    return [piece for row in rows for piece in _cut(profile, row, character)]


def _cut(profile: Pixels, row: tuple[int, int], character: int) -> list[tuple[int, int]]:
    """Lines that touch, parted where there is least ink."""
    top, bottom = row
    if bottom - top < 1.75 * character:
        return [row]
    first, last = top + round(0.7 * character), bottom - round(0.7 * character)
    at = first + int(np.argmin(profile[first : last + 1]))
    if profile[at] > TOUCHING * profile[top:bottom].mean():
        return [row]
    return [*_cut(profile, (top, at), character), *_cut(profile, (at, bottom), character)]


def without_specks(dark: Pixels, points: float, *, is_cell: bool, least: float = SPECK) -> Pixels:
    """Ink without dust and, in a cell, without what only reaches over its edge."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    if count == 1:
        return dark
    width, height = stats[:, cv2.CC_STAT_WIDTH] * points, stats[:, cv2.CC_STAT_HEIGHT] * points
    is_kept = (width >= least) | (height >= least)
    if is_cell:
        left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
        right, bottom = left + stats[:, cv2.CC_STAT_WIDTH], top + stats[:, cv2.CC_STAT_HEIGHT]
        beside = ((left == 0) | (right == dark.shape[1])) & (width < SLIVER)
        over = ((top == 0) | (bottom == dark.shape[0])) & (height < SLIVER)
        is_kept &= ~(beside | over)
    is_kept[0] = False
    return np.where(is_kept[labels], dark, 0).astype(np.uint8)


def runs_in(dark: Pixels, left: int, top: int, character: int) -> list[Run]:
    """The lines of text in a piece of the page whose corner is (left, top)."""
    runs = []
    for first, last in rows_of(dark, character):
        columns = np.flatnonzero(dark[first:last].any(axis=0))
        runs.append(Run(left + int(columns[0]), top + first, left + int(columns[-1]) + 1, top + last))
    return runs


def crop(grey: Pixels, run: Run, character: int, view: View) -> Pixels:
    """A run cut out, on white paper, as high as a line of text at least."""
    cut = grey[max(run.top - 1, 0) : run.bottom + 1, max(run.left - 1, 0) : run.right + 1]
    if view.is_contrasty:
        darkest = float(np.percentile(cut, 2))
        cut = np.clip((cut - darkest) / max(PAPER - darkest, 40.0) * PAPER, 0, 255).astype(np.uint8)
    return _framed(cut, round(view.margin * character), max(0, character - cut.shape[0]))


def read_run(grey: Pixels, run: Run, character: int, view: View) -> ReadRun:
    """Read a run as it stands in the picture."""
    width, white = run.right - run.left, round(view.margin * character) + 1
    reading = recognise(crop(grey, run, character, view), view.stretch)
    characters = [found._replace(place=(found.place * (width + 2 * white) - white) / width) for found in reading.text]
    return ReadRun(run, reading._replace(text=characters), _text(characters), _certainty(characters))


def _text(characters: list[Recognised]) -> str:
    return "".join(character.text for character in characters).strip()


def _certainty(characters: list[Recognised]) -> float:
    return min((character.confidence for character in characters), default=0.0)


def read_cell(page: Page, left: int, top: int, right: int, bottom: int) -> tuple[list[ReadRun], str, float | None]:
    """The runs of a cell, its text (lines joined by a line feed), and its certainty; blank and None without ink."""
    for grey, whole in ((page.black, page.dark), (page.ink, page.coloured)):
        piece, points = whole[top:bottom, left:right], page.picture.points
        runs = runs_in(without_specks(piece, points, is_cell=True), left, top, page.character)
        if runs:
            sheet = np.zeros_like(whole)
            sheet[top:bottom, left:right] = without_specks(piece, points, is_cell=True, least=SIGN)
            for run in runs:
                _darken_sign(grey, sheet, run, page.character)
            runs = [_with_sign(sheet, run, page.character) for run in runs]
            read, text, confidence = _read_runs(grey, sheet, runs, page.character)
            is_cut = min(min(run.left - left, right - run.right) for run in runs) * points < CLEAR
            return read, text + UNSURE if is_cut and _is_number(text) else text, confidence
    return [], "", None


def _darken_sign(grey: Pixels, dark: Pixels, run: Run, character: int) -> None:
    """Bring out ink too pale to count as such right before a run, at the height of a minus: without it the number is another."""
    height = run.bottom - run.top
    first, last = max(run.left - round(SIGN_REACH * character), 0), run.left - 1
    top, bottom = run.top + round(0.3 * height), run.bottom - round(0.25 * height)
    if first < last and top < bottom:
        pale = cv2.blur(grey[top:bottom, first:last], (3, 3)) < PALE
        dark[top:bottom, first:last][pale] = 255


def _is_number(text: str) -> bool:
    return bool(_NUMBER.search(text)) and not is_enumerated(text) and not text.endswith(UNSURE)


def _with_sign(dark: Pixels, run: Run, character: int) -> Run:
    """A run with the small ink right before it."""
    first = max(run.left - round(SIGN_REACH * character), 0)
    columns = np.flatnonzero(dark[run.top : run.bottom, first : run.left].any(axis=0))
    return run._replace(left=first + int(columns[0])) if len(columns) else run


def _read_runs(grey: Pixels, dark: Pixels, runs: list[Run], character: int) -> tuple[list[ReadRun], str, float]:
    if len(runs) == 1 and _is_dash(runs[0], character):
        return [], DASH, 1.0
    is_column = _is_column(runs, character)
    read = [_read_column(grey, runs, character)] if is_column else [_read_label(grey, run, character) for run in runs]
    text = _lines(read)
    if len(runs) == 1 and (len(text) <= 1 or is_value(text) or _FIGURE.fullmatch(text)):
        return read, *_read_figure(grey, dark, runs[0], character)
    if _NUMBER.search(text) and not is_enumerated(text) and not is_column:
        # A figure with its unit or a remark.
        read = [trusted_prose(grey, line.run, character) if _NUMBER.search(line.text) else line for line in read]
        text = _lines(read)
    return read, text + (UNSURE if not text or is_value(text) else ""), min(line.confidence for line in read)


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
        [_framed(cut, 0, height - cut.shape[0]) for cut in cuts],
        axis=1,
    )
    reading = recognise(_framed(line, round(TEXT.margin * character), 0))
    whole = Run(min(run.left for run in runs), runs[0].top, max(run.right for run in runs), runs[-1].bottom)
    return ReadRun(whole, reading, _text(reading.text), _certainty(reading.text))


def _framed(cut: Pixels, white: int, missing: int) -> Pixels:
    """White paper around a piece of the page, with what is ``missing`` to its height."""
    above = missing // 2
    return cv2.copyMakeBorder(
        cut, white + above, white + missing - above, white, white, cv2.BORDER_CONSTANT, value=(PAPER,)
    )


def _read_label(grey: Pixels, run: Run, character: int) -> ReadRun:
    """The better of two readings, where the first leaves doubt."""
    first = read_run(grey, run, character, TEXT)
    if first.confidence >= GOOD_CONFIDENCE or len(first.text) < 2:
        return first
    second = read_run(grey, run, character, SECOND)
    return second if second.confidence > first.confidence else first


def _read_figure(grey: Pixels, dark: Pixels, run: Run, character: int) -> tuple[str, float]:
    """The figure in a run, marked where it is not certain; and its certainty."""
    first, second = (read_run(grey, run, character, view).reading.figure for view in (TEXT, SECOND))
    figure, other = _plain_figure(first), _plain_figure(second)
    confidence = min(_certainty(first), _certainty(second))
    is_sure = (
        figure != ""
        and figure == other
        and confidence >= LEAST_CONFIDENCE
        and not _POINT_OR_COMMA.fullmatch(figure)
        and _has_width_of(figure, dark, run)
        and not (figure == "1" and _leans(dark, run))
    )
    # What the two readings differ on may be a figure in either.
    shown = figure if _is_marked(figure) else other
    return (figure if is_sure or not _is_marked(shown) else shown + UNSURE), confidence


def _plain_figure(characters: list[Recognised]) -> str:
    plain = _text(characters).translate(_FIGURE_SIGNS)
    match = _GROUPS.fullmatch(plain)
    return match[1] + match[2].replace(".", ",") + match[3] if match else plain


def _is_marked(figure: str) -> bool:
    """Whether doubt is shown: letters that no number bears speak for themselves."""
    return not figure or is_value(figure) or bool(_FIGURE.fullmatch(figure))


def _is_dash(run: Run, character: int) -> bool:
    width, height = run.right - run.left, run.bottom - run.top
    return 2 * height <= width <= 3 * character and height <= 0.3 * character


def _has_width_of(figure: str, dark: Pixels, run: Run) -> bool:
    """Whether the ink of a run of digits is as many pieces, evenly set, as there are digits, or as wide as so many are.

    More digits in the ink than were read show here, and so does a decimal point that was not.
    """
    if not figure.isascii() or not figure.isdigit():
        return True
    ink = dark[run.top : run.bottom, run.left : run.right].any(axis=0)
    bounds = np.flatnonzero(np.diff(np.concatenate(([0], ink.astype(np.int8), [0]))))
    if len(bounds) == 2 * len(figure):
        steps = np.diff(bounds.reshape(-1, 2).mean(axis=1))
        return len(steps) < 2 or bool(steps.max() <= UNEVEN * np.median(steps) + 1.0)
    width, height = run.right - run.left, run.bottom - run.top
    expected = ((len(figure) - 1) * DIGIT_PITCH + DIGIT_WIDTH) * height
    return abs(width - expected) < 0.4 * DIGIT_PITCH * height


def _leans(dark: Pixels, run: Run) -> bool:
    """Whether the ink of one character runs up to the right, as a stroke does."""
    ink = dark[run.top : run.bottom, run.left : run.right] > 0
    third = max(1, ink.shape[0] // 3)
    top, foot = np.nonzero(ink[:third])[1], np.nonzero(ink[-third:])[1]
    return len(top) > 0 and len(foot) > 0 and bool(top.mean() - foot.mean() > LEAN * ink.shape[0])


def trusted_prose(grey: Pixels, run: Run, character: int) -> ReadRun:
    """Read a run of prose; a number in it that a second reading does not confirm gives way to ``UNSURE``."""
    read = read_run(grey, run, character, TEXT)
    if not _NUMBER.search(read.text):
        return read
    again = _NUMBER.findall(read_run(grey, run, character, SECOND).text.translate(_FIGURE_SIGNS))
    kept: list[Recognised] = []
    numbers = _numbers(read.characters)
    is_same = [_text(number) for number in numbers] == again
    for character_ in read.characters:
        number = next((number for number in numbers if character_ in number), None)
        if number is None or (_certainty(number) >= LEAST_CONFIDENCE and (is_same or _text(number) in again)):
            kept.append(character_)
        elif character_ is number[0]:
            kept.append(character_._replace(text=UNSURE))
    return ReadRun(run, read.reading._replace(text=kept), _text(kept), read.confidence)


def _numbers(characters: list[Recognised]) -> list[list[Recognised]]:
    """The digits of each number in a line."""
    plain = "".join(character.text[:1].translate(_FIGURE_SIGNS) or " " for character in characters)
    return [characters[match.start() : match.end()] for match in _NUMBER.finditer(plain)]
