"""How far what was read can be trusted.

A figure counts only if two readings of the same ink, prepared differently, agree, each is certain, and the ink is as wide
as so many digits are. Where they do not, three more are made of the ink freed of noise: three of the five that agree will
do, if no other makes another figure of it and the print is not pale. Any other ink that looks like a figure, or reads as
nothing, gets the mark ``UNSURE``, which no number bears: it is never blank, and never a guess. The figures that it may be
are kept beside it.
"""

import re
from itertools import product
from math import prod
from typing import NamedTuple

import cv2
import numpy as np

from etl.model import UNSURE
from etl.readers.pdf_join import is_value
from etl.readers.scan_ocr import LOOK_ALIKES, Recognised
from etl.readers.scan_picture import Pixels
from etl.readers.scan_text import (
    CALM,
    GRAIN,
    SECOND,
    TEXT,
    Run,
    View,
    certainty,
    read_run,
    surroundings,
    text_of,
)

LEAST_CONFIDENCE = 0.7
"""Of the least certain character of a figure, in each reading that counts."""
PALE_PRINT, SURE_CONFIDENCE = 100.0, 0.85
"""Contrast (of 235) of print so pale that all readings of a digit may err alike; and certainty of two readings that suffice."""
VOTES = 3
"""Of five readings; each as certain as that."""
VETO = 0.5
"""Certainty with which one reading of another figure forbids the vote."""
POSSIBLE = 0.25
"""Certainty of what may be a figure at all."""
MOST_WAYS = 8
"""Ways to read one figure; where there are more, only the likeliest is followed."""
_SMOOTH = View(margin=0.3, stretch=1.1)
_WIDE = View(margin=0.2, stretch=1.2)
LEAN = 0.15
"""Heights by which the top of a 1 may lean to the right of its foot; a stroke (/) leans further."""
DIGIT_PITCH, DIGIT_WIDTH = 0.75, 0.55
"""Distance from digit to digit, and width of the ink of the last, in heights of a digit."""
NARROW_PITCH, NARROW_WIDTH, NARROW_ONE = 0.62, 0.45, 0.17
"""The same of narrow digits that blur makes higher; and by how much less a 1 at either end fills."""
BAR, BAR_TO_STEM, STEM = 0.52, 1.75, 0.52
"""Width of the top of a 7, in heights of a digit, and as a share of its stem; and the most that the stem of a 1 takes, which a
4 goes beyond. A lone 1 and a lone 7 are what the model takes for one another.
"""
SMALL_DIGIT, SMALLEST_DIGIT = 15, 12
"""Pixels: digits no higher are read five times, but for a plain 0; of digits no higher than that all five must agree."""
WIDEST_DIGIT = 0.9
"""Heights of a digit; what is wider holds a sign or a second digit that touches it."""
WIDE_PITCH = (1.0, 1.7)
"""Distance from one full-width digit to the next, in heights of a digit: the white between them is no blank. Two alone may also
be half-width digits with a blank between them, one figure or two.
"""
WIDEST_PITCH = 0.9
"""The same of two digits that no blank parts."""
UNEVEN_WIDE = 1.15
"""How much further apart some of them stand than others, at most."""
UNEVEN = 1.3
"""Digits stand as far apart as their middle ones, or at most by this much further; a point between them takes more."""
FIGURE_SIGNS = str.maketrans("０１２３４５６７８９，．：:／－—–", "0123456789,.../---")
FIGURE = re.compile(rf"[0-9.,，．+－-]*[0-9{''.join(LOOK_ALIKES.values())}]+")
"""What may be a figure whose digits were taken for their look-alikes."""
_GROUPS = re.compile(r"(\d{1,3})((?:[.,]\d{3})+)(\.\d{1,2})")
"""A group of three is parted by a comma wherever a decimal point follows, though it was read as a point."""
_POINT_OR_COMMA = re.compile(r"\d{1,3}[.,]\d{3}")
"""A number that is a thousand times as large if its point is a comma; in a scan they look alike."""
_DUST = ".·•:'° "
"""What a speck beside a figure is taken for; no figure starts or ends so."""
NUMBER = re.compile(r"\d+(?:[.,，．]\d+)*")


class Figure(NamedTuple):
    """What a cell of figures says, marked where it is not certain; and then the figures that it may be."""

    text: str
    confidence: float
    candidates: tuple[str, ...] = ()


class _Vote(NamedTuple):
    figure: str
    confidence: float
    may_be: tuple[str, ...]
    """The same figure, and those with one digit or more that it may be as well."""


