"""The prose of a scanned page: where its lines stand, and how far the numbers in them can be trusted."""

from typing import NamedTuple

import cv2
import numpy as np

from etl.model import UNSURE
from etl.readers.pdf_glyphs import Glyph
from etl.readers.pdf_prose import ProseLine
from etl.readers.pdf_text import Line, is_wide
from etl.readers.scan_figure import FIGURE_SIGNS, LEAST_CONFIDENCE, NUMBER
from etl.readers.scan_ocr import Recognised
from etl.readers.scan_picture import Pixels
from etl.readers.scan_text import (
    SECOND,
    TEXT,
    Page,
    ReadRun,
    Run,
    certainty,
    read_run,
    rows_of,
    text_of,
    without_specks,
)
from etl.readers.scan_upright import Picture

LARGEST_CHARACTER = 45.0
"""Points: larger ink is a picture."""
WORD_GAP = 2.0
"""Characters: ink further apart is read on its own."""
ONE_CHARACTER = (0.8, 1.25)
"""Width of ink in its heights that is one character of a large heading, not two lines."""
FONT = "scan"


def prose_lines(page: Page, tables: list[Run]) -> list[ProseLine]:
    """The lines of print on a page, from the top, beside its tables, whose outlines are given in pixels."""
    picture = page.picture
    dark = page.dark.copy()
    for left, top, right, bottom in tables:
        dark[top:bottom, left:right] = 0
    dark = _without_pictures(without_specks(dark, picture.points, is_cell=False), picture)
    lines: list[ProseLine] = []
    for row in _rows(segments(dark, page.character), page.character):
        read = [trusted_prose(page.black, run, page.character, page.seal_ink) for run in row]
        line = _line([run for run in read if run.text], picture.points, len(lines))
        if line is not None:
            lines.append(ProseLine(line, picture.number, picture.width, picture.height))
    return lines


def _without_pictures(dark: Pixels, picture: Picture) -> Pixels:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    largest = LARGEST_CHARACTER / picture.points
    is_kept = (stats[:, cv2.CC_STAT_WIDTH] < 4 * largest) & (stats[:, cv2.CC_STAT_HEIGHT] < largest)
    is_kept[0] = False
    return np.where(is_kept[labels], dark, 0).astype(np.uint8)


def segments(dark: Pixels, character: int) -> list[Run]:
    """Stretches of ink along a line with no gap wider than ``WORD_GAP``."""
    smeared = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, round(WORD_GAP * character)), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(smeared, connectivity=8)
    found = []
    for number in range(1, len(stats)):
        left, top, width, height, _ = (int(value) for value in stats[number])
        own = np.where(labels[top : top + height, left : left + width] == number, 255, 0).astype(np.uint8)
        ink = cv2.bitwise_and(own, dark[top : top + height, left : left + width])
        is_one = ONE_CHARACTER[0] * height <= width <= ONE_CHARACTER[1] * height
        for first, last in [(0, height)] if is_one else rows_of(own, character):
            columns = np.flatnonzero(ink[first:last].any(axis=0))
            if len(columns):
                found.append(Run(left + int(columns[0]), top + first, left + int(columns[-1]) + 1, top + last))
    return found


def _rows(segments: list[Run], character: int) -> list[list[Run]]:
    """Segments that stand on one line together, those that nearly touch as one."""
    rows: list[list[Run]] = []
    for segment in sorted(segments, key=lambda run: run.top - run.bottom):
        middle = (segment.top + segment.bottom) / 2
        row = next((row for row in rows if row[0].top <= middle <= row[0].bottom), None)
        if row is not None:
            row.append(segment)
        elif segment.bottom - segment.top >= 0.3 * character:
            rows.append([segment])
    return [_merged(row, character) for row in sorted(rows, key=lambda row: row[0].top)]


def _merged(row: list[Run], character: int) -> list[Run]:
    merged: list[Run] = []
    for run in sorted(row, key=lambda run: run.left):
        before = merged[-1] if merged else run
        if merged and run.left - before.right < WORD_GAP * character:
            merged[-1] = Run(
                before.left, min(before.top, run.top), max(before.right, run.right), max(before.bottom, run.bottom)
            )
        else:
            merged.append(run)
    return merged


def _line(read: list[ReadRun], points: float, order: int) -> Line | None:
    """Recognised runs of one line as characters with boxes, in points."""
    if not read:
        return None
    top = min(run.run.top for run in read) * points
    bottom = max(run.run.bottom for run in read) * points
    size = _size(read, points)
    glyphs = [
        Glyph(
            text,
            left,
            top,
            right,
            bottom,
            (left + right) / 2,
            (top + bottom) / 2,
            bottom - top,
            FONT,
            order,
            spaced,
            False,
        )
        for run in read
        for text, left, right, spaced in _boxes(run, size, points)
    ]
    if not glyphs:
        return None
    return Line(tuple(glyphs), read[0].run.left * points, top, read[-1].run.right * points, bottom, size)


