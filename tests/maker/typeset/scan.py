"""Scans of a PDF: its pages printed, stamped, worn, laid askew on the glass or held aslant, and stored in a PDF or as pictures."""

import io
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Pixels = npt.NDArray[Any]
Container = Literal["pdf", "png", "jpeg", "tiff"]
Turn = Literal[0, 90, 180, 270]
STAMP_RED = (200, 30, 35)
ONE_PICTURE = frozenset({"png", "jpeg"})
"""Containers that hold one picture: the pages one under the other."""
MOST_STITCHED = 8
"""Pages of one picture; more are put into a PDF."""
BAND = 1024
"""Rows of a picture that are given their noise at a time."""
LONG_LINE = 24.0
"""Points: a dark run as long as this is a ruling line."""


@dataclass(frozen=True)
class ScanLayout:
    """Switches of a scan. ``skew`` is the most degrees that a page lies askew, ``noise`` the deviation of the grey."""

    dpi: int = 200
    skew: float = 0.0
    shift: float = 0.0
    """Points by which a sheet lies off its place, at most."""
    noise: float = 0.0
    blur: float = 0.0
    """Deviation of the blur, in points."""
    specks: float = 0.0
    """Specks of dust to the square inch."""
    shadow: float = 0.0
    """Share of the light that is lost at one side of the page."""
    stamp: bool = False
    fading: float = 0.0
    """Share by which black ink is paler."""
    torn: float = 0.0
    """Gaps torn into the ruling lines, to the inch."""
    turned: Turn = 0
    """Degrees by which the sheets lay the wrong way round."""
    tilt: float = 0.0
    """Share of the page by which a camera held aslant draws the corners out of their places, at most."""
    grey: bool = True
    black_and_white: bool = False
    quality: int = 80
    container: Container = "pdf"


LEGIBLE_BLURS = {
    150: (0.0, 0.2, 0.35),
    200: (0.0, 0.2, 0.35, 0.5),
    250: (0.0, 0.2, 0.35, 0.5),
    300: (0.0, 0.2, 0.35, 0.5),
}
"""Resolution -> blurs in points with which print of 9 points can be read: at 150 dpi 0.35 points are most of a pixel."""
LEGIBLE_BLURS_IN_BLACK_AND_WHITE = {
    150: (0.0, 0.2),
    200: (0.0, 0.2, 0.35),
    250: (0.0, 0.2, 0.35),
    300: (0.0, 0.2, 0.35),
}
"""Where each pixel is black or white, blur takes whole strokes away."""


def random_layout(rng: Random) -> ScanLayout:
    """A random scan, some good, some poor, none so poor that a careful person could not read it.

    What office scanners and copiers do to a sheet bounds it: 150 to 300 dpi, a grain of 2 to 5 grey levels (12 for a phone in
    a dim room), an edge blurred over a pixel or two, black ink a third paler. No seal on a page in black and white, where it
    hides what it lies over.
    """
    black_and_white = rng.random() < 0.15
    dpi = rng.choice((150, 200, 200, 250, 300))
    blurs = LEGIBLE_BLURS_IN_BLACK_AND_WHITE if black_and_white else LEGIBLE_BLURS
    drawn = _drawn(rng, dpi, rng.choice((0.0, 5.0, 12.0)), rng.choice(blurs[dpi]), black_and_white)
    return replace(drawn, stamp=drawn.stamp and not black_and_white)


def illegible_layout(rng: Random) -> ScanLayout:
    """A random scan so coarse, grainy or blurred, or so sealed, that small print in it can in part only be guessed."""
    return _drawn(rng, rng.choice((150, 200)), rng.choice((12.0, 20.0)), rng.choice((0.35, 0.5)), rng.random() < 0.15)