def read_figure(grey: Pixels, dark: Pixels, run: Run, character: int) -> Figure:
    """The figure in a run of ink."""
    is_wide = _is_set_wide(dark, run)
    votes = [_vote(grey, run, character, view, is_wide) for view in (TEXT, SECOND)]
    first, second = votes
    figure = first.figure
    confidence = min(first.confidence, second.confidence)
    is_pale = _contrast(grey, run) < PALE_PRINT
    is_agreed = figure != "" and figure == second.figure and confidence >= SURE_CONFIDENCE
    is_plain = figure == "0" and confidence >= SURE_CONFIDENCE
    height = run.bottom - run.top
    if not is_agreed or (height <= SMALL_DIGIT and not is_plain):
        votes += _more_votes(grey, run, character, is_wide)
        agreed = VOTES if height > SMALLEST_DIGIT else len(votes)
        figure = "" if is_pale and not is_agreed else _seven(votes, dark, run) or _voted(votes, agreed)
    if figure and _looks_like(figure, dark, run):
        agreeing = sorted((vote.confidence for vote in votes if vote.figure == figure), reverse=True)
        return Figure(figure, agreeing[min(len(agreeing), VOTES) - 1])
    # What the readings differ on may be a figure in any.
    shown = next((vote.figure for vote in votes if _is_marked(vote.figure)), first.figure)
    return Figure(shown + UNSURE if _is_marked(shown) else shown, confidence, _possible(votes))


