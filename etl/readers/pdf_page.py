"""One page of a PDF as PDFium draws it: characters with their boxes, and the ruling lines.

All positions are points from the top left corner of the page as a reader sees it; where most of the text runs
sideways on the sheet, from the corner at which the text starts, and ``PageContent.to_sheet`` leads back.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from etl.model import Box

THIN = 3.0
"""A filled shape no thicker than this is a ruling line, in points."""
BUCKET = 6.0
"""Characters further apart than this, in points, are never one drawn twice."""
MAX_GLYPHS = 60_000
MAX_PATHS = 20_000
MAX_SEGMENTS = 2_000
MAX_FORM_DEPTH = 8
INVISIBLE = 3
"""The text render mode of a recognised scan's hidden text."""
UNKNOWN_CHARACTER = "\ufffd"
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
SOFT_HYPHEN = 2
"""What PDFium gives for the hyphen of a word that is broken at the end of a line."""
SLANT = 0.1
"""Text this far from a quarter turn is a watermark, as a share of a quarter turn."""
LOW_SURROGATES = 0xDC00
SURROGATES = range(0xD800, 0xE000)


class Glyph(NamedTuple):
    """One visible character; the box is as wide as its advance and as high as its font."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    """Centre, from the left."""
    y: float
    """Centre, from the top."""
    size: float
    """Height of the font, in points."""
    font: str
    order: int
    """Place in the content stream."""
    is_spaced: bool
    """Whether the content stream has a blank right before it."""
    is_turned: bool
    """Whether it is set upwards, downwards or upside down."""


class Ruling(NamedTuple):
    """A straight line along an axis: its place across, and where it starts and ends."""

    position: float
    start: float
    end: float


class PageContent(NamedTuple):
    """What one page holds. ``number`` counts from 1."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    horizontals: list[Ruling]
    verticals: list[Ruling]
    has_hidden_text: bool
    has_slanted_text: bool
    has_image: bool
    frame: "Frame"
    sheet: "Frame"

    def to_sheet(self, box: Box) -> Box:
        """Turn a box of this page's text direction into points from the top left corner of the sheet as shown."""
        if self.frame == self.sheet:
            return box
        first = self.sheet.to_view(*self.frame.to_user(box[0], box[1]))
        second = self.sheet.to_view(*self.frame.to_user(box[2], box[3]))
        return (min(first[0], second[0]), min(first[1], second[1]), max(first[0], second[0]), max(first[1], second[1]))


