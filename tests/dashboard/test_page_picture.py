"""Pages as pictures: the mark stands around the printed figure, for PDFs and for scans; what cannot be drawn says so."""

import io
from collections.abc import Callable
from random import Random

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from dashboard.page_picture import MARK, WHOLE_WIDTH, Box, NotDrawn, PagePictures, can_be_drawn, draw
from etl.model import Cell, Document, Grid
from etl.readers import read
from etl.readers.scan_picture import sheets
from etl.readers.scan_upright import upright
from tests.maker.real import real_reports
from tests.maker.typeset.pdf import PdfLayout, pdf
from tests.maker.typeset.scan import ScanLayout, scan

PDF = "application/pdf"
SHEET = pdf(real_reports()[0], PdfLayout(font="reference"))


def figures() -> list[tuple[int, Box, str]]:
    """Page, box and text of cells with long figures, as the reader of PDFs gives them."""
    grids = [block for block in read(Document("report.pdf", SHEET, sha256="")).blocks if isinstance(block, Grid)]
    found = [(cell.page, cell.box, cell.text) for grid in grids for cell in grid.cells if is_long_figure(cell)]
    return [(page, box, text) for page, box, text in found if page is not None and box is not None]


def is_long_figure(cell: Cell) -> bool:
    return len(cell.text) > 2 and cell.text.isdigit()


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def marked(png: bytes, *, is_part: bool = False) -> Box:
    """Left, top, right, bottom in pixels of what has the colour of the mark, apart from the triangles at the edges."""
    is_mark = np.abs(pixels(png) - np.array(MARK)).sum(axis=2) < 60
    edge = 1 if is_part else round(is_mark.shape[1] / 25)
    rows, columns = np.nonzero(is_mark[:, edge:-edge])
    return float(columns.min() + edge), float(rows.min()), float(columns.max() + edge + 1), float(rows.max() + 1)


def size(png: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(png)).size


def test_the_frame_stands_around_the_figure_that_was_read() -> None:
    """What PDFium finds within the frame, measured in the picture, is the text of the cell."""
    document = pdfium.PdfDocument(SHEET)
    some = figures()[::4]
    assert len(some) >= 3
    for number, box, text in some:
        page = document[number - 1]
        left, top, right, bottom = marked(draw(SHEET, PDF, number, [box]).whole)
        scale = WHOLE_WIDTH / page.get_width()
        inside = page.get_textpage().get_text_bounded(
            left / scale, page.get_height() - bottom / scale, right / scale, page.get_height() - top / scale
        )
        assert "".join(inside.split()) == text


def test_the_frame_covers_no_figure() -> None:
    number, box, _ = figures()[0]
    scale = WHOLE_WIDTH / 595.276
    left, top, right, bottom = (round(place * scale) for place in box)
    inside = slice(top + 2, bottom - 2), slice(left + 2, right - 2)
    framed, bare = (pixels(draw(SHEET, PDF, number, boxes).whole) for boxes in ([box], []))
    assert (np.abs(framed - bare).sum(axis=2) > 60).any()
    assert np.array_equal(framed[inside], bare[inside])
    assert bare[inside].min() < 100


def test_triangles_at_both_edges_show_the_height_without_the_colour() -> None:
    number, box, _ = figures()[0]
    drawn = pixels(draw(SHEET, PDF, number, [box]).whole)
    middle = round((box[1] + box[3]) / 2 * WHOLE_WIDTH / 595.276)
    for column in (2, WHOLE_WIDTH - 4):
        assert drawn[middle, column].tolist() == list(MARK)
        assert drawn[middle - 60, column].tolist() == [255, 255, 255]


def test_the_enlarged_part_holds_the_frame_whole() -> None:
    """And the row from end to end, its label with it: nothing but paper stands at the part's own edges."""
    number, box, _ = figures()[0]
    part = draw(SHEET, PDF, number, [box]).part
    assert part is not None
    left, top, right, bottom = marked(part, is_part=True)
    width, height = size(part)
    assert 0 < left < right < width
    assert 0 < top < bottom < height
    assert right - left == pytest.approx((box[2] - box[0]) * 2.5, abs=12)
    printed = pixels(part)[round(top) : round(bottom)].min(axis=(0, 2))
    assert printed[:10].min() == printed[-10:].min() == 255
    assert printed[: round(left) - 20].min() < 100


