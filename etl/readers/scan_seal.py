"""Round seals on a scanned page: where their ring and their star lie over what was printed before.

A seal of an organ is round, 38 to 50 mm wide, with a star in its middle and letters along the ring (国发〔1999〕25号).
In a colour scan its red tells it from print; in a grey one its shape must.
"""

from typing import NamedTuple

import cv2
import numpy as np

from etl.readers.scan_picture import PAPER, Pixels

RADII = (50.0, 74.0)
"""Points from the middle of a seal to its ring."""
LEAST_RING = 0.8
"""Share of a ring at least that shows ink; lines of text and tables cover less of any circle."""
ROUGH_RING = 0.8
"""The same where the page is reduced, and strokes are as thin as a pixel."""
MOST_BESIDE = 0.65
"""Share at most of the circles beside it: a ring stands out, a dark picture does not."""
_SMALL_DPI = 36.0
_BESIDE = 4.0
_THICKEST = 7.0
"""Points: breadth of a ring at most."""
_STAR_REACH = 0.5
"""Share of the radius within which the star lies."""
_STROKE = 3.4
"""Points: no stroke of a character in the tables is as thick; a star is."""
_EDGE = 0.8
"""Points around a seal's ink in which its blurred edge lies."""
MOST_SEALS = 4
_LEAST_STEP = 40.0
"""Grey by which print is darker than a seal, at least, to be told from it."""
_LIFT = 0.6
"""Share of that step up to which ink is still print."""


class Seal(NamedTuple):
    """Middle and radii of a ring, in pixels."""

    x: float
    y: float
    inner: float
    outer: float

    def touches(self, left: int, top: int, right: int, bottom: int) -> bool:
        """Whether a piece of the page lies under the seal, in part at least."""
        across, down = max(left - self.x, self.x - right, 0.0), max(top - self.y, self.y - bottom, 0.0)
        return across * across + down * down <= self.outer * self.outer


def find_seals(dark: Pixels, dpi: float) -> list[Seal]:
    """The seals in the dark pixels (255) of a page."""
    scale = _SMALL_DPI / dpi
    small = cv2.resize(dark, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = np.where(small > 30, np.float32(1), np.float32(0))
    seals: list[Seal] = []
    for x, y, radius in _circles(ink):
        seal = _refined(dark, x / scale, y / scale, radius / scale, dpi)
        if seal is not None and not any(abs(s.x - seal.x) + abs(s.y - seal.y) < s.outer for s in seals):
            seals.append(seal)
    return seals


def _circles(ink: Pixels) -> list[tuple[float, float, float]]:
    """Middles and radii of the circles with most ink, the best first."""
    pixel = 72.0 / _SMALL_DPI
    found: list[tuple[float, float, float, float]] = []
    for radius in np.arange(RADII[0] / pixel, RADII[1] / pixel + 0.1, 0.5):
        share = cv2.filter2D(ink, -1, _ring(float(radius)), borderType=cv2.BORDER_CONSTANT)
        for _ in range(MOST_SEALS):
            _, best, _, (x, y) = cv2.minMaxLoc(share)
            if best < ROUGH_RING:
                break
            found.append((best, float(x), float(y), float(radius)))
            cv2.circle(share, (x, y), round(radius), 0.0, -1)
    return [circle[1:] for circle in sorted(found, reverse=True)[: 4 * MOST_SEALS]]


def _ring(radius: float) -> Pixels:
    reach = int(radius) + 2
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.uint8)
    cv2.circle(kernel, (reach, reach), round(radius), 1, 1)
    share: Pixels = np.divide(kernel, kernel.sum(), dtype=np.float32)
    return share


