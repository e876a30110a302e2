"""Pictures of pages, from a scan in a PDF or from a picture file, upright and with their ink told from the paper."""

import math
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from etl.model import Box
from etl.readers.errors import UnreadableDocument

Pixels = npt.NDArray[Any]
"""A grey picture: rows of bytes, 0 black to 255 white."""

LEAST_DPI, MOST_DPI = 150.0, 300.0
"""Pictures are brought to a resolution within these: less blurs the digits, more only costs time."""
MAX_PIXELS = 60_000_000
"""A picture larger than an A4 page at 600 dpi with room to spare is refused."""
A4_WIDTH, A4_HEIGHT = 8.27, 11.69
"""Inches, for pictures that do not state their resolution."""
PAGE_WIDTHS = (5.0, 17.0)
"""Inches: a stated resolution that makes the page narrower or wider is a default of the software, and not believed."""
MOST_SKEW = 6.0
"""Degrees: how far a page lies askew at most."""
_SKEW_WIDTH = 800
"""Width in pixels to which a page is reduced to find its skew."""
COLOUR_NOISE = 40
"""Difference of the channels that black print has at most, from the scanner and from JPEG."""
_SMEAR = 0.7
"""Points to which JPEG smears a colour."""
_PAPER = 235
"""Grey to which the paper is brought."""


class Picture(NamedTuple):
    """One page, upright. ``black`` shows black ink only, ``ink`` that of every colour; both are ``dpi`` to the inch."""

    number: int
    black: Pixels
    ink: Pixels
    dpi: float
    width: float
    """Of the page, in points."""
    height: float
    skew: float
    """Degrees clockwise by which the page lay askew."""

    @property
    def points(self) -> float:
        """Points to the pixel."""
        return 72.0 / self.dpi

    def to_sheet(self, box: Box) -> Box:
        """A box of the upright page, in points, -> the box around it on the page as it lies."""
        angle = math.radians(self.skew)
        middle_x, middle_y = self.width / 2, self.height / 2
        corners = [(x - middle_x, y - middle_y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        turned = [
            (x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)) for x, y in corners
        ]
        xs, ys = [x + middle_x for x, _ in turned], [y + middle_y for _, y in turned]
        return (min(xs), min(ys), max(xs), max(ys))


def pictures(content: bytes) -> Iterator[Picture]:
    """The pages of a picture file (PNG, JPEG, TIFF, BMP, WebP, GIF); raises ``UnreadableDocument`` where it is damaged."""
    try:
        with Image.open(BytesIO(content)) as opened:
            for number, frame in enumerate(ImageSequence.Iterator(opened), 1):
                if frame.width * frame.height > MAX_PIXELS:
                    raise UnreadableDocument("图片过大：请以每英寸 300 点以下的分辨率重新扫描")
                dpi = _stated_dpi(frame)
                yield upright(np.asarray(_flat(frame)), number, dpi)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise UnreadableDocument("图片已损坏或不完整：请重新下载或重新扫描") from error


def _flat(frame: Image.Image) -> Image.Image:
    """A picture in red, green and blue on white paper, turned as its camera says."""
    turned = ImageOps.exif_transpose(frame)
    if turned.has_transparency_data:
        layered = turned.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("RGB")
    return turned.convert("RGB")


def _stated_dpi(frame: Image.Image) -> float:
    stated = float(frame.info.get("dpi", (0, 0))[0])
    if stated > 0 and PAGE_WIDTHS[0] <= frame.width / stated <= PAGE_WIDTHS[1]:
        return stated
    return frame.width / (A4_WIDTH if frame.width <= frame.height else A4_HEIGHT)


def upright(colours: Pixels, number: int, dpi: float) -> Picture:
    """A page (rows x columns x red, green, blue) at a resolution that can be read, its paper white, its lines level."""
    height, width = colours.shape[:2]
    wanted = min(max(dpi, LEAST_DPI), MOST_DPI)
    if wanted != dpi:
        scale = wanted / dpi
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        colours = cv2.resize(colours, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    black = _without_colour(colours, wanted)
    grey = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)
    ink = _on_white_paper(grey, grey, wanted)
    skew = _skew(ink)
    return Picture(
        number,
        _turned(black, skew),
        _turned(ink, skew),
        wanted,
        width * 72.0 / dpi,
        height * 72.0 / dpi,
        skew,
    )


def _without_colour(colours: Pixels, dpi: float) -> Pixels:
    """The grey of black ink alone: stamps and pens fade as far as they have a colour; black ink, also under them, has none.

    JPEG and blur smear a colour over its surroundings, so that thin strokes of it show less: what is near one fades with it,
    as far as it is bright.
    """
    red, green, blue = cv2.split(colours)
    brightest = cv2.max(cv2.max(red, green), blue)
    colour = cv2.subtract(brightest, cv2.min(cv2.min(red, green), blue))
    colour = cv2.subtract(colour, np.full_like(colour, COLOUR_NOISE))
    reach = 2 * max(1, round(_SMEAR * dpi / 72)) + 1
    near = cv2.multiply(cv2.dilate(colour, np.ones((reach, reach), np.uint8)), brightest, scale=1 / 255)
    return _on_white_paper(cv2.add(brightest, cv2.max(colour, near)), brightest, dpi)


def _on_white_paper(grey: Pixels, bare: Pixels, dpi: float) -> Pixels:
    """Even out shadows and tinted paper: each pixel against the paper around it, as ``bare`` shows it."""
    small = cv2.resize(bare, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    reach = max(3, round(dpi / 8 * 0.25)) | 1
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((reach, reach), np.uint8)), 5)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even: Pixels = cv2.divide(grey, np.maximum(paper, 1), scale=_PAPER)
    return even


def _skew(grey: Pixels) -> float:
    """Degrees clockwise by which lines of text and ruling lie askew: where the rows of ink stand out most sharply."""
    scale = min(1.0, _SKEW_WIDTH / grey.shape[1])
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = np.where(small < 180, 255 - small, 0).astype(np.float32)
    rough = max(np.arange(-MOST_SKEW, MOST_SKEW + 0.1, 0.5), key=lambda angle: _sharpness(dark, angle))
    fine = max(np.arange(rough - 0.5, rough + 0.51, 0.1), key=lambda angle: _sharpness(dark, angle))
    finest = max(np.arange(fine - 0.1, fine + 0.11, 0.025), key=lambda angle: _sharpness(dark, angle))
    return float(finest)


def _sharpness(dark: Pixels, angle: float) -> float:
    """How unevenly ink lies over the rows once the page is turned back by an angle."""
    height, width = dark.shape
    # A shear moves each column as far as a small turn would, at a fraction of its cost.
    shear = np.array([[1, 0, 0], [-math.tan(math.radians(angle)), 1, width / 2 * math.tan(math.radians(angle))]])
    rows = cv2.warpAffine(dark, shear, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def _turned(grey: Pixels, skew: float) -> Pixels:
    if abs(skew) < 0.02:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    return cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(_PAPER,))
