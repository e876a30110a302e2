"""A flat stroke alone in a cell of a scanned table: the sign for none (—), or a number in characters (一 二 三)."""

import numpy as np

from etl.readers.scan_picture import PAPER, Pixels
from etl.readers.scan_text import Run, surroundings
from etl.readers.scan_worn import pale_pieces

STROKE, BLUR = 0.4, 0.1
"""Character heights: length of a stroke of 二 and 三 at least, and how far the blurred edge of one reaches."""
THICK_END = 1.6
"""How much more ink the end of 一 has than its stroke, at least; grain and blur make 1.4 of a dash."""


def is_dash(run: Run, character: int) -> bool:
    """Whether the ink of a run is one flat stroke."""
    width, height = run.right - run.left, run.bottom - run.top
    return 2 * height <= width <= 3 * character and height <= 0.3 * character


def may_be_number(grey: Pixels, run: Run, character: int) -> bool:
    """Whether a flat stroke may be the number one, or all that shows of a two or a three."""
    return _has_more_strokes(grey, run, character) or _ends_thick(grey, run, character)


def _has_more_strokes(grey: Pixels, run: Run, character: int) -> bool:
    """Whether pale ink over or under a dash is as long as a stroke of 二 or 三 that is printed too thin to count."""
    piece, place = surroundings(grey, run, character)
    labels, _ = pale_pieces(piece, character)
    edge = round(BLUR * character)
    labels[max(place.top - edge, 0) : place.bottom + edge] = 0
    return bool(np.count_nonzero(labels.any(axis=0)) >= STROKE * character)


def _ends_thick(grey: Pixels, run: Run, character: int) -> bool:
    """Whether a dash has the thick end of 一 at its right."""
    edge = max(round(BLUR * character), 2)
    ink = PAPER - np.minimum(grey[max(run.top - edge, 0) : run.bottom + edge, run.left : run.right], PAPER)
    along = ink.sum(axis=0)
    return bool(along[2 * len(along) // 3 :].max() > THICK_END * np.median(along))