class Frame(NamedTuple):
    """The visible box of a page in PDF user space, and the quarter turns clockwise in which it is looked at."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """User space -> points from the top left corner."""
        return (
            (x - self.left, self.top - y),
            (y - self.bottom, x - self.left),
            (self.right - x, y - self.bottom),
            (self.top - y, self.right - x),
        )[self.turns]

    def to_user(self, u: float, v: float) -> tuple[float, float]:
        """Points from the top left corner -> user space."""
        return (
            (self.left + u, self.top - v),
            (self.left + v, self.bottom + u),
            (self.right - u, self.bottom + v),
            (self.right - v, self.top - u),
        )[self.turns]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as looked at."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)


def read_page(document: pdfium.PdfDocument, index: int) -> PageContent:
    """Read page ``index`` (from 0); raises ``pypdfium2.PdfiumError`` where PDFium cannot load it."""
    page = document[index]
    try:
        sheet = _sheet(page)
        text_page = page.get_textpage()
        try:
            characters = list(_characters(text_page))
        finally:
            text_page.close()
        frame = _main_direction(characters, sheet)
        glyphs, has_slanted = _glyphs(characters, frame)
        drawing = _drawing(page, frame)
    finally:
        page.close()
    width, height = frame.size
    return PageContent(
        number=index + 1,
        width=width,
        height=height,
        glyphs=glyphs,
        horizontals=drawing.horizontals,
        verticals=drawing.verticals,
        has_hidden_text=sum(character.setting.is_hidden for character in characters) * 2 > len(characters),
        has_slanted_text=has_slanted,
        has_image=drawing.has_image,
        frame=frame,
        sheet=sheet,
    )


def _sheet(page: Any) -> Frame:
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if left >= right or bottom >= top:
        left, bottom, right, top = media
    return Frame(left, bottom, right, top, (page.get_rotation() // 90) % 4)


class _Setting(NamedTuple):
    """What the characters of one text object share: font, its height in points, direction, whether it is hidden."""

    font: str
    size: float
    angle: float
    """Degrees anticlockwise, in user space."""
    is_hidden: bool


class _Character(NamedTuple):
    code: int
    left: float
    bottom: float
    right: float
    top: float
    setting: _Setting
    order: int
    is_spaced: bool


def _characters(text_page: Any) -> Iterator[_Character]:
    box = pdfium_c.FS_RECTF()
    settings: dict[int, _Setting] = {}
    fonts: dict[int | None, str] = {}
    is_spaced = False
    for index in range(min(text_page.count_chars(), MAX_GLYPHS)):
        owner = pdfium_c.FPDFText_GetTextObject(text_page, index)
        if not owner:
            # PDFium's own guess at a blank or a line's end; gaps are measured here.
            continue
        code = pdfium_c.FPDFText_GetUnicode(text_page, index)
        if chr(code).isspace():
            is_spaced = True
            continue
        if code == SOFT_HYPHEN or not pdfium_c.FPDFText_GetLooseCharBox(text_page, index, box):
            continue
        key = ctypes.cast(owner, ctypes.c_void_p).value or 0
        setting = settings.get(key)
        if setting is None:
            setting = settings[key] = _setting(text_page, index, owner, fonts)
        edges = (box.left, box.bottom, box.right, box.top)
        if not 0.4 * setting.size < min(edges[2] - edges[0], edges[3] - edges[1]) * 2 < 5 * setting.size:
            edges = _around_ink(text_page, index, setting.size)
        if not math.isfinite(sum(edges)):
            continue
        if code == 0 or pdfium_c.FPDFText_HasUnicodeMapError(text_page, index) == 1:
            code = ord(UNKNOWN_CHARACTER)
        yield _Character(code, *edges, setting, index, is_spaced)
        is_spaced = False


def _setting(text_page: Any, index: int, owner: Any, fonts: dict[int | None, str]) -> _Setting:
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(text_page, index, matrix)
    font = pdfium_c.FPDFTextObj_GetFont(owner)
    key = ctypes.cast(font, ctypes.c_void_p).value
    if key not in fonts:
        name = ctypes.create_string_buffer(128)
        pdfium_c.FPDFFont_GetBaseFontName(font, name, len(name))
        fonts[key] = name.value.decode("utf-8", "replace")
    return _Setting(
        fonts[key],
        abs(pdfium_c.FPDFText_GetFontSize(text_page, index)) * math.hypot(matrix.c, matrix.d),
        math.degrees(math.atan2(matrix.b, matrix.a)),
        pdfium_c.FPDFTextObj_GetTextRenderMode(owner) == INVISIBLE,
    )


def _around_ink(text_page: Any, index: int, size: float) -> tuple[float, float, float, float]:
    """A box of the font's height around the drawn shape: PDFium's own box is far off for fonts set downwards."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium_c.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    x, y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
    return (x - size / 2, y - size / 2, x + size / 2, y + size / 2)


def _main_direction(characters: list[_Character], sheet: Frame) -> Frame:
    """The frame in which most of the text is upright."""
    turns = Counter(round(character.setting.angle / 90) % 4 for character in characters)
    most = max(turns, key=lambda turn: turns[turn], default=sheet.turns)
    return sheet._replace(turns=most) if turns[most] * 2 > len(characters) else sheet


def _glyphs(characters: list[_Character], frame: Frame) -> tuple[list[Glyph], bool]:
    """Characters as seen on the page, and whether some were left out because they are set aslant.

    Those off the page and those drawn twice to look bold are left out too.
    """
    width, height = frame.size
    glyphs: list[Glyph] = []
    drawn: dict[tuple[str, int, int], list[Glyph]] = {}
    has_slanted = False
    high = 0
    for character in characters:
        code = character.code
        if code in SURROGATES:
            if code < LOW_SURROGATES:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - LOW_SURROGATES) if high else ord(UNKNOWN_CHARACTER)
            high = 0
        turn = character.setting.angle / 90 - frame.turns
        if abs(turn - round(turn)) > SLANT:
            has_slanted = True
            continue
        first = frame.to_view(character.left, character.bottom)
        second = frame.to_view(character.right, character.top)
        left, right = (first[0], second[0]) if first[0] < second[0] else (second[0], first[0])
        top, bottom = (first[1], second[1]) if first[1] < second[1] else (second[1], first[1])
        x, y = (left + right) / 2, (top + bottom) / 2
        if not (0 <= x <= width and 0 <= y <= height):
            continue
        glyph = Glyph(
            chr(code),
            left,
            top,
            right,
            bottom,
            x,
            y,
            bottom - top,
            character.setting.font,
            character.order,
            character.is_spaced,
            round(turn) % 4 != 0,
        )
        if _is_drawn_again(glyph, drawn):
            continue
        glyphs.append(glyph)
    return glyphs, has_slanted


