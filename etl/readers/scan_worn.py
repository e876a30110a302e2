"""Ink that is worn pale: what belongs to a figure though it is no longer dark, and the sign before it."""

import cv2
import numpy as np

from etl.readers.scan_picture import Pixels
from etl.readers.scan_text import GRAIN, GRAINS, Run, surroundings

PALE = 214
"""Grey (of paper at 235) of what may be a worn minus."""
SIGN_REACH = 0.7
"""Character heights before a number in which its sign stands."""
LEAST_INK = 16.0
"""Grey by which the palest ink of a figure is darker than paper."""
LEAST_GROWTH, MOST_GROWTH = 0.15, 0.8
"""Character heights by which a worn digit may reach beyond its ink; less is its blurred edge, more is something else."""
SIGN_WIDTH = 0.15
"""Character heights: half the width of a minus."""
DIGIT_HEIGHT = 0.65
"""The same of a digit."""
SIGN_TOP, SIGN_BOTTOM = 0.3, 0.25
"""Shares of a digit's height above and below the place of a minus."""
_Place = tuple[slice, slice]


def pale_pieces(grey: Pixels, character: int) -> tuple[Pixels, Pixels]:
    """What is paler than paper by more than its grain: the number of its piece for each pixel, and the pieces' measures."""
    if min(grey.shape) < 3:
        return np.zeros(grey.shape, np.int32), np.zeros((0, 5), np.int32)
    calm = cv2.GaussianBlur(grey, (0, 0), GRAIN * character)
    paper, bright = np.percentile(calm, (50, 84))
    ink = (calm < paper - max(GRAINS * (bright - paper), LEAST_INK)).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return labels, stats[1:]


def grown(grey: Pixels, run: Run, character: int) -> Run:
    """The run of a figure with paler ink that is one with it: half a digit, worn in part, reads as another."""
    piece, place = surroundings(grey, run, character)
    labels, stats = pale_pieces(piece, character)
    own = np.unique(labels[place.top : place.bottom, place.left : place.right])
    found = stats[own[own > 0] - 1]
    if not len(found):
        return run
    left, top = int(found[:, cv2.CC_STAT_LEFT].min()), int(found[:, cv2.CC_STAT_TOP].min())
    right = int((found[:, cv2.CC_STAT_LEFT] + found[:, cv2.CC_STAT_WIDTH]).max())
    bottom = int((found[:, cv2.CC_STAT_TOP] + found[:, cv2.CC_STAT_HEIGHT]).max())
    growth = (place.left - left, place.top - top, right - place.right, bottom - place.bottom)
    if not LEAST_GROWTH * character < max(growth) < MOST_GROWTH * character:
        return run
    before, above, behind, below = (max(step, 0) for step in growth)
    return Run(run.left - before, run.top - above, run.right + behind, run.bottom + below)


def darken_sign(grey: Pixels, dark: Pixels, run: Run, character: int) -> None:
    """Bring out ink too pale to count as such right before a run, where a minus stands: without it the number is another.

    It must be paler than paper by more than the grain of that paper.
    """
    place = _sign_place(run, character)
    piece = grey[place]
    if min(piece.shape) < 3:
        return
    calm = cv2.blur(piece, (max(3, round(SIGN_WIDTH * character)), 3)).astype(np.float32)
    paper = float(np.median(calm))
    grain = 1.5 * float(np.median(np.abs(calm - paper)))
    dark[place][calm < min(PALE, paper - GRAINS * max(grain, 1.0))] = 255


def with_sign(dark: Pixels, run: Run, character: int) -> Run:
    """A run with the small ink right before it, if that is as wide as half a minus: a speck of dust is none."""
    place = _sign_place(run, character)
    columns = np.flatnonzero(dark[place].any(axis=0))
    width = SIGN_WIDTH * text_size(run.bottom - run.top, character)
    return run._replace(left=place[1].start + int(columns[0])) if len(columns) >= width else run


def text_size(digit: int, character: int) -> float:
    """Height of a character beside a digit so high: a table may be set smaller than the text around it."""
    return min(character, digit / DIGIT_HEIGHT)


def _sign_place(run: Run, character: int) -> _Place:
    height = run.bottom - run.top
    rows = slice(run.top + round(SIGN_TOP * height), run.bottom - round(SIGN_BOTTOM * height))
    return rows, slice(max(run.left - round(SIGN_REACH * character), 0), max(run.left - 1, 0))
