"""Scans of a PDF: its pages printed, laid askew on the glass, stamped, worn, and stored as JPEG in a PDF, or as pictures."""

import io
import math
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Pixels = npt.NDArray[Any]
Container = Literal["pdf", "png", "tiff"]
STAMP_RED = (200, 30, 35)


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
    grey: bool = True
    black_and_white: bool = False
    quality: int = 80
    container: Container = "pdf"


def random_layout(rng: Random) -> ScanLayout:
    """A random scan, some good, some poor."""
    return ScanLayout(
        dpi=rng.choice((150, 200, 200, 250, 300)),
        skew=rng.choice((0.0, 0.5, 1.0, 2.0, 3.0)),
        shift=rng.choice((0.0, 5.0, 12.0)),
        noise=rng.choice((0.0, 5.0, 12.0, 20.0)),
        blur=rng.choice((0.0, 0.2, 0.35, 0.5)),
        specks=rng.choice((0.0, 0.0, 2.0, 8.0)),
        shadow=rng.choice((0.0, 0.0, 0.2, 0.4)),
        stamp=rng.random() < 0.5,
        fading=rng.choice((0.0, 0.0, 0.3)),
        grey=rng.random() < 0.5,
        black_and_white=rng.random() < 0.15,
        quality=rng.choice((40, 60, 80, 90)),
        container=rng.choices(("pdf", "tiff"), (85, 15))[0],
    )


def scan(rng: Random, content: bytes, layout: ScanLayout) -> bytes:
    """A PDF's pages as a scanner would deliver them; a PNG shows them one under the other."""
    pages = [_worn(rng, page, layout) for page in _printed(content, layout.dpi)]
    if layout.container == "png":
        return _picture(np.concatenate(pages), layout.dpi)
    return (_pdf if layout.container == "pdf" else _tiff)(pages, layout)


def _printed(content: bytes, dpi: int) -> list[Pixels]:
    document = pdfium.PdfDocument(content)
    try:
        return [
            np.ascontiguousarray(page.render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=True).to_numpy()[:, :, :3])
            for page in document
        ]
    finally:
        document.close()


def _worn(rng: Random, page: Pixels, layout: ScanLayout) -> Pixels:
    dice = np.random.default_rng(rng.randrange(2**32))
    pixel = layout.dpi / 72
    worn = 255.0 - (255.0 - page.astype(np.float32)) * (1.0 - layout.fading)
    if layout.stamp:
        worn = _stamped(rng, worn, pixel)
    if layout.blur:
        worn = cv2.GaussianBlur(worn, (0, 0), layout.blur * pixel)
    worn = _askew(rng, worn, layout, pixel)
    height, width = worn.shape[:2]
    if layout.shadow:
        worn = worn * np.linspace(1.0 - layout.shadow, 1.0, width, dtype=np.float32)[None, :, None]
    if layout.noise:
        worn = worn + dice.normal(0, layout.noise, (height, width, 1)).astype(np.float32)
    if layout.specks:
        for _ in range(round(layout.specks * width * height / layout.dpi**2)):
            place = (int(dice.integers(width)), int(dice.integers(height)))
            cv2.circle(worn, place, max(1, round(dice.uniform(0.1, 0.45) * pixel)), (60.0, 60.0, 60.0), -1)
    done = np.clip(worn, 0, 255).astype(np.uint8)
    if layout.black_and_white:
        grey = cv2.cvtColor(done, cv2.COLOR_RGB2GRAY)
        paper = np.percentile(grey, 80, axis=0, keepdims=True)
        return cv2.cvtColor(np.where(grey < 0.65 * paper, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2RGB)
    return cv2.cvtColor(cv2.cvtColor(done, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB) if layout.grey else done


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
    return page * ink / 255.0


def _askew(rng: Random, page: Pixels, layout: ScanLayout, pixel: float) -> Pixels:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-layout.skew, layout.skew), 1.0)
    matrix[:, 2] += [rng.uniform(-layout.shift, layout.shift) * pixel for _ in range(2)]
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(250.0, 250.0, 250.0))


def _picture(page: Pixels, dpi: int) -> bytes:
    written = io.BytesIO()
    Image.fromarray(page).save(written, "PNG", dpi=(dpi, dpi))
    return written.getvalue()


def _tiff(pages: list[Pixels], layout: ScanLayout) -> bytes:
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


def _pdf(pages: list[Pixels], layout: ScanLayout) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1)
    for page in pages:
        stored = io.BytesIO()
        Image.fromarray(page).save(stored, "JPEG", quality=layout.quality)
        stored.seek(0)
        canvas.drawImage(ImageReader(stored), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return written.getvalue()
