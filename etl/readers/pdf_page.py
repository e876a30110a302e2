"""One page of a PDF as PDFium draws it: characters with their boxes, and the ruling lines.

All positions are points from the top left corner of the page as a reader sees it; where most of the text runs
sideways on the sheet, from the corner at which the text starts, and ``PageContent.to_sheet`` leads back.
"""

from typing import Any, NamedTuple

import pypdfium2 as pdfium

from etl.model import Box
from etl.readers.pdf_characters import is_mostly_hidden, main_direction, read_characters
from etl.readers.pdf_drawing import Ruling, read_drawing
from etl.readers.pdf_frame import Frame
from etl.readers.pdf_glyphs import Glyph, visible_glyphs


class PageContent(NamedTuple):
    """What one page holds. ``number`` counts from 1."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    horizontals: list[Ruling]
    verticals: list[Ruling]
    has_hidden_text: bool
    has_slanted_text: bool
    has_image: bool
    frame: Frame
    sheet: Frame

    def to_sheet(self, box: Box) -> Box:
        """Turn a box of this page's text direction into points from the top left corner of the sheet as shown."""
        if self.frame == self.sheet:
            return box
        first = self.sheet.to_view(*self.frame.to_user(box[0], box[1]))
        second = self.sheet.to_view(*self.frame.to_user(box[2], box[3]))
        return (min(first[0], second[0]), min(first[1], second[1]), max(first[0], second[0]), max(first[1], second[1]))


def read_page(document: pdfium.PdfDocument, index: int) -> PageContent:
    """Read page ``index`` (from 0); raises ``pypdfium2.PdfiumError`` where PDFium cannot load it."""
    page = document[index]
    try:
        sheet = _sheet(page)
        text_page = page.get_textpage()
        try:
            characters = read_characters(text_page)
        finally:
            text_page.close()
        frame = main_direction(characters, sheet)
        glyphs, has_slanted = visible_glyphs(characters, frame)
        drawing = read_drawing(page, frame)
    finally:
        page.close()
    width, height = frame.size
    return PageContent(
        number=index + 1,
        width=width,
        height=height,
        glyphs=glyphs,
        horizontals=drawing.horizontals,
        verticals=drawing.verticals,
        has_hidden_text=is_mostly_hidden(characters),
        has_slanted_text=has_slanted,
        has_image=drawing.has_image,
        frame=frame,
        sheet=sheet,
    )


def _sheet(page: Any) -> Frame:
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if left >= right or bottom >= top:
        left, bottom, right, top = media
    return Frame(left, bottom, right, top, (page.get_rotation() // 90) % 4)