def _is_drawn_again(glyph: Glyph, drawn: dict[tuple[str, int, int], list[Glyph]]) -> bool:
    """Whether the same character stands here already; else remember it."""
    reach = min(0.2 * glyph.size, BUCKET)
    columns = {int((glyph.x - reach) / BUCKET), int((glyph.x + reach) / BUCKET)}
    rows = {int((glyph.y - reach) / BUCKET), int((glyph.y + reach) / BUCKET)}
    for column in columns:
        for row in rows:
            for other in drawn.get((glyph.text, column, row), ()):
                if abs(other.x - glyph.x) < reach and abs(other.y - glyph.y) < reach:
                    return True
    drawn.setdefault((glyph.text, int(glyph.x / BUCKET), int(glyph.y / BUCKET)), []).append(glyph)
    return False


class _Drawing:
    """Collects the ruling lines of a page from its paths, thin fills and thin pictures."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.horizontals: list[Ruling] = []
        self.verticals: list[Ruling] = []
        self.has_image = False
        self.path_count = 0

    def add_line(self, first: tuple[float, float], second: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = self.frame.to_view(*first), self.frame.to_view(*second)
        if not math.isfinite(x0 + y0 + x1 + y1):
            return
        width, height = abs(x1 - x0), abs(y1 - y0)
        if height <= 0.5 + width * 0.01:
            self.horizontals.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif width <= 0.5 + height * 0.01:
            self.verticals.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def add_fill(self, points: list[tuple[float, float]]) -> None:
        views = [self.frame.to_view(*point) for point in points]
        left, right = min(x for x, _ in views), max(x for x, _ in views)
        top, bottom = min(y for _, y in views), max(y for _, y in views)
        if not math.isfinite(left + right + top + bottom):
            return
        if bottom - top <= THIN:
            self.horizontals.append(Ruling((top + bottom) / 2, left, right))
        if right - left <= THIN:
            self.verticals.append(Ruling((left + right) / 2, top, bottom))


def _drawing(page: Any, frame: Frame) -> _Drawing:
    drawing = _Drawing(frame)
    _walk(
        drawing,
        (pdfium_c.FPDFPage_GetObject(page, i) for i in range(pdfium_c.FPDFPage_CountObjects(page))),
        IDENTITY,
        0,
    )
    return drawing


def _walk(drawing: _Drawing, objects: Iterator[Any], outer: Matrix, depth: int) -> None:
    for item in objects:
        kind = pdfium_c.FPDFPageObj_GetType(item)
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
            count = pdfium_c.FPDFFormObj_CountObjects(item)
            inner = (pdfium_c.FPDFFormObj_GetObject(item, i) for i in range(max(count, 0)))
            _walk(drawing, inner, _multiply(_matrix(item), outer), depth + 1)


def _add_path(drawing: _Drawing, path: Any, matrix: Matrix) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    if not (fill.value or stroke.value):
        return
    for points in _outlines(path, matrix):
        if stroke.value:
            for first, second in pairwise(points):
                if first and second:
                    drawing.add_line(first, second)
        if fill.value and (corners := [point for point in points if point]):
            drawing.add_fill(corners)


def _outlines(path: Any, matrix: Matrix) -> Iterator[list[tuple[float, float] | None]]:
    """The parts of a path as lists of corners; None stands where a curve breaks the line."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float] | None] = []
    for index in range(min(pdfium_c.FPDFPath_CountSegments(path), MAX_SEGMENTS)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        if kind == pdfium_c.FPDF_SEGMENT_BEZIERTO:
            points.append(None)
        points.append(point)
        if pdfium_c.FPDFPathSegment_GetClose(segment) and points[0] != point:
            points.append(points[0])
    if points:
        yield points


def _matrix(item: Any) -> Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _multiply(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)
