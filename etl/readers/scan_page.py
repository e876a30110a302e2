"""One scanned page -> its tables and lines of prose, in the terms of a PDF with a text layer."""

from typing import NamedTuple

import cv2
import numpy as np

from etl.model import Box
from etl.readers.pdf_cells import Item
from etl.readers.pdf_drawing import Ruling
from etl.readers.pdf_join import Part, PartCell
from etl.readers.pdf_ruling import RuledTable, ruled_tables
from etl.readers.pdf_text import is_wide
from etl.readers.scan_cell import read_cell
from etl.readers.scan_picture import Pixels
from etl.readers.scan_prose import prose_lines, segments
from etl.readers.scan_ruling import Rulings, find_rulings
from etl.readers.scan_seal import Seal, find_seals, lifted, seal_ink
from etl.readers.scan_stitched import Placed, sheets_apart
from etl.readers.scan_text import (
    PAPER,
    TEXT,
    Page,
    Run,
    character_height,
    dark_pixels,
    read_run,
)
from etl.readers.scan_upright import Picture

LEAST_TABLE = 100.0
"""Points: lines that enclose something narrower are strokes of large characters."""
LINE_REACH = 2.5
"""Points: how far from its place in the lattice a line may be drawn."""
LEAST_UNDERLINE = 1.0
"""Inches: a line outside the tables as long as this is no stroke of a character."""
PROBES = 4
"""Lines of text that are read to tell which way up a page is."""
PROBE_LENGTH = 14
"""Characters of each."""
STROKES = "一—－"
DOUBTFUL = 0.6
"""Certainty of a letter that says nothing for or against a page being the right way up; more counts for it, less against."""
SURELY_LEGIBLE, LEAST_LEGIBLE = 12.0, 1.5
"""Of all letters together, where the other ways need not be tried; and where a page is turned at all."""
DARKER, UNEVEN = 15.0, 3.0
"""Grey by which a seal in colour is darker at least where print lies beneath it; and how many times as much as it is uneven."""
LEAST_GAIN, LEAST_GAIN_ACROSS = 3.0, 1.5
"""Times as legible a page must be on its side as it is as it lies, upright and across: sheets are mostly upright."""


class _Drawn(NamedTuple):
    horizontals: list[Ruling]
    verticals: list[Ruling]


def read_picture(picture: Picture) -> list[list[Item]]:
    """The tables and lines of a page, from the top, with the text of each recognised; of several, where sheets are stitched."""
    seals = find_seals(dark_pixels(picture.ink), picture.dpi)
    dark = dark_pixels(picture.black)
    over_print = seal_ink(dark, seals, picture.dpi)
    rulings = find_rulings(picture, dark, over_print)
    tables = [
        table
        for table in ruled_tables(_Drawn(rulings.horizontals, rulings.verticals))
        if len(table.cells) > 1 and table.box[2] - table.box[0] >= LEAST_TABLE
    ]
    bleached = lifted(picture.black, dark, seals, over_print)
    mask = _mask(picture, rulings, tables)
    page = _wiped(picture, cv2.subtract(dark, over_print), mask, seals, over_print, bleached)
    placed = [Placed(table.box[1], table.box[0], table.box[3], _part(page, table)) for table in tables]
    outlines = [_pixels(picture, table, 2.0) for table in tables]
    placed += [Placed(line.line.top, line.line.left, line.line.bottom, line) for line in prose_lines(page, outlines)]
    return sheets_apart(placed, picture.width, picture.height)


def _print_beneath(picture: Picture, seals: list[Seal]) -> Pixels:
    """Where print lies under the ring or the star of a seal in colour (255): it fades with the seal, and is darker than it."""
    coloured = dark_pixels(picture.ink)
    is_seal = cv2.bitwise_and(seal_ink(coloured, seals, picture.dpi), coloured) > 0
    if not is_seal.any():
        return np.zeros_like(coloured)
    calm = cv2.GaussianBlur(picture.ink, (3, 3), 0)
    usual, darker = np.percentile(calm[is_seal], (50, 16))
    limit = usual - max(UNEVEN * (usual - darker), DARKER)
    return np.where(is_seal & (calm < limit), np.uint8(255), np.uint8(0))


def quarters_askew(picture: Picture) -> int:
    """The quarters by which a page has to be turned to the left until its text can be read; 0 also where none can.

    A page is laid on its side only where its text is then surely read, and far better than as it lies: labels set one
    character below the other read as words from the side, too (the model was taught so), and a table upright must not be
    lost for them.
    """
    height, width = picture.ink.shape
    gain = LEAST_GAIN if height >= width else LEAST_GAIN_ACROSS
    found: dict[int, float] = {}
    for quarters in (0, 2, 1, 3):
        found[quarters] = _legible(np.ascontiguousarray(np.rot90(picture.ink, quarters)), picture.dpi)
        if found[quarters] >= SURELY_LEGIBLE and (quarters in (0, 2) or found[quarters] > gain * found[0]):
            return quarters
    return 2 if found[2] > max(found[0], LEAST_LEGIBLE) else 0