def _drawn(rng: Random, dpi: int, noise: float, blur: float, black_and_white: bool) -> ScanLayout:
    container = rng.choices(("pdf", "tiff", "png", "jpeg"), (70, 10, 10, 10))[0]
    return ScanLayout(
        dpi=dpi,
        skew=rng.choice((0.0, 0.2) if container in ONE_PICTURE else (0.0, 0.5, 1.0, 2.0, 3.0)),
        shift=rng.choice((0.0, 5.0, 12.0)),
        noise=noise,
        blur=blur,
        specks=rng.choice((0.0, 0.0, 2.0, 8.0)),
        shadow=rng.choice((0.0, 0.0, 0.2, 0.4)),
        stamp=rng.random() < 0.5,
        fading=0.0 if black_and_white else rng.choice((0.0, 0.0, 0.3)),
        grey=rng.random() < 0.5,
        black_and_white=black_and_white,
        quality=rng.choice((40, 60, 80, 90)),
        torn=rng.choice((0.0, 0.0, 0.5)),
        turned=rng.choices((0, 90, 180, 270), (88, 4, 4, 4))[0],
        tilt=rng.choice((0.0, 0.01)) if container not in ONE_PICTURE and rng.random() < 0.2 else 0.0,
        container=container,
    )


def scan(rng: Random, content: bytes, layout: ScanLayout) -> bytes:
    """A PDF's pages as a scanner or a camera would deliver them."""
    document = pdfium.PdfDocument(content)
    try:
        printed = _printed(document, layout.dpi)
        if layout.container in ONE_PICTURE and len(document) <= MOST_STITCHED:
            return _picture(_turned(_worn(rng, np.concatenate(list(printed)), layout), layout), layout)
        pages = (_turned(_worn(rng, page, layout), layout) for page in printed)
        return _tiff(pages, layout) if layout.container == "tiff" else _pdf(pages, layout)
    finally:
        document.close()


def _printed(document: pdfium.PdfDocument, dpi: int) -> Iterator[Pixels]:
    for page in document:
        pixels = page.render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=True).to_numpy()
        yield np.ascontiguousarray(pixels[:, :, :3])


