"""The straight lines that are drawn on a page: strokes, thin fills and thin pictures, also in drawings placed on it."""

import ctypes
import math
from collections.abc import Iterator
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from etl.readers import pdf_calls
from etl.readers.pdf_frame import Frame

THIN = 3.0
"""A filled shape no thicker than this is a ruling line, in points."""
MAX_PATHS = 20_000
MAX_SEGMENTS = 2_000
MAX_FORM_DEPTH = 8
Matrix = tuple[float, float, float, float, float, float]
_Place, _Matrix, _Flags = ctypes.c_float * 2, ctypes.c_float * 6, ctypes.c_int * 2
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Ruling(NamedTuple):
    """A straight line along an axis: its place across, and where it starts and ends."""

    position: float
    start: float
    end: float


class Drawing:
    """Collects the ruling lines of a page from its paths, thin fills and thin pictures."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.horizontals: list[Ruling] = []
        self.verticals: list[Ruling] = []
        self.has_image = False
        self.path_count = 0

    def add_line(self, first: tuple[float, float], second: tuple[float, float]) -> None:
        """Take in a stroke between two points in user space, if it runs along an axis."""
        (x0, y0), (x1, y1) = self.frame.to_view(*first), self.frame.to_view(*second)
        if not math.isfinite(x0 + y0 + x1 + y1):
            return
        width, height = abs(x1 - x0), abs(y1 - y0)
        if height <= 0.5 + width * 0.01:
            self.horizontals.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif width <= 0.5 + height * 0.01:
            self.verticals.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def add_fill(self, points: list[tuple[float, float]]) -> None:
        """Take in a filled shape, given by its corners in user space, if it is thin enough for a line."""
        views = [self.frame.to_view(*point) for point in points]
        left, right = min(x for x, _ in views), max(x for x, _ in views)
        top, bottom = min(y for _, y in views), max(y for _, y in views)
        if not math.isfinite(left + right + top + bottom):
            return
        if bottom - top <= THIN:
            self.horizontals.append(Ruling((top + bottom) / 2, left, right))
        if right - left <= THIN:
            self.verticals.append(Ruling((left + right) / 2, top, bottom))


def read_drawing(page: Any, frame: Frame) -> Drawing:
    """Collect the lines of a page, as seen in ``frame``."""
    drawing = Drawing(frame)
    at = pdf_calls.address(page.raw)
    count = pdfium_c.FPDFPage_CountObjects(page)
    _walk(drawing, map(pdf_calls.page_object, repeat(at), range(count)), IDENTITY, 0)
    return drawing


def _walk(drawing: Drawing, objects: Iterator[int], outer: Matrix, depth: int) -> None:
    for item in objects:
        kind = pdf_calls.object_type(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            drawing.path_count += 1
            if drawing.path_count > MAX_PATHS:
                return
            _add_path(drawing, item, _multiply(_matrix(item), outer))
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            drawing.has_image = True
            placed = _multiply(_matrix(item), outer)
            drawing.add_fill([_apply(placed, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))])
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            count = pdf_calls.form_object_count(item)
            inner = map(pdf_calls.form_object, repeat(item), range(max(count, 0)))
            _walk(drawing, inner, _multiply(_matrix(item), outer), depth + 1)


def _add_path(drawing: Drawing, path: int, matrix: Matrix) -> None:
    fills_and_strokes = _Flags()
    at = ctypes.addressof(fills_and_strokes)
    pdf_calls.draw_mode(path, at, at + ctypes.sizeof(ctypes.c_int))
    is_filled, is_stroked = fills_and_strokes
    if not (is_filled or is_stroked):
        return
    for points in _outlines(path, matrix):
        if is_stroked:
            for first, second in pairwise(points):
                if first and second:
                    drawing.add_line(first, second)
        if is_filled and (corners := [point for point in points if point]):
            drawing.add_fill(corners)


def _outlines(path: int, matrix: Matrix) -> Iterator[list[tuple[float, float] | None]]:
    """The parts of a path as lists of corners; None stands where a curve breaks the line."""
    place = _Place()
    x_at = ctypes.addressof(place)
    y_at = x_at + ctypes.sizeof(ctypes.c_float)
    points: list[tuple[float, float] | None] = []
    for index in range(min(pdf_calls.segment_count(path), MAX_SEGMENTS)):
        segment = pdf_calls.path_segment(path, index)
        kind = pdf_calls.segment_type(segment)
        pdf_calls.segment_point(segment, x_at, y_at)
        point = _apply(matrix, *place)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        if kind == pdfium_c.FPDF_SEGMENT_BEZIERTO:
            points.append(None)
        points.append(point)
        if len(points) > 1 and pdf_calls.segment_closes(segment) and points[0] != point:
            points.append(points[0])
    if points:
        yield points


def _matrix(item: int) -> Matrix:
    matrix = _Matrix()
    if not pdf_calls.object_matrix(item, ctypes.addressof(matrix)):
        return IDENTITY
    a, b, c, d, e, f = matrix
    return (a, b, c, d, e, f)


def _multiply(inner: Matrix, outer: Matrix) -> Matrix:
    if outer is IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)
