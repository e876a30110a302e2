"""The ruling lines of a scanned page, as a drawing program would have drawn them."""

from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from etl.readers.pdf_drawing import Ruling
from etl.readers.scan_dashes import dashed_runs
from etl.readers.scan_picture import Pixels
from etl.readers.scan_upright import Picture

SHORTEST_HORIZONTAL, SHORTEST_VERTICAL = 0.42, 0.30
"""Inches: longer than any stroke of a character, shorter than the narrowest column and the flattest row."""
SHORTEST_RUNG = 0.15
"""Inches: the height of a row that holds one line of the smallest text."""
_REACH = 0.02
"""Inches by which a line between two others may fall short of them."""
FAINT = 208
"""Grey (of paper at 235) of the palest line."""
GAP, MOST_GAPS = 222, 0.05
"""Grey of bare paper, and the share of a line's length at most on which it shows."""
BARE, LEAST_BARE = 214, 0.75
"""Grey of the paper on both sides of a line, and the share of its length at least on which it is bare."""
_BESIDE = 0.015
"""Inches from a line at which the paper beside it is looked at."""
MOST_FOREIGN = 0.5
"""Share of a line that may lie under a seal."""
SAME_LINE = 3.0
"""Points: pieces of lines this near lie on one line."""
STRAY = 1.2
"""Points by which a piece of a line may lie off it."""
BESIDE, MOST_BESIDE = 3.6, 0.4
"""Points beside a line where there is paper, and the share of that which grain and print may darken."""
TORN = 4.0
"""Points: a gap that wear leaves in a line at most."""
LINE_WIDTH, CLEAR_OF_LINE = 1.2, 1.5
"""Points: width of a line, and what print keeps off it."""
LEAST_DRAWN, WHOLE = 0.7, 0.9
"""Share of a torn line that is left, and of one that needs no mending."""
THIN, SURELY_DRAWN = 0.5, 0.8
"""Points to either side of a line, and the share of it drawn within them, that no strokes of characters one below the other fill."""
LONG = 72.0
"""Points: a line as long as this may end in the open, at the foot of a page."""
HOLD = 4.0
"""Points by which a line may miss the one at which it ends."""
OVERRUN = 0.1
"""Share of its length by which a line may go on beyond the one at which it ends: the edge of a seal lengthens it."""
_STEP = 0.007
"""Inches by which pieces of a line that is not quite level are set off from one another."""
_GAP = 0.012
"""Inches: gaps that wear tears in a line; between the strokes of two characters there is more room."""
_THICKEST = 0.08
"""Inches: what is thicker is a bar or the shadow of the fold."""


class Rulings(NamedTuple):
    """Ruling lines in points from the top left corner of the upright page; ``mask`` is 255 where they are drawn."""

    horizontals: list[Ruling]
    verticals: list[Ruling]
    mask: Pixels


def find_rulings(picture: Picture, dark: Pixels, foreign: Pixels) -> Rulings:
    """Find them in the dark pixels (255) of a page, and where they are too faint for ink, in its grey.

    What consists of ``foreign`` ink (255), a seal's, is none; but a line goes on under it.
    """
    calm = cv2.GaussianBlur(picture.black, (3, 3), 0)
    pale, pale_down = _pale(calm), _pale(calm.T.copy())
    across = _runs(dark, calm, pale, picture.dpi, SHORTEST_HORIZONTAL)
    down = _runs(dark.T.copy(), calm.T.copy(), pale_down, picture.dpi, SHORTEST_VERTICAL)
    foreign_down = foreign.T.copy()
    across, down = _without(across, foreign), _without(down, foreign_down)
    down = _with_rungs(across, down, dark, picture.dpi)
    horizontals, verticals = _rulings(across, picture), _rulings(down, picture)
    for ink, ink_down in ((dark, dark.T.copy()), (pale, pale_down)):
        horizontals += _mended(horizontals, verticals, cv2.subtract(ink, foreign), across, picture.points)
        verticals += _mended(verticals, horizontals, cv2.subtract(ink_down, foreign_down), down, picture.points)
    return Rulings(
        [line for line in horizontals if _is_held(_whole(line, horizontals), verticals)],
        [line for line in verticals if _is_held(_whole(line, verticals), horizontals)],
        cv2.bitwise_or(across, down.T.copy()),
    )


