"""Ink on a scanned page -> lines of text, each read from the picture."""

from typing import NamedTuple

import cv2
import numpy as np

from etl.readers.scan_ocr import Reading, Recognised, recognise
from etl.readers.scan_picture import Pixels
from etl.readers.scan_pieces import Piece, beside, broken_digits
from etl.readers.scan_seal import Seal
from etl.readers.scan_upright import Picture

SPECK = 2.2
"""Points: ink that measures less both ways is dust."""
SLIVER = 1.6
"""Points: ink at the edge of a cell that reaches in no further is the rest of a line, or of the cell beside it."""
TEXT_HEIGHTS = (4.0, 20.0)
"""Points: what may be the height of a character of the running text."""
USUAL_HEIGHT = 10.0
PAPER = 235
PALE_INK, SURE_INK, PALEST_INK = 180.0, 190.0, 205.0
"""Grey (of paper at 235): thin strokes are as pale where thick lines set the threshold; ink that stands out from any grain;
and the palest ink that is told from a clean page.
"""
GRAINS = 5.0
"""Deviations of the paper's grey by which ink is darker."""
TOUCHING = 0.3
"""Share of a line's usual ink at most where two lines touch; one line of large characters has more in its middle."""


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


CALM = View(margin=0.3, is_contrasty=True)
"""For ink freed of grain."""
GRAIN = 0.05
"""Deviation of the blur that takes the grain off ink, in character heights."""


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
    whole: Pixels
    """As ``black``, with the ink of seals left in."""
    lines: Pixels
    """Where the ruling lines were (255)."""
    seals: list[Seal]
    seal_ink: Pixels
    """Where the ink of a seal lies over black print (255); nowhere for a seal in colour, which ``black`` does not show."""
    has_black_seal: bool
    lifted: Pixels
    """As ``whole``, with the ink of seals bleached as far as print beneath it is darker."""
    beneath: Pixels
    """Where print lies under a seal in colour (255), and fades with it in ``black``."""

    def is_sealed(self, left: int, top: int, right: int, bottom: int) -> bool:
        """Whether a piece of the page lies under a seal."""
        return any(seal.touches(left, top, right, bottom) for seal in self.seals)


def dark_pixels(grey: Pixels) -> Pixels:
    """Where there is ink (255): darker than the threshold that best parts ink from paper.

    Where the grain of the paper leaves room, faint ink counts, too.
    """
    calm = cv2.GaussianBlur(grey, (3, 3), 0)
    threshold, _ = cv2.threshold(calm, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    paper, bright = np.percentile(calm, (50, 84))
    clear = paper - GRAINS * max(bright - paper, 1.0)
    limit = min(max(threshold, min(clear, PALE_INK)), max(clear, SURE_INK), PALEST_INK)
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
    """Ink without dust and, in a cell, without what only reaches over its edge; pieces of a broken digit are no dust there."""
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
    if is_cell:
        is_kept |= _of_broken_digits(stats, is_kept)
    return np.where(is_kept[labels], dark, 0).astype(np.uint8)


def _of_broken_digits(stats: Pixels, is_kept: Pixels) -> Pixels:
    """Which specks are pieces of a digit that stands next to another one."""
    kept = np.zeros_like(is_kept)
    numbers = np.flatnonzero(~is_kept[1:]) + 1
    specks = [Piece(*stats[number, :4].tolist()) for number in numbers]
    if len(specks) < 2:
        return kept
    for digit in (Piece(*stats[number, :4].tolist()) for number in np.flatnonzero(is_kept)):
        near = beside(digit, specks)
        for place in broken_digits([specks[number] for number in near], digit.height):
            kept[numbers[near[place]]] = True
    return kept


def runs_in(dark: Pixels, character: int) -> list[Run]:
    """The lines of text in a piece of the page, from its corner."""
    runs = []
    for first, last in rows_of(dark, character):
        columns = np.flatnonzero(dark[first:last].any(axis=0))
        runs.append(Run(int(columns[0]), first, int(columns[-1]) + 1, last))
    return runs


def crop(grey: Pixels, run: Run, character: int, view: View) -> Pixels:
    """A run cut out, on white paper, as high as a line of text at least."""
    cut = grey[max(run.top - 1, 0) : run.bottom + 1, max(run.left - 1, 0) : run.right + 1]
    if view.is_contrasty:
        cut = contrasty(cut)
    return framed(cut, round(view.margin * character), max(0, character - cut.shape[0]))


def surroundings(grey: Pixels, run: Run, character: int) -> tuple[Pixels, Run]:
    """A run with a character's height of the page around it, and where it stands in that piece."""
    left, top = max(run.left - character, 0), max(run.top - character, 0)
    piece = grey[top : run.bottom + character, left : run.right + character]
    return piece, Run(run.left - left, run.top - top, run.right - left, run.bottom - top)


def contrasty(cut: Pixels) -> Pixels:
    """A piece of the page with its darkest ink brought to black."""
    darkest = float(np.percentile(cut, 2))
    return np.clip((cut - darkest) / max(PAPER - darkest, 40.0) * PAPER, 0, 255).astype(np.uint8)


def framed(cut: Pixels, white: int, missing: int) -> Pixels:
    """White paper around a piece of the page, with what is ``missing`` to its height."""
    above = missing // 2
    return cv2.copyMakeBorder(
        cut, white + above, white + missing - above, white, white, cv2.BORDER_CONSTANT, value=(PAPER,)
    )


def read_run(grey: Pixels, run: Run, character: int, view: View) -> ReadRun:
    """Read a run as it stands in the picture."""
    width, white = run.right - run.left, round(view.margin * character) + 1
    reading = recognise(crop(grey, run, character, view), view.stretch)
    characters = [found._replace(place=(found.place * (width + 2 * white) - white) / width) for found in reading.text]
    return ReadRun(run, reading._replace(text=characters), text_of(characters), certainty(characters))


def text_of(characters: list[Recognised]) -> str:
    """The characters as a text."""
    return "".join(character.text for character in characters).strip()


def certainty(characters: list[Recognised]) -> float:
    """That of the least certain character."""
    return min((character.confidence for character in characters), default=0.0)
