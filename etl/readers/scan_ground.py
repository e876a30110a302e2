"""Headings set white on a ground of colour: turned into dark letters on paper, as all else is printed."""

import cv2
import numpy as np

from etl.readers.scan_picture import Pixels

GROUND = 0.75
"""Brightness of a ground at most, as a share of that of paper."""
THICKEST_STROKE = 0.04
"""Inches: no stroke of a letter is as thick."""
LEAST_HEIGHT, LEAST_WIDTH = 0.1, 0.3
"""Inches of a cell with a heading."""
FILLED = 0.9
"""Share of its outline that a ground fills, its letters counted in: a star or a blot fills less."""
LETTERS = (0.01, 0.4)
"""Share of a ground that its letters take; a bar that hides what was printed has none, and is left as it is."""
LEAST_CONTRAST = 60
"""Grey by which letters are brighter than their ground."""


def dark_on_paper(colours: Pixels, dpi: float) -> Pixels:
    """The picture (rows x columns x colours) with each ground white, and what is drawn on it dark."""
    grey = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)
    dark = np.where(grey < GROUND * np.percentile(grey[::4, ::4], 75), 255, 0).astype(np.uint8)
    stroke = max(3, round(THICKEST_STROKE * dpi))
    solid = cv2.dilate(
        cv2.erode(dark, np.ones((stroke, stroke), np.uint8)), np.ones((stroke + 2, stroke + 2), np.uint8)
    )
    contours, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    turned = colours
    for contour in contours:
        left, top, width, height = cv2.boundingRect(contour)
        is_flat = height >= LEAST_HEIGHT * dpi and width >= LEAST_WIDTH * dpi
        if not is_flat or cv2.contourArea(contour) < FILLED * (width - 1) * (height - 1):
            continue
        place = (slice(top, top + height), slice(left, left + width))
        ground = np.median(colours[place].reshape(-1, 3), axis=0)
        apart = np.abs(colours[place].astype(np.float32) - ground.astype(np.float32)).max(axis=2)
        brighter = grey[place].astype(np.float32) - float(np.median(grey[place])) > LEAST_CONTRAST
        if LETTERS[0] < brighter.mean() < LETTERS[1]:
            turned = turned.copy() if turned is colours else turned
            strength = 255.0 / max(float(np.percentile(apart, 99)), 1.0)
            turned[place] = np.clip(255.0 - apart * strength, 0, 255).astype(np.uint8)[:, :, None]
    return turned