def _runs(dark: Pixels, calm: Pixels, pale: Pixels, dpi: float, shortest: float) -> Pixels:
    """Lines along the rows: drawn through, faint, and dashed."""
    drawn = cv2.bitwise_or(_long_runs(dark, dpi, shortest), _faint_runs(calm, pale, dpi, shortest))
    return cv2.bitwise_or(drawn, dashed_runs(dark, dpi, shortest))


def _mended(lines: list[Ruling], crossing: list[Ruling], ink: Pixels, runs: Pixels, points: float) -> list[Ruling]:
    """Pieces of lines too torn to be found by themselves: where a line runs further on, from one crossing line to the next.

    They are drawn into ``runs``. Rows of ``ink`` and ``runs`` are the places across the lines.
    """
    found = []
    for place in _places([line.position for line in lines]):
        own = [line for line in lines if 0 <= line.position - place <= SAME_LINE]
        meets = _places([c.position for c in crossing if c.start - HOLD <= place <= c.end + HOLD])
        for start, end in pairwise(meets):
            drawn = sum(max(min(line.end, end) - max(line.start, start), 0.0) for line in own)
            if end - start > LONG or drawn >= WHOLE * (end - start):
                continue
            nearest = min(own, key=lambda line: max(line.start - end, start - line.end)).position
            along = slice(round(start / points), round(end / points) + 1)
            across, above, below = (_band(nearest + away, points) for away in (0.0, -BESIDE, BESIDE))
            beside = sorted((_share(ink[above, along]), _share(ink[below, along])))
            # A label may nearly touch a line on one side.
            is_alone = beside[1] <= MOST_BESIDE or (
                beside[0] <= MOST_BESIDE and _share(ink[_band(nearest, points, THIN), along]) >= SURELY_DRAWN
            )
            if is_alone and _is_torn_line(ink[across, along], points):
                runs[across, along] |= ink[across, along]
                found.append(Ruling(nearest, start, end))
    return found


def _band(position: float, points: float, stray: float = STRAY) -> slice:
    """The pixels in which a line drawn at a place may lie."""
    return slice(max(round((position - stray) / points), 0), max(round((position + stray) / points) + 1, 0))


def _share(strip: Pixels) -> float:
    """The share of a strip's length on which it shows ink."""
    return float((strip.max(axis=0) > 0).mean()) if strip.size else 0.0


def _places(positions: list[float]) -> list[float]:
    """Where lines lie, pieces of one line taken together."""
    places: list[float] = []
    for position in sorted(positions):
        if not places or position - places[-1] > SAME_LINE:
            places.append(position)
    return places


def _is_torn_line(strip: Pixels, points: float) -> bool:
    """Whether a strip from one crossing line to the next shows a line with some gaps.

    It must start at one of the two without a gap: a 1 that stands where a line runs on above keeps off both.
    """
    ink: Pixels = strip.max(axis=0) > 0
    clear, line = round(CLEAR_OF_LINE / points), round(LINE_WIDTH / points)
    reaches = bool(ink[line : line + clear].all() or ink[-line - clear : -line].all())
    return reaches and _share(strip) >= LEAST_DRAWN


def _without(runs: Pixels, foreign: Pixels) -> Pixels:
    if not foreign.any():
        return runs
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    covered = np.bincount(labels[foreign > 0], minlength=count)
    is_kept = covered < MOST_FOREIGN * stats[:, cv2.CC_STAT_AREA]
    is_kept[0] = False
    return np.where(is_kept[labels], runs, 0).astype(np.uint8)


def _whole(piece: Ruling, lines: list[Ruling]) -> Ruling:
    """A piece of a torn line as far as the line goes on beyond its gaps."""
    near = [line for line in lines if abs(line.position - piece.position) <= STRAY]
    whole = piece
    while True:
        met = [line for line in near if line.start <= whole.end + TORN and line.end >= whole.start - TORN]
        start, end = min(line.start for line in met), max(line.end for line in met)
        if (start, end) == (whole.start, whole.end):
            return whole
        whole = whole._replace(start=start, end=end)