def _is_set_wide(dark: Pixels, run: Run) -> bool:
    """Whether the digits of a figure stand evenly, as far apart as full-width ones, a point between them left aside."""
    height = run.bottom - run.top
    ink = dark[run.top : run.bottom, run.left : run.right]
    pieces = _pieces_along(ink)
    digits = [piece for piece in pieces if ink[: height // 2, piece[0] : piece[1]].any()]
    steps = np.diff([sum(piece) / 2 for piece in digits]) / height
    if not len(steps) or len(digits) < len(pieces) - 1 or max(np.diff(digits)) > WIDEST_DIGIT * height:
        return False
    # A point takes the place of a digit.
    places = np.maximum(np.round(steps / steps.min()), 1.0)
    pitches = steps / places
    is_wide = pitches.min() >= WIDE_PITCH[0] and pitches.max() <= WIDE_PITCH[1]
    return bool(is_wide and places.max() <= 2 and pitches.max() <= UNEVEN_WIDE * pitches.min())


def _pieces_along(ink: Pixels) -> list[tuple[int, int]]:
    """First column and the one after the last of each stretch of ink, from the left."""
    bounds = np.flatnonzero(np.diff(np.concatenate(([0], ink.any(axis=0).astype(np.int8), [0]))))
    return [(int(first), int(last)) for first, last in bounds.reshape(-1, 2)]


def _contrast(grey: Pixels, run: Run) -> float:
    """By how much the ink of a run is darker than paper."""
    return float(np.median(grey)) - float(np.percentile(grey[run.top : run.bottom, run.left : run.right], 5))


def possible_figures(grey: Pixels, run: Run, character: int) -> tuple[str, ...]:
    """The figures that a run of ink may be."""
    votes = [_vote(grey, run, character, view) for view in (TEXT, SECOND)]
    return _possible(votes + _more_votes(grey, run, character))


def _vote(grey: Pixels, run: Run, character: int, view: View, is_wide: bool = False) -> _Vote:
    read = read_run(grey, run, character, view).reading.figure
    if is_wide:
        read = [found for found in read if found.text.strip()]
    figure = _plain_figure(read)
    ways = [found.text + (found.digits if found.text in LOOK_ALIKES else "") for found in read]
    others = ("".join(way) for way in product(*ways)) if prod(map(len, ways)) <= MOST_WAYS else ()
    return _Vote(figure, certainty(read), tuple(dict.fromkeys((figure, *others))))


def _more_votes(grey: Pixels, run: Run, character: int, is_wide: bool = False) -> list[_Vote]:
    """Readings of the ink without the grain of a scanner, each smoothed in another way."""
    piece, place = surroundings(grey, run, character)
    smoothed = (
        (cv2.GaussianBlur(piece, (0, 0), GRAIN * character), CALM),
        (cv2.bilateralFilter(piece, 7, 60, 2), _SMOOTH),
        (cv2.medianBlur(piece, 3), _WIDE),
    )
    return [_vote(calm, place, character, view, is_wide) for calm, view in smoothed]


def _seven(votes: list[_Vote], dark: Pixels, run: Run) -> str:
    """A lone 7 that some readings take for a 1, told by its bar."""
    figures = [vote.figure for vote in votes if vote.confidence >= LEAST_CONFIDENCE]
    return "7" if figures.count("7") > 1 and set(figures) <= {"1", "7"} and _is_barred(dark, run) else ""


def _voted(votes: list[_Vote], needed: int) -> str:
    """The figure that enough readings agree on and none gainsays; empty if there is none."""
    for figure in dict.fromkeys(vote.figure for vote in votes if is_value(vote.figure)):
        agreeing = [vote for vote in votes if vote.figure == figure and vote.confidence >= LEAST_CONFIDENCE]
        against = [v for v in votes if v.figure != figure and v.confidence >= VETO and _is_marked(v.figure)]
        if len(agreeing) >= needed and not against:
            return figure
    return ""


def _possible(votes: list[_Vote]) -> tuple[str, ...]:
    """The figures that one reading at least makes of the ink, a comma or a point in it read either way."""
    likely = [without_dust(figure) for vote in votes if vote.confidence >= POSSIBLE for figure in vote.may_be]
    found = [figure for figure in likely if re.fullmatch(r"-?\d[\d.,]*", figure)]
    either = [other for figure in found for other in _either_sign(figure)]
    return tuple(dict.fromkeys(either))


def without_dust(figure: str) -> str:
    """A figure without what specks beside it were taken for."""
    return figure.lstrip(_DUST).rstrip(_DUST)


def _either_sign(figure: str) -> tuple[str, ...]:
    if not _POINT_OR_COMMA.fullmatch(figure):
        return (figure,)
    return (figure.replace(".", ","), figure.replace(",", "."))


def _plain_figure(characters: list[Recognised]) -> str:
    plain = text_of(characters).translate(FIGURE_SIGNS)
    match = _GROUPS.fullmatch(plain)
    return match[1] + match[2].replace(".", ",") + match[3] if match else plain


def _is_marked(figure: str) -> bool:
    """Whether doubt is shown: letters that no number bears speak for themselves."""
    return not figure or is_value(figure) or bool(FIGURE.fullmatch(figure))


def _looks_like(figure: str, dark: Pixels, run: Run) -> bool:
    """Whether nothing in the ink itself speaks against a figure."""
    if figure != without_dust(figure) or _POINT_OR_COMMA.fullmatch(figure) or not _has_width_of(figure, dark, run):
        return False
    return not (figure == "1" and (_leans(dark, run) or _is_barred(dark, run) or _is_broad(dark, run)))


def _has_width_of(figure: str, dark: Pixels, run: Run) -> bool:
    """Whether the ink of a run of digits is as many pieces, evenly set, as there are digits, or as wide as so many are.

    More digits in the ink than were read show here, and so does a decimal point that was not.
    """
    if not figure.isascii() or not figure.isdigit():
        return True
    width, height = run.right - run.left, run.bottom - run.top
    pieces = np.array(_pieces_along(dark[run.top : run.bottom, run.left : run.right]))
    if len(pieces) == len(figure) and np.diff(pieces).max() <= WIDEST_DIGIT * height:
        steps = np.diff(pieces.mean(axis=1))
        if len(steps) == 1:
            return bool(steps[0] <= WIDEST_PITCH * height)
        return not len(steps) or bool(steps.max() <= UNEVEN * np.median(steps) + 1.0)
    most = ((len(figure) - 1) * DIGIT_PITCH + DIGIT_WIDTH + 0.4 * DIGIT_PITCH) * height
    ones = (figure[0] == "1") + (figure[-1] == "1")
    return ((len(figure) - 1) * NARROW_PITCH + NARROW_WIDTH - ones * NARROW_ONE) * height < width < most


def _leans(dark: Pixels, run: Run) -> bool:
    """Whether the ink of one character runs up to the right, as a stroke does."""
    ink = dark[run.top : run.bottom, run.left : run.right] > 0
    third = max(1, ink.shape[0] // 3)
    top, foot = np.nonzero(ink[:third])[1], np.nonzero(ink[-third:])[1]
    return len(top) > 0 and len(foot) > 0 and bool(top.mean() - foot.mean() > LEAN * ink.shape[0])


def _is_barred(dark: Pixels, run: Run) -> bool:
    """Whether the ink of one character has a bar at its top, wider than its stem."""
    breadths = _breadths(dark, run)
    bar, stem = breadths[: max(1, len(breadths) // 4)].max(), np.median(breadths[len(breadths) // 2 :])
    return bool(bar >= BAR * len(breadths) and bar >= BAR_TO_STEM * stem)


def _is_broad(dark: Pixels, run: Run) -> bool:
    """Whether the ink of one character is broader below its middle than the stem of a 1."""
    breadths = _breadths(dark, run)
    height = len(breadths)
    return bool(breadths[round(0.4 * height) : max(round(0.8 * height), 1)].max() > STEM * height)


def _breadths(dark: Pixels, run: Run) -> Pixels:
    """From the first to the last ink of each row, in pixels."""
    ink = dark[run.top : run.bottom, run.left : run.right] > 0
    reach: Pixels = np.where(ink.any(axis=1), ink.shape[1] - ink[:, ::-1].argmax(axis=1) - ink.argmax(axis=1), 0)
    return reach
