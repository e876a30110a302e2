"""The objects of one OFD page -> characters and ruling lines, as a page of a PDF has them."""

import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from etl.readers.pdf_characters import MAX_GLYPHS, Character, Setting, main_direction
from etl.readers.pdf_drawing import IDENTITY, MAX_PATHS, Drawing, Matrix
from etl.readers.pdf_frame import Frame
from etl.readers.pdf_glyphs import visible_glyphs
from etl.readers.pdf_page import PageContent
from etl.readers.pdf_text import is_wide

MAX_DEPTH = 8
POINTS = 72 / 25.4
ASCENT, DESCENT = 0.86, 0.14
"""Of a character above and below its baseline, in heights of its font."""
NARROW = 0.5
"""Width of a Latin letter whose successor's place is not given, in heights of its font."""
_STEP = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
Point = tuple[float, float]


def local_name(element: Any) -> str:
    """The name of an element without its namespace, which differs between versions."""
    return str(element.tag).rpartition("}")[2]


def numbers(text: str | None) -> list[float]:
    """The numbers in a text; what is no finite number is 0."""
    found = [float(step) for step in _STEP.findall(text or "") if not step.isalpha()]
    return [number if math.isfinite(number) else 0.0 for number in found]


def drawn(layers: list[Any], number: int, box: tuple[float, float, float, float]) -> PageContent:
    """The page with these layers, the hindmost first; ``box`` is left, top, width and height in millimetres."""
    page = _Page(box)
    for layer in layers:
        for content in (child for child in layer if local_name(child) == "Content"):
            page.walk(content, 0)
    return page.content(number)


class _Place(NamedTuple):
    """How positions within an object become positions on the page."""

    matrix: Matrix
    left: float
    top: float

    def at(self, x: float, y: float) -> Point:
        """Millimetres from the top left corner of the page."""
        a, b, c, d, e, f = self.matrix
        return self.left + a * x + c * y + e, self.top + b * x + d * y + f


class _Page:
    """Gathers the characters and lines of one page."""

    def __init__(self, box: tuple[float, float, float, float]) -> None:
        self.left, self.top, width, height = box
        self.sheet = Frame(0.0, 0.0, width * POINTS, height * POINTS, 0)
        self.height = height
        self.characters: list[Character] = []
        self.paths: list[tuple[list[Point | None], bool, bool]] = []
        """The corners of each path, and whether it is stroked and filled."""
        self.has_image = False
        self.run = 0

    def content(self, number: int) -> PageContent:
        """The page as most of its text is read."""
        frame = main_direction(self.characters, self.sheet)
        glyphs, has_slanted = visible_glyphs(self.characters, frame)
        drawing = Drawing(frame)
        for points, is_stroked, is_filled in self.paths:
            for first, second in pairwise(points) if is_stroked else ():
                if first and second:
                    drawing.add_line(first, second)
            if is_filled and (corners := [point for point in points if point]):
                drawing.add_fill(corners)
        lines = (drawing.horizontals, drawing.verticals)
        return PageContent(number, *frame.size, glyphs, *lines, False, has_slanted, self.has_image, frame, self.sheet)

    def walk(self, parent: Any, depth: int) -> None:
        """Take in what stands in a layer or block."""
        for item in parent:
            name = local_name(item)
            if item.get("Visible", "true") == "false" or len(self.characters) > MAX_GLYPHS:
                continue
            if name == "TextObject":
                self._text(item)
            elif name == "PathObject" and len(self.paths) < MAX_PATHS:
                self._path(item)
            elif name == "ImageObject":
                self.has_image = True
            elif name in ("Layer", "PageBlock") and depth < MAX_DEPTH:
                self.walk(item, depth + 1)

    def _place(self, item: Any) -> _Place:
        matrix, boundary = numbers(item.get("CTM")), [*numbers(item.get("Boundary")), 0.0, 0.0]
        a, b, c, d, e, f = matrix if len(matrix) == 6 else IDENTITY
        return _Place((a, b, c, d, e, f), boundary[0] - self.left, boundary[1] - self.top)

    def _user(self, point: Point) -> Point:
        return point[0] * POINTS, (self.height - point[1]) * POINTS

    def _text(self, item: Any) -> None:
        place = self._place(item)
        size = (numbers(item.get("Size")) or [0.0])[0]
        a, b, c, d, *_ = place.matrix
        turns = math.degrees(math.atan2(-b, a)) / 90 + (numbers(item.get("CharDirection")) or [0.0])[0] / 90
        setting = Setting(item.get("Font", ""), size * math.hypot(c, d) * POINTS, turns, False)
        self.run += 1
        is_spaced = False
        codes = (child for child in item if local_name(child) == "TextCode")
        for char, x, y, width in (found for code in codes for found in _characters(code, size)):
            if char.isspace():
                is_spaced = True
                continue
            corners = [
                self._user(place.at(*corner)) for corner in ((x, y + DESCENT * size), (x + width, y - ASCENT * size))
            ]
            (x0, x1), (y0, y1) = (sorted(axis) for axis in zip(*corners, strict=True))
            self.characters.append((setting, ord(char), (x0, y1, x1, y0), len(self.characters), is_spaced, self.run))
            is_spaced = False

    def _path(self, item: Any) -> None:
        place = self._place(item)
        data = next((child.text or "" for child in item if local_name(child) == "AbbreviatedData"), "")
        how = (item.get("Stroke", "true") == "true", item.get("Fill", "false") == "true")
        for points in _outlines(data):
            self.paths.append(([self._user(place.at(*point)) if point else None for point in points], *how))


def _characters(code: Any, size: float) -> Iterator[tuple[str, float, float, float]]:
    """The characters of a text with their places on the baseline and their widths."""
    text = code.text or ""
    x, y = (numbers(code.get("X")) or [0.0])[0], (numbers(code.get("Y")) or [0.0])[0]
    rights, downs = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
    for number, char in enumerate(text):
        natural = size if is_wide(char) else NARROW * size
        right = rights[number] if number < len(rights) else (natural if not downs else 0.0)
        yield char, x, y, min(right, natural) if right > 0 else natural
        x += right
        y += downs[number] if number < len(downs) else 0.0


def _deltas(text: str | None, most: int) -> list[float]:
    """Steps between characters; ``g 3 4.2`` stands for three of 4.2."""
    steps = (text or "").split()
    found: list[float] = []
    while steps and len(found) < most:
        if steps[0] == "g" and len(steps) > 2:
            found += (numbers(steps[2]) or [0.0]) * min(int((numbers(steps[1]) or [0.0])[0]), most)
            steps = steps[3:]
        else:
            found += numbers(steps[0]) or [0.0]
            steps = steps[1:]
    return found


_CURVES = {"Q": 2, "B": 3, "A": 4}
"""Numbers of pairs that a curve takes, its end last; an arc has three numbers and a flag more."""


def _outlines(data: str) -> Iterator[list[Point | None]]:
    """The parts of a path as lists of corners; None stands where a curve breaks the line."""
    points: list[Point | None] = []
    steps = _STEP.findall(data)
    while steps:
        sign, steps = steps[0], steps[1:]
        count = next((n for n, step in enumerate(steps) if step.isalpha()), len(steps))
        pairs, steps = numbers(" ".join(steps[:count])), steps[count:]
        if sign in "SM" and points:
            yield points
            points = []
        if sign == "C" and points:
            points.append(points[0])
        if sign in _CURVES:
            points.append(None)
        if len(pairs) > 1 and sign in "SMLQBA":
            points.append((pairs[-2], pairs[-1]))
    if points:
        yield points
