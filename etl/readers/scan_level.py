"""How a page lies: askew, or seen aslant by a camera; matrices (3 x 3, pixels to pixels) that bring it upright."""

import math

import cv2
import numpy as np

from etl.readers.scan_picture import Pixels

MOST_SKEW = 6.0
"""Degrees: how far a page lies askew at most."""
_SKEW_WIDTH = 800
"""Width in pixels to which a page is reduced to find its skew."""
_LINE = 0.4
"""Inches: pieces of ruling lines are as long as this at least."""
_LONG = 1.2
"""Inches: of lines as long as this the direction is certain."""
_FEWEST = 3
"""Lines each way that tell a slant."""
LEAST_SLANT = 0.004
"""Difference of slopes from one edge of the page to the other that is more than the noise of a scanner."""
MOST_SLANT = 0.12
"""A page more slanted than that has lines that were taken for others."""


def level(ink: Pixels, dpi: float) -> Pixels:
    """The matrix that turns a page level and straightens what a camera saw aslant; ``ink`` is grey on white paper."""
    height, width = ink.shape
    skew = _skew(ink)
    turn = np.eye(3)
    if abs(skew) >= 0.02:
        turn[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    slant = _slant(moved(ink, turn, 255), dpi)
    whole: Pixels = turn if slant is None else slant @ turn
    return whole


def moved(grey: Pixels, matrix: Pixels, paper: int) -> Pixels:
    """A page under a matrix, on white paper."""
    if np.allclose(matrix, np.eye(3)):
        return grey
    size = (grey.shape[1], grey.shape[0])
    if np.allclose(matrix[2], (0.0, 0.0, 1.0)):
        return cv2.warpAffine(grey, matrix[:2], size, flags=cv2.INTER_CUBIC, borderValue=(paper,))
    return cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(paper,))


def _skew(grey: Pixels) -> float:
    """Degrees clockwise by which lines of text and ruling lie askew: where the rows of ink stand out most sharply."""
    scale = min(1.0, _SKEW_WIDTH / grey.shape[1])
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = np.where(small < 180, 255 - small, 0).astype(np.float32)
    rough = max(np.arange(-MOST_SKEW, MOST_SKEW + 0.1, 0.5), key=lambda angle: _sharpness(dark, angle))
    fine = max(np.arange(rough - 0.5, rough + 0.51, 0.1), key=lambda angle: _sharpness(dark, angle))
    finest = max(np.arange(fine - 0.1, fine + 0.11, 0.025), key=lambda angle: _sharpness(dark, angle))
    return float(finest)


def _sharpness(dark: Pixels, angle: float) -> float:
    """How unevenly ink lies over the rows once the page is turned back by an angle."""
    height, width = dark.shape
    # A shear moves each column as far as a small turn would, at a fraction of its cost.
    shear = np.array([[1, 0, 0], [-math.tan(math.radians(angle)), 1, width / 2 * math.tan(math.radians(angle))]])
    rows = cv2.warpAffine(dark, shear, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def _slant(grey: Pixels, dpi: float) -> Pixels | None:
    """The matrix that makes the ruling lines of a page parallel; None where they are, or are too few to tell."""
    height, width = grey.shape
    dark = cv2.threshold(cv2.GaussianBlur(grey, (3, 3), 0), 200, 255, cv2.THRESH_BINARY_INV)[1]
    across, down = _slopes(dark, dpi), _slopes(dark.T.copy(), dpi)
    if across is None or down is None:
        return None
    top, bottom = across[0], across[0] + across[1] * height
    left, right = down[0], down[0] + down[1] * width
    turns = (abs(bottom - top), abs(right - left))
    skewed = max(abs(slope) for slope in (top, bottom, left, right))
    if max(*turns, skewed) < LEAST_SLANT or max(*turns, skewed) > MOST_SLANT:
        return None
    rows = [(top, -width / 2 * top), (bottom, height - width / 2 * bottom)]
    columns = [(left, -height / 2 * left), (right, width - height / 2 * right)]
    seen = np.array(
        [
            _crossing(rows[0], columns[0]),
            _crossing(rows[0], columns[1]),
            _crossing(rows[1], columns[1]),
            _crossing(rows[1], columns[0]),
        ],
        np.float32,
    )
    straight = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix: Pixels = cv2.getPerspectiveTransform(seen, straight)
    return matrix


def _crossing(row: tuple[float, float], column: tuple[float, float]) -> tuple[float, float]:
    """Where y = a x + b and x = c y + d meet."""
    x = (column[0] * row[1] + column[1]) / (1 - column[0] * row[0])
    return x, row[0] * x + row[1]


def _slopes(dark: Pixels, dpi: float) -> tuple[float, float] | None:
    """The slope of the long lines along the rows at the top of the page, and how it changes with each pixel downwards."""
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, round(_LINE * dpi)), np.uint8))
    joined = cv2.dilate(runs, np.ones((3, round(0.05 * dpi)), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    places, slopes, weights = [], [], []
    for number in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[number])
        if width < _LONG * dpi or height > width * MOST_SLANT + 6:
            continue
        ys, xs = np.nonzero(
            (labels[top : top + height, left : left + width] == number)
            & (runs[top : top + height, left : left + width] > 0)
        )
        slope, start = np.polyfit(xs, ys, 1)
        places.append(top + start + slope * width / 2)
        slopes.append(slope)
        weights.append(width)
    if len(places) < _FEWEST or max(places) - min(places) < 0.15 * dark.shape[0]:
        return None
    change, first = np.polyfit(places, slopes, 1, w=np.sqrt(weights))
    rest = np.abs(np.asarray(slopes) - first - change * np.asarray(places))
    if np.median(rest) > LEAST_SLANT:
        return None
    return float(first), float(change)