def _boxes(run: ReadRun, size: float, points: float) -> list[tuple[str, float, float, bool]]:
    """Each character of a run with its left and right, and whether a blank stands before it; neighbours meet halfway."""
    left, width = run.run.left * points, (run.run.right - run.run.left) * points
    found: list[tuple[str, float, bool]] = []
    is_spaced = False
    for character in run.characters:
        if character.text.strip():
            found.append((character.text, left + width * min(max(character.place, 0.0), 1.0), is_spaced))
        is_spaced = not character.text.strip()
    boxes = []
    for index, (text, middle, spaced) in enumerate(found):
        half = size * (0.5 if is_wide(text) else 0.25)
        before = (found[index - 1][1] + middle) / 2 if index else left
        after = (found[index + 1][1] + middle) / 2 if index + 1 < len(found) else left + width
        reach = half + 0.3 * size
        boxes.append((text, max(before, middle - reach), min(after, middle + reach), spaced))
    return boxes


def _size(read: list[ReadRun], points: float) -> float:
    """The width of a Chinese character: the distance from one to the next, or the height of the line without two."""
    steps = [
        (after.place - before.place) * (run.run.right - run.run.left) * points
        for run in read
        for before, after in zip(run.characters, run.characters[1:], strict=False)
        if is_wide(before.text) and is_wide(after.text)
    ]
    if len(steps) >= 3:
        return float(np.median(steps))
    return float(max(run.run.bottom - run.run.top for run in read)) * points


def trusted_prose(grey: Pixels, run: Run, character: int, foreign: Pixels | None = None) -> ReadRun:
    """Read a run of prose; a number in it that a second reading does not confirm gives way to ``UNSURE``.

    So does one over which ``foreign`` ink lies (255). The second reading is of the number and of its neighbours alone.
    """
    read = read_run(grey, run, character, TEXT)
    if not NUMBER.search(read.text):
        return read
    numbers = _numbers(read.characters)
    doubtful = {
        number.start
        for number in numbers
        if certainty(read.characters[number.start : number.stop]) < LEAST_CONFIDENCE
        or (foreign is not None and _piece(foreign, _around(read, number)).any())
    }
    for group in _groups(read, numbers):
        again = NUMBER.findall(read_run(grey, group.run, character, SECOND).text.translate(FIGURE_SIGNS))
        doubtful |= {
            number.start
            for number in group.numbers
            if text_of(read.characters[number.start : number.stop]) not in again
        }
    kept: list[Recognised] = []
    for place, found in enumerate(read.characters):
        number = next((number for number in numbers if number.start <= place < number.stop), None)
        if number is None or number.start not in doubtful:
            kept.append(found)
        elif place == number.start:
            kept.append(found._replace(text=UNSURE))
    return ReadRun(run, read.reading._replace(text=kept), text_of(kept), read.confidence)


class _Group(NamedTuple):
    """Numbers near one another, and the piece of the line that shows them with their neighbours."""

    run: Run
    numbers: list[slice]


def _groups(read: ReadRun, numbers: list[slice]) -> list[_Group]:
    groups: list[_Group] = []
    for number in numbers:
        run = _around(read, number)
        if groups and run.left <= groups[-1].run.right:
            groups[-1] = _Group(groups[-1].run._replace(right=run.right), [*groups[-1].numbers, number])
        else:
            groups.append(_Group(run, [number]))
    return groups


def _around(read: ReadRun, number: slice) -> Run:
    """The piece of a line that shows a number and the character on either side, cut halfway to the next."""
    run, places = read.run, [found.place for found in read.characters]
    before, behind = number.start - 1, number.stop
    left = (places[before] + places[before - 1]) / 2 if before >= 1 else 0.0
    right = (places[behind] + places[behind + 1]) / 2 if behind + 1 < len(places) else 1.0
    width = run.right - run.left
    return run._replace(left=run.left + round(left * width), right=run.left + round(right * width))


def _piece(page: Pixels, run: Run) -> Pixels:
    return page[run.top : run.bottom, run.left : run.right]


def _numbers(characters: list[Recognised]) -> list[slice]:
    """Where the digits of each number in a line stand among its characters."""
    plain = "".join(character.text[:1].translate(FIGURE_SIGNS) or " " for character in characters)
    return [slice(match.start(), match.end()) for match in NUMBER.finditer(plain)]
