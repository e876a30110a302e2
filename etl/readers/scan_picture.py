"""Pages as they lie, from a scan in a PDF or from a picture file; and their ink told from the paper."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

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
COLOUR_NOISE = 40
"""Difference of the channels that black print has at most, from the scanner and from JPEG."""
_SMEAR = 0.7
"""Points to which JPEG smears a colour."""
PAPER = 235
"""Grey to which the paper is brought."""


class Sheet(NamedTuple):
    """One page as it lies: rows x columns x red, green, blue, at ``dpi`` to the inch."""

    number: int
    colours: Pixels
    dpi: float

    def turned(self, quarters: int) -> "Sheet":
        """The same turned by so many quarters to the left."""
        return self._replace(colours=np.ascontiguousarray(np.rot90(self.colours, quarters)))


def sheets(content: bytes) -> Iterator[Sheet]:
    """The pages of a picture file (PNG, JPEG, TIFF, BMP, WebP, GIF); raises ``UnreadableDocument`` where it is damaged."""
    try:
        with Image.open(BytesIO(content)) as opened:
            for number, frame in enumerate(ImageSequence.Iterator(opened), 1):
                if frame.width * frame.height > MAX_PIXELS:
                    raise UnreadableDocument("图片过大：请以每英寸 300 点以下的分辨率重新扫描")
                dpi = _stated_dpi(frame)
                yield Sheet(number, np.asarray(_flat(frame)), dpi)
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
    narrow, long = sorted(frame.size)
    # More than two pages one after the other, perhaps on their side, are as wide as their narrow side.
    width = narrow if long > 2 * narrow else frame.width
    if stated > 0 and PAGE_WIDTHS[0] <= width / stated <= PAGE_WIDTHS[1]:
        return stated
    return frame.width / (A4_WIDTH if frame.width <= frame.height else A4_HEIGHT)


def in_ink(sheet: Sheet) -> tuple[Pixels, Pixels, float]:
    """Black ink and ink of every colour, both grey on white paper; and their dots to the inch, as many as can be read."""
    height, width = sheet.colours.shape[:2]
    colours, wanted = sheet.colours, min(max(sheet.dpi, LEAST_DPI), MOST_DPI)
    if wanted != sheet.dpi:
        scale = wanted / sheet.dpi
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        colours = cv2.resize(colours, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    grey = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)
    return _without_colour(colours, wanted), _on_white_paper(grey, grey, wanted), wanted


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
    even: Pixels = cv2.divide(grey, np.maximum(paper, 1), scale=PAPER)
    return even