def _refined(dark: Pixels, x: float, y: float, radius: float, dpi: float) -> Seal | None:
    """The ring to the pixel; None where it does not stand out from what is beside it."""
    pixel = dpi / 72
    reach = int(radius + 2 * _THICKEST * pixel)
    step = pixel / 2
    best_share, best_x, best_y, profile = 0.0, x, y, np.zeros(reach)
    for _ in range(2):
        middle_x, middle_y = best_x, best_y
        for dx in (-3 * step, -step, 0.0, step, 3 * step):
            for dy in (-3 * step, -step, 0.0, step, 3 * step):
                polar = cv2.warpPolar(
                    dark, (reach, 360), (middle_x + dx, middle_y + dy), reach, cv2.INTER_NEAREST + cv2.WARP_POLAR_LINEAR
                )
                shares = np.count_nonzero(polar, axis=0) / 360
                near = shares[int(radius - 3 * pixel) : int(radius + 3 * pixel)].max()
                if near > best_share:
                    best_share, best_x, best_y, profile = float(near), middle_x + dx, middle_y + dy, shares
    if best_share < LEAST_RING:
        return None
    peak = int(radius - 3 * pixel) + int(profile[int(radius - 3 * pixel) : int(radius + 3 * pixel)].argmax())
    inner = outer = peak
    while inner > 0 and profile[inner - 1] > 0.5 * best_share:
        inner -= 1
    while outer + 1 < reach and profile[outer + 1] > 0.5 * best_share:
        outer += 1
    beside = [profile[max(inner - round(_BESIDE * pixel), 0)], profile[min(outer + round(_BESIDE * pixel), reach - 1)]]
    if outer - inner > _THICKEST * pixel or max(beside) > MOST_BESIDE:
        return None
    return Seal(best_x, best_y, inner - _EDGE * pixel, outer + 1 + _EDGE * pixel)


def seal_ink(dark: Pixels, seals: list[Seal], dpi: float) -> Pixels:
    """Where (255) the ring and the star of the seals lie that ``dark`` shows: not a seal in colour, if it shows black ink alone."""
    mask = np.zeros_like(dark)
    pixel = dpi / 72
    for seal in (seal for seal in seals if _shows(dark, seal)):
        middle, radius = (round(seal.x), round(seal.y)), (seal.inner + seal.outer) / 2
        cv2.circle(mask, middle, round(radius), 255, max(1, round(seal.outer - seal.inner)))
        reach = round(_STAR_REACH * radius)
        left, top = max(middle[0] - reach, 0), max(middle[1] - reach, 0)
        piece = dark[top : middle[1] + reach, left : middle[0] + reach]
        if not piece.size:
            continue
        core = cv2.morphologyEx(piece, cv2.MORPH_OPEN, _disc(_STROKE * pixel))
        star = cv2.bitwise_and(
            cv2.dilate(core, _disc(3 * _STROKE * pixel)), cv2.dilate(piece, _disc(2 * _EDGE * pixel))
        )
        mask[top : middle[1] + reach, left : middle[0] + reach] |= star
    return mask


def lifted(grey: Pixels, dark: Pixels, seals: list[Seal], ink: Pixels) -> Pixels:
    """The page with its seals bleached as far as what was printed beneath them is darker; ``ink`` is that of the seals (255).

    Ink over ink is darker than either. Away from the ring and the star only print much darker than the seal is told from
    its letters.
    """
    shown = [seal for seal in seals if _shows(dark, seal)]
    if not shown:
        return grey
    calm = cv2.GaussianBlur(grey, (3, 3), 0)
    discs = np.zeros_like(dark)
    for seal in shown:
        cv2.circle(discs, (round(seal.x), round(seal.y)), round(seal.outer), 255, -1)
    printed = calm[(dark > 0) & (discs == 0)]
    if not printed.size:
        return grey
    darkest = float(np.percentile(printed, 10))
    bleached = grey.copy()
    for seal in shown:
        left, top = max(round(seal.x - seal.outer), 0), max(round(seal.y - seal.outer), 0)
        place = (slice(top, round(seal.y + seal.outer) + 1), slice(left, round(seal.x + seal.outer) + 1))
        disc, own, piece = discs[place] > 0, ink[place] > 0, calm[place].astype(np.float32)
        level = float(np.median(piece[own])) if own.any() else 0.0
        for where, beneath in ((own, level * darkest / PAPER), (disc & ~own, darkest)):
            if level - beneath >= _LEAST_STEP:
                lightest = beneath + _LIFT * (level - beneath)
                above = np.clip((piece - beneath) / (lightest - beneath), 0.0, 1.0) * PAPER
                bleached[place][where] = above[where].astype(np.uint8)
    return bleached


def _shows(dark: Pixels, seal: Seal) -> bool:
    angles = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    radius = (seal.inner + seal.outer) / 2
    xs = np.clip(seal.x + radius * np.cos(angles), 0, dark.shape[1] - 1).astype(int)
    ys = np.clip(seal.y + radius * np.sin(angles), 0, dark.shape[0] - 1).astype(int)
    return bool(np.count_nonzero(dark[ys, xs]) > len(angles) / 2)


def _disc(width: float) -> Pixels:
    size = max(3, round(width) | 1)
    disc: Pixels = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return disc