def _worn(rng: Random, page: Pixels, layout: ScanLayout) -> Pixels:
    dice = np.random.default_rng(rng.randrange(2**32))
    pixel = layout.dpi / 72
    torn = _with_torn_lines(dice, page, layout)
    # In place: stitched sheets are pictures of a hundred megabytes.
    worn = torn.astype(np.float32)
    np.subtract(255.0, worn, out=worn)
    worn *= 1.0 - layout.fading
    np.subtract(255.0, worn, out=worn)
    if layout.stamp:
        worn = _stamped(rng, worn, pixel)
    if layout.blur:
        worn = cv2.GaussianBlur(worn, (0, 0), layout.blur * pixel)
    worn = _askew(rng, worn, layout, pixel)
    height, width = worn.shape[:2]
    if layout.shadow:
        worn *= np.linspace(1.0 - layout.shadow, 1.0, width, dtype=np.float32)[None, :, None]
    if layout.noise:
        for top in range(0, height, BAND):
            band = worn[top : top + BAND]
            band += dice.normal(0, layout.noise, (len(band), width, 1)).astype(np.float32)
    if layout.specks:
        for _ in range(round(layout.specks * width * height / layout.dpi**2)):
            place = (int(dice.integers(width)), int(dice.integers(height)))
            cv2.circle(worn, place, max(1, round(dice.uniform(0.1, 0.45) * pixel)), (60.0, 60.0, 60.0), -1)
    done = np.clip(worn, 0, 255, out=worn).astype(np.uint8)
    if layout.black_and_white:
        grey = cv2.cvtColor(done, cv2.COLOR_RGB2GRAY)
        paper = np.percentile(grey, 80, axis=0, keepdims=True)
        return cv2.cvtColor(np.where(grey < 0.72 * paper, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2RGB)
    return cv2.cvtColor(cv2.cvtColor(done, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB) if layout.grey else done


def _with_torn_lines(dice: np.random.Generator, page: Pixels, layout: ScanLayout) -> Pixels:
    """Gaps of up to two points in the ruling lines."""
    if not layout.torn:
        return page
    torn, pixel = page.copy(), layout.dpi / 72
    ink = np.where(page.min(axis=2) < 128, 255, 0).astype(np.uint8)
    for kernel in (np.ones((1, round(LONG_LINE * pixel)), np.uint8), np.ones((round(LONG_LINE * pixel), 1), np.uint8)):
        line = cv2.dilate(cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel), np.ones((3, 3), np.uint8))
        places = np.argwhere(line)
        inches = len(places) / 4 / layout.dpi
        for row, column in dice.choice(places, round(layout.torn * inches)) if inches else ():
            half = max(1, round(dice.uniform(0.3, 1.0) * pixel))
            hole = (slice(max(row - half, 0), row + half), slice(max(column - half, 0), column + half))
            torn[hole][line[hole] > 0] = 255
    return torn


def _stamped(rng: Random, page: Pixels, pixel: float) -> Pixels:
    """A round red stamp, its ink let through what is black under it."""
    height, width = page.shape[:2]
    ink = np.full_like(page, 255.0)
    centre = (rng.randint(width // 4, 3 * width // 4), rng.randint(height // 4, 3 * height // 4))
    radius = round(58 * pixel)
    cv2.circle(ink, centre, radius, STAMP_RED, max(1, round(3 * pixel)), cv2.LINE_AA)
    star = [
        (
            centre[0] + round(math.sin(k * math.pi * 0.8) * radius * 0.3),
            centre[1] - round(math.cos(k * math.pi * 0.8) * radius * 0.3),
        )
        for k in range(5)
    ]
    cv2.fillPoly(ink, [np.array(star)], STAMP_RED, cv2.LINE_AA)
    for step in range(14):
        angle = math.pi * (0.75 + 1.5 * step / 13)
        place = (
            centre[0] + round(math.cos(angle) * radius * 0.75) - round(4 * pixel),
            centre[1] + round(math.sin(angle) * radius * 0.75) + round(4 * pixel),
        )
        cv2.putText(ink, "#", place, cv2.FONT_HERSHEY_SIMPLEX, 0.35 * pixel, STAMP_RED, max(1, round(pixel)))
    # In place: a sheet at 300 dpi is a hundred megabytes.
    ink *= page
    ink /= 255.0
    return ink


def _askew(rng: Random, page: Pixels, layout: ScanLayout, pixel: float) -> Pixels:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-layout.skew, layout.skew), 1.0)
    matrix[:, 2] += [rng.uniform(-layout.shift, layout.shift) * pixel for _ in range(2)]
    laid = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(250.0, 250.0, 250.0))
    if not layout.tilt:
        return laid
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    drawn = corners + np.array(
        [[rng.uniform(-layout.tilt, layout.tilt) * size for size in (width, height)] for _ in corners], np.float32
    )
    matrix = cv2.getPerspectiveTransform(corners, drawn)
    return cv2.warpPerspective(laid, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(250.0, 250.0, 250.0))


def _turned(page: Pixels, layout: ScanLayout) -> Pixels:
    return np.ascontiguousarray(np.rot90(page, layout.turned // 90))


def _picture(page: Pixels, layout: ScanLayout) -> bytes:
    written = io.BytesIO()
    form = "PNG" if layout.container == "png" else "JPEG"
    Image.fromarray(page).save(written, form, dpi=(layout.dpi, layout.dpi), quality=layout.quality)
    return written.getvalue()


def _tiff(pages: Iterable[Pixels], layout: ScanLayout) -> bytes:
    written = io.BytesIO()
    first, *others = [Image.fromarray(page) for page in pages]
    first.save(
        written,
        "TIFF",
        save_all=True,
        append_images=others,
        dpi=(layout.dpi, layout.dpi),
        compression="jpeg",
        quality=layout.quality,
    )
    return written.getvalue()


def _pdf(pages: Iterable[Pixels], layout: ScanLayout) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, invariant=1)
    for page in pages:
        stored = io.BytesIO()
        Image.fromarray(page).save(stored, "JPEG", quality=layout.quality)
        stored.seek(0)
        size = (page.shape[1] * 72 / layout.dpi, page.shape[0] * 72 / layout.dpi)
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(stored), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return written.getvalue()
