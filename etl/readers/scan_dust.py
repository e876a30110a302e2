"""Dust beside a figure: specks that stand where no sign of a figure does."""

from typing import NamedTuple

import cv2
import numpy as np

from etl.readers.scan_picture import PAPER, Pixels
from etl.readers.scan_pieces import LEAST_DIGIT, Piece, broken_digits
from etl.readers.scan_text import Run
from etl.readers.scan_worn import SIGN_BOTTOM, SIGN_REACH, SIGN_TOP, SIGN_WIDTH, text_size

LARGEST = 0.2
"""Character heights: a point is as large as this at most, and so is what counts as a speck."""
CLUSTER = 0.45
"""The same of specks side by side where no sign stands: over the foot of a figure, and not before it."""
FOOT = 0.65
"""Share of a digit's height above which no point and no comma stands."""
BEHIND = 0.4
"""Character heights behind a figure within which a speck at its foot may be a point, the digits after it worn away."""


class Swept(NamedTuple):
    """A cell without dust, and the run of its figure."""

    grey: Pixels
    dark: Pixels
    run: Run


def without_dusty_rows(runs: list[Run], character: int) -> list[Run]:
    """The lines of a cell without those that are specks side by side, where another is as high as a digit.

    What stands over or under it stays: it may be a piece of a worn digit.
    """
    figures = [run for run in runs if run.bottom - run.top >= LEAST_DIGIT * character]

    def is_dust(run: Run) -> bool:
        is_small = max(run.right - run.left, run.bottom - run.top) <= CLUSTER * character
        return is_small and not any(run.left < other.right and other.left < run.right for other in figures)

    return [run for run in runs if not (figures and is_dust(run))]


def swept(grey: Pixels, dark: Pixels, run: Run, character: int) -> Swept:
    """The cell with specks painted over that stand before its figure, behind it or above its foot."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        dark[run.top : run.bottom, run.left : run.right], connectivity=8
    )
    pieces = [Piece(*bounds) for bounds in stats[1:, :4].tolist()]
    tallest = max((piece.height for piece in pieces), default=0)
    broken = broken_digits(pieces, tallest)
    digits = [piece for place, piece in enumerate(pieces) if place in broken or piece.height >= LEAST_DIGIT * tallest]
    if tallest <= 2 * LARGEST * character or len(digits) == len(pieces):
        return Swept(grey, dark, run)
    left, right = min(piece.left for piece in digits), max(piece.left + piece.width for piece in digits)
    top, bottom = min(piece.top for piece in digits), max(piece.top + piece.height for piece in digits)
    foot = top + FOOT * (bottom - top)
    highest, lowest = top + SIGN_TOP * (bottom - top), bottom - SIGN_BOTTOM * (bottom - top)

    def is_dust(piece: Piece) -> bool:
        if any(map(piece.is_over, digits)):
            # It may be a piece of that digit, worn off.
            return False
        x, y, width, height = piece
        if 0 <= left - (x + width) <= SIGN_REACH * character and highest <= y + height / 2 <= lowest:
            # It may be a minus.
            return width < SIGN_WIDTH * text_size(bottom - top, character)
        if x >= left and y + height <= foot:
            return max(width, height) <= CLUSTER * character
        may_be_a_point = x >= left and x <= right + BEHIND * character
        return max(width, height) <= LARGEST * character and not may_be_a_point

    found = [number for number, piece in enumerate(pieces, 1) if is_dust(piece)]
    if not found:
        return Swept(grey, dark, run)
    specks = np.zeros_like(dark)
    specks[run.top : run.bottom, run.left : run.right] = np.where(np.isin(labels, found), 255, 0)
    kept = cv2.subtract(dark, specks)
    rows, columns = np.nonzero(kept[run.top : run.bottom, run.left : run.right])
    clear = Run(
        run.left + int(columns.min()),
        run.top + int(rows.min()),
        run.left + int(columns.max()) + 1,
        run.top + int(rows.max()) + 1,
    )
    edge = cv2.dilate(specks, np.ones((5, 5), np.uint8))
    edge = cv2.subtract(edge, cv2.dilate(kept, np.ones((3, 3), np.uint8)))
    return Swept(np.where(edge > 0, np.uint8(PAPER), grey), kept, clear)