def test_without_a_box_the_page_stands_bare() -> None:
    drawn = draw(SHEET, PDF, 1, [])
    assert drawn.part is None
    assert (np.abs(pixels(drawn.whole) - np.array(MARK)).sum(axis=2) < 60).sum() == 0


def frame(width: int, height: int, form: str, dpi: int | None = None, is_turned: bool = False) -> bytes:
    """A page of a picture file with a line across its head, so that the reader finds it level."""
    saved = {**({"dpi": (dpi, dpi)} if dpi else {}), **({"exif": turned()} if is_turned else {})}
    page = np.full((height, width), 255, np.uint8)
    page[height // 10 : height // 10 + 4, width // 10 : -width // 10] = 0
    written = io.BytesIO()
    Image.fromarray(page).save(written, form, **saved)
    return written.getvalue()


def turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


@pytest.mark.parametrize(
    ("picture", "media_type"),
    [
        ((1654, 2339, "PNG", 200), "image/png"),
        ((1240, 1754, "PNG"), "image/png"),
        ((2000, 1400, "PNG"), "image/png"),
        ((2400, 3400, "JPEG", 72), "image/jpeg"),
        ((2339, 1654, "JPEG", 200, True), "image/jpeg"),
        ((1654, 2339, "TIFF", 200), "image/tiff"),
        ((3496, 4960, "PNG", 600), "image/png"),
    ],
    ids=["stated", "unstated", "landscape", "disbelieved", "turned", "tiff", "reduced"],
)
def test_points_of_a_scan_are_those_of_its_reader(picture: tuple, media_type: str) -> None:
    content = frame(*picture)
    page = upright(next(sheets(content)))
    box = (page.width * 0.2, page.height * 0.3, page.width * 0.6, page.height * 0.4)
    whole = draw(content, media_type, 1, [box]).whole
    width, height = size(whole)
    left, top, right, bottom = marked(whole)
    assert (left / width, right / width) == pytest.approx((0.2, 0.6), abs=0.012)
    assert (top / height, bottom / height) == pytest.approx((0.3, 0.4), abs=0.012)


def test_a_scanned_page_of_a_pdf_is_marked_as_one_with_text() -> None:
    number, box, _ = figures()[0]
    scanned = scan(Random(1), SHEET, ScanLayout(dpi=150))
    assert marked(draw(scanned, PDF, number, [box]).whole) == pytest.approx(
        marked(draw(SHEET, PDF, number, [box]).whole), abs=3
    )


@pytest.mark.parametrize(
    ("content", "media_type", "page"),
    [
        (lambda: b"%PDF-1.7 broken", PDF, 1),
        (lambda: b"", PDF, 1),
        (lambda: SHEET, PDF, 99),
        (lambda: SHEET, PDF, 0),
        (lambda: b"\x89PNG\r\n\x1a\nbroken", "image/png", 1),
        (lambda: frame(100, 140, "PNG")[:80], "image/png", 1),
        (lambda: frame(100, 140, "PNG"), "image/png", 2),
        (lambda: frame(9000, 9000, "PNG"), "image/png", 1),
    ],
    ids=["broken", "empty", "beyond", "before", "no picture", "cut", "no frame", "too large"],
)
def test_what_cannot_be_drawn_says_so(content: Callable[[], bytes], media_type: str, page: int) -> None:
    with pytest.raises(NotDrawn):
        draw(content(), media_type, page, [])


def test_a_box_outside_its_page_does_no_harm() -> None:
    drawn = draw(SHEET, PDF, 1, [(700.0, 900.0, 720.0, 910.0)])
    assert isinstance(drawn, PagePictures)
    assert drawn.part is not None


@pytest.mark.parametrize(
    ("media_type", "expected"), [(PDF, True), ("image/tiff", True), ("text/html", False), (None, False)]
)
def test_which_documents_have_pages(media_type: str | None, expected: bool) -> None:
    assert can_be_drawn(media_type) is expected