def _legible(grey: Pixels, dpi: float) -> float:
    """How many letters can be read in some lines of text, and how surely: text that lies on its side gives few, and poor ones."""
    dark = dark_pixels(grey)
    character = character_height(dark, 72.0 / dpi)
    lines = [
        run._replace(right=min(run.right, run.left + PROBE_LENGTH * character))
        for run in segments(_without_lines(dark, character), character)
        if run.bottom - run.top <= 1.5 * character and (run.right - run.left) / character >= 4
    ]
    longest = sorted(lines, key=lambda run: run.left - run.right)[:PROBES]
    read = [read_run(grey, run, character, TEXT).characters for run in longest]
    # A stroke alone may be a line of the table.
    return sum(
        found.confidence - DOUBTFUL
        for line in read
        for found in line
        if is_wide(found.text) and found.text not in STROKES
    )


def _without_lines(dark: Pixels, character: int) -> Pixels:
    across, down = np.ones((1, 3 * character), np.uint8), np.ones((3 * character, 1), np.uint8)
    lines = cv2.bitwise_or(cv2.morphologyEx(dark, cv2.MORPH_OPEN, across), cv2.morphologyEx(dark, cv2.MORPH_OPEN, down))
    return cv2.subtract(dark, cv2.dilate(lines, np.ones((3, 3), np.uint8)))


def _mask(picture: Picture, rulings: Rulings, tables: list[RuledTable]) -> Pixels:
    """Where ruling lines are drawn (255): those of the tables, and underlines."""
    mask = np.zeros_like(rulings.mask)
    for table in tables:
        for cell in table.cells:
            for side in _sides(picture, cell.box):
                left, top, right, bottom = side
                mask[top:bottom, left:right] = rulings.mask[top:bottom, left:right]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rulings.mask, connectivity=8)
    is_underline = (stats[:, cv2.CC_STAT_WIDTH] > LEAST_UNDERLINE * picture.dpi) & (
        stats[:, cv2.CC_STAT_HEIGHT] < 0.1 * picture.dpi
    )
    is_underline[0] = False
    if count > 1:
        mask[is_underline[labels]] = 255
    return cv2.dilate(mask, np.ones((3, 3), np.uint8))


def _sides(picture: Picture, box: Box) -> list[Run]:
    """The strips, in pixels, in which the four lines around a cell are drawn."""
    reach = round(LINE_REACH / picture.points)
    left, top, right, bottom = (round(place / picture.points) for place in box)
    strips = [
        (left, top - reach, right, top + reach),
        (left, bottom - reach, right, bottom + reach),
        (left - reach, top, left + reach, bottom),
        (right - reach, top, right + reach, bottom),
    ]
    return [Run(*(max(place, 0) for place in strip)) for strip in strips]


def _wiped(
    picture: Picture, dark: Pixels, mask: Pixels, seals: list[Seal], over_print: Pixels, bleached: Pixels
) -> Page:
    is_line = mask > 0

    def paper(grey: Pixels) -> Pixels:
        return np.where(is_line, np.uint8(PAPER), grey)

    def bare(ink: Pixels) -> Pixels:
        return np.where(is_line, np.uint8(0), ink)

    bare_dark = bare(dark)
    return Page(
        picture,
        np.where(over_print > 0, np.uint8(PAPER), paper(picture.black)),
        bare_dark,
        paper(picture.ink),
        bare(dark_pixels(picture.ink)),
        character_height(bare_dark, picture.points),
        paper(picture.black),
        mask,
        seals,
        over_print,
        bool(over_print.any()),
        paper(bleached),
        bare(np.zeros_like(dark) if over_print.any() or not seals else _print_beneath(picture, seals)),
    )


def _pixels(picture: Picture, table: RuledTable, margin: float) -> Run:
    """The outline of a table in pixels, ``margin`` points wider on each side."""
    left, top, right, bottom = (
        round(place / picture.points)
        for place in (table.box[0] - margin, table.box[1] - margin, table.box[2] + margin, table.box[3] + margin)
    )
    return Run(max(left, 0), max(top, 0), max(right, 0), max(bottom, 0))


def _part(page: Page, table: RuledTable) -> Part:
    points = page.picture.points
    cells = []
    for cell in table.cells:
        left, top, right, bottom = (round(place / points) for place in cell.box)
        runs, text, confidence, candidates = read_cell(page, max(left, 0), max(top, 0), right, bottom)
        if not text and cell.open_sides > 1:
            continue
        width = cell.box[2] - cell.box[0]
        cells.append(
            PartCell(
                row=cell.row,
                column=cell.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
                text=text,
                page=page.picture.number,
                box=page.picture.to_sheet(cell.box),
                room=width - (runs[-1].run.right - runs[-1].run.left) * points if runs else width,
                first_width=page.character * points if runs else 0.0,
                confidence=confidence,
                candidates=candidates,
            )
        )
    return Part(table.columns, len(table.rows) - 1, cells, table.is_open_below)