def _is_held(line: Ruling, crossing: list[Ruling]) -> bool:
    """Whether a line is long, or runs from one crossing line to another: the arc of a stamp does neither."""
    length = line.end - line.start
    if length >= LONG:
        return True
    beyond = max(HOLD, OVERRUN * length)
    met = [other.position for other in crossing if other.start - HOLD <= line.position <= other.end + HOLD]
    starts = any(-HOLD <= place - line.start <= beyond for place in met)
    return starts and any(-HOLD <= line.end - place <= beyond for place in met)


def _pale(calm: Pixels) -> Pixels:
    """Where it is as dark (255) as the palest line, grain evened out along the rows."""
    return cv2.threshold(cv2.blur(calm, (5, 1)), FAINT, 255, cv2.THRESH_BINARY_INV)[1]


def _faint_runs(calm: Pixels, pale: Pixels, dpi: float, shortest: float) -> Pixels:
    """Runs of pale grey along the rows without a gap; strokes of characters side by side have gaps."""
    runs = _long_runs(pale, dpi, shortest)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    kept = np.zeros_like(runs)
    for number in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[number])
        is_line = width >= shortest * dpi and height <= _THICKEST * dpi
        if is_line and _stands_alone(calm, (left, top, width, height), round(_BESIDE * dpi)):
            own = labels[top : top + height, left : left + width] == number
            kept[top : top + height, left : left + width][own] = 255
    return kept


def _stands_alone(calm: Pixels, place: tuple[int, int, int, int], beside: int) -> bool:
    """Whether a pale run has no gaps, and bare paper on both sides: strokes of characters have neither."""
    left, top, width, height = place
    piece = calm[top : top + height, left : left + width].min(axis=0)
    above, below = max(top - beside, 0), min(top + height - 1 + beside, calm.shape[0] - 1)
    is_bare = (calm[above, left : left + width] > BARE) & (calm[below, left : left + width] > BARE)
    return bool(np.count_nonzero(piece > GAP) <= MOST_GAPS * width and np.count_nonzero(is_bare) >= LEAST_BARE * width)


def _with_rungs(across: Pixels, down: Pixels, dark: Pixels, dpi: float) -> Pixels:
    """Add vertical lines that are as short as a flat row, where they run from one horizontal line to another."""
    candidates = _long_runs(dark.T.copy(), dpi, SHORTEST_RUNG)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.subtract(candidates, down), connectivity=8)
    # Transposed: rows are the places across, columns those downwards.
    lines = cv2.dilate(across.T.copy(), np.ones((1, 2 * round(_REACH * dpi) + 1), np.uint8))
    rungs = np.zeros_like(down)
    for number in range(1, len(stats)):
        left, top, width, height, _ = (int(value) for value in stats[number])
        middle = top + height // 2
        if width >= SHORTEST_RUNG * dpi and lines[middle, left] and lines[middle, left + width - 1]:
            own = labels[top : top + height, left : left + width] == number
            rungs[top : top + height, left : left + width][own] = 255
    return cv2.bitwise_or(down, rungs)


def _long_runs(dark: Pixels, dpi: float, shortest: float) -> Pixels:
    """Runs of ink along the rows, at least ``shortest`` inches long, and no thicker than a line."""
    step, gap = max(1, round(_STEP * dpi)), max(2, round(_GAP * dpi))
    thick = cv2.dilate(dark, np.ones((1 + step, 1), np.uint8))
    mended = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    runs = cv2.morphologyEx(mended, cv2.MORPH_OPEN, np.ones((1, round(shortest * dpi)), np.uint8))
    thickest = round(_THICKEST * dpi) + step
    bars = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((thickest, thickest), np.uint8))
    return cv2.subtract(runs, bars)


def _rulings(runs: Pixels, picture: Picture) -> list[Ruling]:
    count, _, stats, centres = cv2.connectedComponentsWithStats(runs, connectivity=8)
    found = []
    for number in range(1, count):
        left, _, width, height, _ = stats[number]
        if width < SHORTEST_RUNG * picture.dpi or height > width:
            continue
        points = picture.points
        found.append(Ruling(float(centres[number][1]) * points, float(left) * points, float(left + width) * points))
    return found
