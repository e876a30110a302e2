"""A page of a document as a picture with cells marked: a PDF through PDFium, a scan through Pillow; nothing in it is run."""

import threading
from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageOps, UnidentifiedImageError

PDF = "application/pdf"
PICTURES = "image/"
"""What the media types of pictures begin with."""
MARK = (0, 114, 178)
"""Colour of the mark; the same as that of the asked cell in the tables that are set again."""
SCALE = 2.5
"""Pixels to the point of the enlarged part."""
WHOLE_WIDTH = 1000
"""Pixels: the whole page is brought to this width at most."""
MAX_PIXELS = 60_000_000
"""A larger scan is not opened: an A4 page at 600 dots to the inch has room."""
_MOST_DRAWN = 12_000_000
_LINE, _HALO = 1.6, 0.4
"""Points: together less than the room that a table leaves between a ruling line and the figure of the next cell."""
_BESIDE, _ABOVE, _LEAST_HEIGHT = 8.0, 55.0, 150.0
"""Points: the room that the enlarged part leaves around what it shows, and its least height."""
_PAPER = 60
"""What is no darker is the paper of a scan."""
_A4 = (8.27, 11.69)
_PAGE_WIDTHS = (5.0, 17.0)
_pdfium = threading.Lock()
"""PDFium serves one thread at a time, and each visitor of the dashboard has one."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the top left corner of the page as it is looked at."""


class NotDrawn(Exception):
    """The page cannot be shown as a picture."""


class PagePictures(NamedTuple):
    """PNG bytes. ``part`` is enlarged around the marked cells, None where none is marked."""

    whole: bytes
    part: bytes | None


def can_be_drawn(media_type: str | None) -> bool:
    """Whether a document of this type has pages that are shown as they are."""
    return media_type is not None and (media_type == PDF or media_type.startswith(PICTURES))


def draw(content: bytes, media_type: str, page: int, boxes: Sequence[Box]) -> PagePictures:
    """Page ``page`` (from 1) with each box outlined, and triangles at both edges of the page at its height.

    Raises ``NotDrawn`` where the document is damaged, too large, or has no such page.
    """
    picture, pixels = _pdf_page(content, page) if media_type == PDF else _scan_page(content, page)
    places = [_placed(box, pixels) for box in boxes]
    for place in places:
        _outline(picture, place, pixels)
    part = _png(picture.crop(_part(picture, places, pixels))) if places else None
    for place in places:
        _point_at(picture, place)
    picture.thumbnail((WHOLE_WIDTH, WHOLE_WIDTH * 3), Image.Resampling.LANCZOS)
    return PagePictures(_png(picture), part)


def _pdf_page(content: bytes, page: int) -> tuple[Image.Image, float]:
    """The page, and its pixels to the point."""
    with _pdfium:
        try:
            document = pdfium.PdfDocument(content)
            try:
                if not 1 <= page <= len(document):
                    raise NotDrawn(f"no page {page} among {len(document)}")
                sheet = document[page - 1]
                width, height = sheet.get_size()
                scale = min(SCALE, (_MOST_DRAWN / max(width * height, 1.0)) ** 0.5)
                return sheet.render(scale=scale).to_pil().convert("RGB"), scale
            finally:
                document.close()
        except (pdfium.PdfiumError, ValueError, MemoryError) as error:
            raise NotDrawn(str(error)) from error


def _scan_page(content: bytes, page: int) -> tuple[Image.Image, float]:
    """The frame of a picture file, upright on white paper, and its pixels to the point."""
    try:
        with Image.open(BytesIO(content)) as opened:
            opened.seek(page - 1)
            if opened.width * opened.height > MAX_PIXELS:
                raise NotDrawn(f"{opened.width} x {opened.height} pixels")
            pixels = _dots_to_the_inch(opened) / 72.0
            turned = ImageOps.exif_transpose(opened)
            layered = turned.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, EOFError, OSError, SyntaxError, ValueError) as error:
        raise NotDrawn(str(error)) from error
    paper = Image.new("RGBA", layered.size, "white")
    return _reduced(Image.alpha_composite(paper, layered).convert("RGB"), pixels)


def _reduced(picture: Image.Image, pixels: float) -> tuple[Image.Image, float]:
    scale = min(1.0, (_MOST_DRAWN / (picture.width * picture.height)) ** 0.5)
    if scale == 1.0:
        return picture, pixels
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS), pixels * scale


def _dots_to_the_inch(frame: Image.Image) -> float:
    """The resolution by which the reader of scans counts points: the stated one if it makes a page, else that of A4."""
    stated = float(frame.info.get("dpi", (0, 0))[0])
    if stated > 0 and _PAGE_WIDTHS[0] <= frame.width / stated <= _PAGE_WIDTHS[1]:
        return stated
    return frame.width / _A4[0 if frame.width <= frame.height else 1]


def _placed(box: Box, pixels: float) -> Box:
    left, top, right, bottom = (place * pixels for place in box)
    return left, top, right, bottom


def _outline(picture: Image.Image, place: Box, pixels: float) -> None:
    """A frame just outside a cell, light around it: it covers no figure and stands out from the ruling lines."""
    pen = ImageDraw.Draw(picture)
    line, halo = max(2, round(_LINE * pixels)), max(1, round(_HALO * pixels))
    reach = line + halo
    pen.rectangle((place[0] - reach, place[1] - reach, place[2] + reach, place[3] + reach), outline="white", width=halo)
    pen.rectangle((place[0] - line, place[1] - line, place[2] + line, place[3] + line), outline=MARK, width=line)


def _point_at(picture: Image.Image, place: Box) -> None:
    """Triangles at the left and right edge at the height of a cell: they show it without its colour, also when small."""
    pen = ImageDraw.Draw(picture)
    middle, size = (place[1] + place[3]) / 2, picture.width / 30
    pen.polygon([(0, middle - size / 2), (size, middle), (0, middle + size / 2)], fill=MARK)
    edge = picture.width - 1
    pen.polygon([(edge, middle - size / 2), (edge - size, middle), (edge, middle + size / 2)], fill=MARK)


def _part(picture: Image.Image, places: Sequence[Box], pixels: float) -> tuple[int, int, int, int]:
    """The part of the page at the height of the cells, in pixels: as wide as it is printed, so that each row has its label."""
    top, bottom = min(place[1] for place in places), max(place[3] for place in places)
    margin = max(_ABOVE, (_LEAST_HEIGHT - (bottom - top) / pixels) / 2) * pixels
    upper, lower = _within(top - margin, bottom + margin, picture.height)
    printed = _printed(picture.crop((0, upper, picture.width, lower)))
    left, right = _within(printed[0] - _BESIDE * pixels, printed[1] + _BESIDE * pixels, picture.width)
    return left, upper, right, lower


def _printed(strip: Image.Image) -> tuple[int, int]:
    """Where what is printed on a strip of the page begins and ends, from left to right."""
    ink = ImageChops.invert(strip.convert("L")).point(lambda grey: 255 if grey > _PAPER else 0).getbbox()
    return (0, strip.width) if ink is None else (ink[0], ink[2])


def _within(low: float, high: float, size: int) -> tuple[int, int]:
    """An extent cut to that of the page, of one pixel at least."""
    begin = min(max(low, 0.0), size - 1.0)
    return round(begin), round(max(min(high, float(size)), begin + 1))


def _png(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG", compress_level=6)
    return written.getvalue()
