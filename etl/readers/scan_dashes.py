"""Dashed and dotted ruling lines of a scanned page: short strokes in a row, with bare paper on both sides."""

import cv2
import numpy as np

from etl.readers.scan_picture import Pixels

THICKEST, LEAST_DASH, WIDEST_GAP = 1.8, 0.6, 3.2
"""Points: thickness of a line at most, length of a dash at least, and what lies between two at most."""
FEWEST = 5
"""Dashes of a line."""
LEAST_INK = 0.4
"""Share of its length that is drawn."""
BESIDE, BARE = 2.2, 0.85
"""Points beside a line where there is paper, and the share of its length on which nothing is printed there."""


def dashed_runs(dark: Pixels, dpi: float, shortest: float) -> Pixels:
    """Runs of dashes along the rows of the dark pixels (255), at least ``shortest`` inches long."""
    pixel = dpi / 72
    thick = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((round(THICKEST * pixel) + 1, 1), np.uint8))
    dashes = cv2.morphologyEx(
        cv2.subtract(dark, thick), cv2.MORPH_OPEN, np.ones((1, max(2, round(LEAST_DASH * pixel))), np.uint8)
    )
    # Pieces of a line that is not quite level are a pixel off one another.
    level = cv2.dilate(dashes, np.ones((3, 1), np.uint8))
    closed = cv2.morphologyEx(level, cv2.MORPH_CLOSE, np.ones((1, round(WIDEST_GAP * pixel) + 1), np.uint8))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(shortest * dpi)), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    kept = np.zeros_like(runs)
    for number in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[number])
        own = labels[top : top + height, left : left + width] == number
        if height <= 2 * round(THICKEST * pixel) + 3 and _is_dashed(dark, (left, top, width, height), pixel):
            kept[top : top + height, left : left + width][own] = 255
    return kept


def _is_dashed(dark: Pixels, place: tuple[int, int, int, int], pixel: float) -> bool:
    left, top, width, height = place
    along = slice(left, left + width)
    drawn = dark[top : top + height, along].any(axis=0)
    beside = round(BESIDE * pixel)
    above, below = (
        dark[max(top - beside, 0) : max(top - 1, 0), along],
        dark[top + height + 1 : top + height + beside, along],
    )
    bare = ~(above.any(axis=0) | below.any(axis=0))
    count = np.count_nonzero(np.diff(drawn.astype(np.int8)) == 1)
    return bool(count >= FEWEST and drawn.mean() >= LEAST_INK and bare.mean() >= BARE)
