"""A page as it lies -> the page upright: level, straight, and with its head at the top."""

from typing import NamedTuple

import cv2
import numpy as np

from etl.model import Box
from etl.readers.scan_level import level, moved
from etl.readers.scan_picture import PAPER, Pixels, Sheet, in_ink


class Picture(NamedTuple):
    """One page, upright. ``black`` shows black ink only, ``ink`` that of every colour; both are ``dpi`` to the inch."""

    number: int
    black: Pixels
    ink: Pixels
    dpi: float
    width: float
    """Of the page, in points."""
    height: float
    lying: Pixels
    """The matrix (3 x 3) of a point of the upright page -> the point of the page as it lies, in points."""

    @property
    def points(self) -> float:
        """Points to the pixel."""
        return 72.0 / self.dpi

    def to_sheet(self, box: Box) -> Box:
        """A box of the upright page, in points, -> the box around it on the page as it lies."""
        corners = np.array([[(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]], np.float64)
        xs, ys = cv2.perspectiveTransform(corners, self.lying)[0].T.tolist()
        return (min(xs), min(ys), max(xs), max(ys))


def upright(sheet: Sheet, quarters: int = 0) -> Picture:
    """The page, turned to the left by so many quarters first."""
    black, ink, dpi = in_ink(sheet.turned(quarters) if quarters else sheet)
    matrix = level(ink, dpi)
    scale = np.diag([dpi / 72, dpi / 72, 1.0])
    height, width = ink.shape
    straight = np.linalg.inv(scale) @ np.linalg.inv(matrix) @ scale
    points = 72.0 / dpi
    lying = _turned_back(quarters, width * points, height * points) @ straight
    return Picture(
        sheet.number,
        moved(black, matrix, PAPER),
        moved(ink, matrix, PAPER),
        dpi,
        width * points,
        height * points,
        lying,
    )


def _turned_back(quarters: int, width: float, height: float) -> Pixels:
    """The matrix of a page of this size, once turned to the left by so many quarters, -> the page before."""
    matrix: Pixels = np.array(
        (
            ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
            ((0, -1, height), (1, 0, 0), (0, 0, 1)),
            ((-1, 0, width), (0, -1, height), (0, 0, 1)),
            ((0, 1, 0), (-1, 0, width), (0, 0, 1)),
        )[quarters],
        np.float64,
    )
    return matrix
