"""What a picture shows around the page: the desk that it lies on, the black edge that a copier leaves."""

import cv2
import numpy as np

from etl.readers.scan_picture import Pixels

DESK = 0.55
"""Brightness, as a share of that of paper, below which there is no paper; a shadow takes less."""
ALONG = 0.7
"""Share of one side of the picture that it takes at least: a dark bar in a page runs from side to side, but not along one."""
MOST = 0.6
"""Share of the picture that it may fill; what shows less paper is no picture of a page."""
_SMALL_DPI = 20.0
_EDGE = 2
"""Reduced pixels by which the shadow at the edge of the paper reaches in."""


def without_desk(colours: Pixels, dpi: float) -> Pixels:
    """The picture (rows x columns x colours) with the paper drawn on over what lies around it."""
    scale = _SMALL_DPI / dpi
    small = cv2.resize(colours, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    dark = (grey < DESK * np.percentile(grey, 75)).astype(np.uint8)
    count, labels = cv2.connectedComponents(dark, connectivity=8)
    sides = (labels[0], labels[-1], labels[:, 0], labels[:, -1])
    around = {
        number
        for side in sides
        for number, size in enumerate(np.bincount(side, minlength=count))
        if size >= ALONG * len(side)
    } - {0}
    if not around:
        return colours
    size = 2 * _EDGE + 1
    mask = cv2.dilate(np.isin(labels, list(around)).astype(np.uint8), np.ones((size, size), np.uint8))
    if mask.mean() > MOST:
        return colours
    height, width = colours.shape[:2]
    paper = cv2.resize(
        cv2.inpaint(small, mask, _EDGE, cv2.INPAINT_TELEA), (width, height), interpolation=cv2.INTER_LINEAR
    )
    whole = cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.where(whole[:, :, None] > 0, paper, colours)
