"""Scans made from our own pages: what is printed comes out, or is marked as not read; boxes lead back to the sheet."""

import io
import itertools
import re
from functools import cache
from random import Random

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from etl.model import UNSURE, Cell, Content, Document, Grid, Paragraph
from etl.readers import READERS, UnreadableDocument, media_type, read, scan_page
from etl.readers.pdf_join import Part, PartCell
from etl.readers.pdf_ruling import ruled_tables
from etl.readers.scan import RECOGNISED
from etl.readers.scan_cell import DASH, DOUBTED, CellText, _read_runs, read_cell
from etl.readers.scan_dashes import dashed_runs
from etl.readers.scan_dust import swept, without_dusty_rows
from etl.readers.scan_figure import _is_set_wide, _looks_like
from etl.readers.scan_picture import sheets
from etl.readers.scan_prose import segments
from etl.readers.scan_ruling import find_rulings
from etl.readers.scan_seal import Seal, lifted, seal_ink
from etl.readers.scan_stitched import Placed, sheets_apart
from etl.readers.scan_text import Page, Run, dark_pixels, without_specks
from etl.readers.scan_upright import Picture
from etl.readers.scan_worn import with_sign
from tests.maker.typeset.scan import Container, ScanLayout, Turn, scan

FIGURES = (
    ("0", "1", "7", "10", "100"),
    ("11", "0", "2036", "", "77"),
    ("5", "—", "8", "3", "0"),
    ("69", "96", "", "4", "12"),
)
LEFT, TOP, WIDE, HIGH = 80.0, 120.0, 80.0, 24.0
PAGE = (595.276, 841.89)


def sheet(rows=FIGURES, *, start=TOP, words=()) -> bytes:
    """A PDF of one page with a ruled table of figures, and lines of prose."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=PAGE, invariant=1)
    draw(canvas, rows, start)
    canvas.setFont("Helvetica", 12)
    for number, line in enumerate(words):
        canvas.drawString(LEFT, PAGE[1] - 60 - 24 * number, line)
    canvas.save()
    return written.getvalue()


def draw(canvas: Canvas, rows, start: float) -> None:
    right, bottom = LEFT + WIDE * len(rows[0]), start + HIGH * len(rows)
    canvas.setLineWidth(0.7)
    for number in range(len(rows) + 1):
        canvas.line(LEFT, PAGE[1] - start - HIGH * number, right, PAGE[1] - start - HIGH * number)
    for number in range(len(rows[0]) + 1):
        canvas.line(LEFT + WIDE * number, PAGE[1] - start, LEFT + WIDE * number, PAGE[1] - bottom)
    canvas.setFont("Helvetica", 10.5)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            # Helvetica's dash is half as wide as a Chinese one.
            set_text = text.replace("—", "–")
            canvas.drawCentredString(LEFT + WIDE * (column + 0.5), PAGE[1] - start - HIGH * row - 16, set_text)


def content(made: bytes) -> Content:
    return read(Document("扫描", made, "0"))


def only_grid(found: Content) -> Grid:
    (grid,) = [block for block in found.blocks if isinstance(block, Grid)]
    return grid


def texts(grid: Grid) -> tuple[tuple[str, ...], ...]:
    rows: list[list[str]] = [[] for _ in range(grid.row_count)]
    for cell in grid.cells:
        rows[cell.row].append(cell.text)
    return tuple(map(tuple, rows))


@pytest.mark.parametrize("container", ["pdf", "png", "tiff"])
def test_a_scan_is_read_like_the_page_that_was_scanned(container: Container) -> None:
    grid = only_grid(content(scan(Random(1), sheet(), ScanLayout(skew=1.5, noise=6.0, container=container))))
    assert (grid.row_count, grid.column_count, grid.page) == (4, 5, 1)
    assert texts(grid) == FIGURES


def saved_as(form: str) -> tuple[bytes, bytes]:
    """A scan as PNG, and as a picture of this form."""
    png = scan(Random(2), sheet(), ScanLayout(container="png"))
    written = io.BytesIO()
    Image.open(io.BytesIO(png)).save(written, form)
    return png, written.getvalue()


def test_a_picture_that_lost_some_detail_is_read() -> None:
    _, picture = saved_as("WEBP")
    assert media_type(picture) == "image/webp"
    assert texts(only_grid(content(picture))) == FIGURES


@pytest.mark.parametrize(("form", "ending"), [("BMP", "bmp"), ("GIF", "gif")])
def test_a_picture_that_lost_nothing_is_to_its_reader_the_page_that_a_png_is(form: str, ending: str) -> None:
    png, picture = saved_as(form)
    assert media_type(picture) == f"image/{ending}"
    assert READERS[media_type(picture)] is READERS["image/png"]
    ((number, colours, dpi),), (same,) = sheets(picture), sheets(png)
    assert (number, round(dpi)) == (1, round(same.dpi))
    assert np.array_equal(colours, same.colours)


def test_each_cell_has_its_certainty_and_its_place_on_the_sheet() -> None:
    grid = only_grid(content(scan(Random(3), sheet(), ScanLayout(skew=3.0))))
    cells = {(cell.row, cell.column): cell for cell in grid.cells}
    assert all((cell.confidence is None) == (cell.text == "") for cell in grid.cells)
    assert all(0.7 <= cell.confidence <= 1.0 for cell in grid.cells if cell.confidence is not None)
    left, top, right, bottom = cells[1, 2].box or (0, 0, 0, 0)
    middle = (LEFT + 2.5 * WIDE, TOP + 1.5 * HIGH)
    # The sheet was turned about its middle by up to 3 degrees after it was set.
    assert abs((left + right) / 2 - middle[0]) < 20
    assert abs((top + bottom) / 2 - middle[1]) < 20


def test_a_picture_names_the_pages_of_its_frames() -> None:
    first = Image.open(io.BytesIO(scan(Random(4), sheet(), ScanLayout(container="png"))))
    second = Image.open(io.BytesIO(scan(Random(4), sheet(words=("2023",)), ScanLayout(container="png"))))
    written = io.BytesIO()
    first.save(written, "TIFF", save_all=True, append_images=[second], dpi=(200, 200))
    found = content(written.getvalue())
    assert found.page_count == 2
    assert {block.page for block in found.blocks} == {1, 2}


@pytest.mark.parametrize("seed", range(2))
def test_a_red_stamp_over_the_table_changes_no_figure(seed: int) -> None:
    page = sheet([[str(7 * row + column) for column in range(5)] for row in range(16)])
    found = texts(only_grid(content(scan(Random(seed), page, ScanLayout(stamp=True, grey=False, quality=85)))))
    assert found == tuple(tuple(str(7 * row + column) for column in range(5)) for row in range(16))


@pytest.mark.parametrize("seed", range(2))
def test_a_grey_seal_over_the_table_leaves_figures_right_or_unsure(seed: int) -> None:
    printed = [[str(7 * row + column) for column in range(5)] for row in range(16)]
    cells = only_grid(content(scan(Random(seed), sheet(printed), ScanLayout(stamp=True, noise=4.0)))).cells
    found = [(cell.text, printed[cell.row][cell.column]) for cell in cells]
    assert [pair for pair in found if pair[0] != pair[1] and (not pair[0] or re.fullmatch(r"[\d.,]+", pair[0]))] == []
    assert sum(text == figure for text, figure in found) >= 64
    assert all(cell.candidates for cell in cells if re.fullmatch(rf"\d+{UNSURE}", cell.text))


def lettered() -> bytes:
    """A page with Chinese words above a table of figures: what tells its top from its foot."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=PAGE, invariant=1)
    draw(canvas, FIGURES, TOP)
    canvas.setFont("STSong-Light", 12)
    for number, words in enumerate(
        ("政府信息公开工作年度报告", "本机关主动公开规范性文件", "收到和处理公民提出的申请", "存在的主要问题及改进情况")
    ):
        canvas.drawString(LEFT, PAGE[1] - 500 - 24 * number, words)
    canvas.save()
    return written.getvalue()


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_sheet_that_lay_the_wrong_way_round_is_turned_and_its_boxes_lie_on_the_sheet(turned: Turn) -> None:
    grid = only_grid(content(scan(Random(12), lettered(), ScanLayout(turned=turned, dpi=150))))
    assert texts(grid) == FIGURES
    (left, top, right, bottom) = next(cell for cell in grid.cells if (cell.row, cell.column) == (2, 2)).box or (
        0,
        0,
        0,
        0,
    )
    x, y = LEFT + 2.5 * WIDE, TOP + 2.5 * HIGH
    there = {90: (y, PAGE[0] - x), 180: (PAGE[0] - x, PAGE[1] - y), 270: (PAGE[1] - y, x)}[turned]
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx(there, abs=3)


def test_a_page_seen_aslant_is_straightened() -> None:
    rows = [[str(7 * row + column) for column in range(5)] for row in range(20)]
    grid = only_grid(content(scan(Random(13), sheet(rows), ScanLayout(tilt=0.015))))
    assert texts(grid) == tuple(map(tuple, rows))


def test_a_point_that_may_be_a_comma_is_left_open_with_both_readings() -> None:
    grid = only_grid(content(scan(Random(14), sheet([["1,234", "5"], ["7", "8"]]), ScanLayout())))
    assert (grid.cells[0].text, grid.cells[0].candidates) == (f"1,234{UNSURE}", ("1,234", "1.234"))


@cache
def unscribbled() -> Image.Image:
    return Image.open(io.BytesIO(scan(Random(5), sheet(), ScanLayout(container="png")))).convert("RGB")


def scribbled(colour: tuple[int, int, int], draw_over) -> bytes:
    pixels = np.asarray(unscribbled()).copy()
    scale = 200 / 72
    centre = (round((LEFT + 2.5 * WIDE) * scale), round((TOP + 1.5 * HIGH) * scale))
    draw_over(pixels, centre, colour)
    written = io.BytesIO()
    Image.fromarray(pixels).save(written, "PNG", dpi=(200, 200))
    return written.getvalue()


def blot(pixels, centre, colour) -> None:
    cv2.ellipse(pixels, centre, (60, 22), 0, 0, 360, colour, -1)


def test_ink_that_is_no_text_is_never_blank_and_never_a_number() -> None:
    grid = only_grid(content(scribbled((0, 0, 0), blot)))
    rows = texts(grid)
    assert rows[1][2] != ""
    assert not re.fullmatch(r"[\d.,]+", rows[1][2])
    assert rows[0] == FIGURES[0]
    assert rows[2] == FIGURES[2]


def test_a_figure_struck_through_is_not_read_as_another() -> None:
    def strike(pixels, centre, colour) -> None:
        cv2.line(pixels, (centre[0] - 34, centre[1] + 14), (centre[0] + 34, centre[1] - 14), colour, 5)

    text = texts(only_grid(content(scribbled((0, 0, 0), strike))))[1][2]
    assert text == "2036" or UNSURE in text or not re.fullmatch(r"[\d.,]+", text)


def test_a_figure_in_colour_is_read_too() -> None:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=PAGE, invariant=1)
    canvas.setFillColorRGB(0.1, 0.1, 0.85)
    draw(canvas, FIGURES, TOP)
    canvas.save()
    rows = texts(only_grid(content(scan(Random(6), written.getvalue(), ScanLayout()))))
    assert all(
        found in (printed, printed + UNSURE)
        for a, b in zip(rows, FIGURES, strict=True)
        for found, printed in zip(a, b, strict=True)
    )
    assert (
        sum(found == printed for a, b in zip(rows, FIGURES, strict=True) for found, printed in zip(a, b, strict=True))
        >= 18
    )


def test_the_desk_around_a_page_is_no_table_and_white_letters_on_a_ground_of_colour_are_read() -> None:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=PAGE, invariant=1)
    canvas.setFillColorRGB(0.18, 0.33, 0.59)
    canvas.rect(LEFT, PAGE[1] - TOP - HIGH, 5 * WIDE, HIGH, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    draw(canvas, (("",) * 5, *FIGURES[1:]), TOP)
    canvas.setFillColorRGB(1, 1, 1)
    for column, text in enumerate(FIGURES[0]):
        canvas.drawCentredString(LEFT + WIDE * (column + 0.5), PAGE[1] - TOP - 16, text)
    canvas.save()
    page = Image.open(io.BytesIO(scan(Random(8), written.getvalue(), ScanLayout(container="png", grey=False))))
    desk = Image.new("RGB", (page.width + 120, page.height + 160), (90, 75, 60))
    desk.paste(page, (60, 80))
    desk.save(written := io.BytesIO(), "PNG", dpi=(200, 200))
    assert texts(only_grid(content(written.getvalue()))) == FIGURES


def test_what_a_seal_leaves_of_a_figure_is_no_dash() -> None:
    doubted = [CellText([], text, 1.0).doubted() for text in (DASH, "5", "三、")]
    assert [cell.text for cell in doubted] == [UNSURE, "5" + UNSURE, "三、"]
    assert doubted[2].confidence == DOUBTED


@pytest.mark.parametrize(("others", "text"), [((), DASH), ((12, 44), UNSURE), ((18,), UNSURE)])
def test_one_stroke_of_a_number_in_characters_is_no_dash(others: tuple[int, ...], text: str) -> None:
    """The other strokes of 二 and 三 are printed too pale to count as ink."""
    grey = np.full((60, 80), 235, np.uint8)
    grey[28:32, 28:52] = 40
    for top in others:
        grey[top : top + 2, 30:50] = 180
    dark = np.where(grey < 100, np.uint8(255), np.uint8(0))
    assert _read_runs(grey, dark, [Run(28, 28, 52, 32)], 30).text == text


@pytest.mark.parametrize(("end", "text"), [(0, DASH), (4, UNSURE)])
def test_a_stroke_that_ends_thick_is_the_number_one_and_no_dash(end: int, text: str) -> None:
    grey = np.full((60, 80), 235, np.uint8)
    grey[28:31, 28:52] = grey[28 - end : 31, 45:50] = 60
    dark = np.where(grey < 100, np.uint8(255), np.uint8(0))
    assert _read_runs(grey, dark, [Run(28, 28 - end, 52, 31)], 30).text == text


@pytest.mark.parametrize(("over", "text"), [("line", UNSURE), ("seal", UNSURE), ("", "")])
def test_what_a_seal_or_a_line_covers_is_blank_only_where_no_figure_has_room(over: str, text: str) -> None:
    """A digit that a torn line runs into, and the letter of a seal, are both as large as one."""
    grey = np.full((60, 120), 235, np.uint8)
    none, letter = np.zeros_like(grey), np.zeros_like(grey)
    lines = none.copy()
    lines[:, -2:] = 255
    if over == "line":
        cv2.ellipse(grey, (97, 30), (6, 10), 0, 0, 360, 40, 2)
        grey[29:31, 104:] = 40
    letter[20:44, 50:64] = 255 if over == "seal" else 0
    dark = np.where(grey < 100, np.uint8(255), np.uint8(0))
    page = Page(
        picture=Picture(1, grey, grey, 200.0, 43.2, 21.6, np.eye(3)),
        black=grey,
        dark=dark,
        ink=grey,
        coloured=cv2.bitwise_or(dark, letter),
        character=28,
        whole=grey,
        lines=lines,
        seals=[Seal(60.0, 30.0, 50.0, 55.0)],
        seal_ink=none,
        has_black_seal=False,
        lifted=grey,
        beneath=none,
    )
    assert read_cell(page, 0, 0, 120, 60).text == text


def test_dust_is_no_text() -> None:
    found = texts(only_grid(content(scan(Random(7), sheet(), ScanLayout(specks=4.0)))))
    assert found[1][3] == found[3][2] == ""
    assert all(
        a in (b, b + UNSURE) or not re.fullmatch(r"\d+", a)
        for x, y in zip(found, FIGURES, strict=True)
        for a, b in zip(x, y, strict=True)
    )


def test_a_small_stroke_right_before_a_figure_is_a_sign_however_large_the_text_around_is() -> None:
    dark = np.zeros((40, 60), np.uint8)
    dark[12:28, 30:38] = dark[19:22, 22:27] = 255
    run = Run(22, 12, 38, 28)
    clean = swept(np.where(dark > 0, np.uint8(40), np.uint8(235)), dark, run, 35)
    assert (clean.run, bool(clean.dark[20, 24])) == (run, True)
    assert with_sign(dark, Run(30, 12, 38, 28), 35).left == 22


@pytest.mark.parametrize(("top", "is_digit"), [((10, 14), True), ((2, 6), False)])
def test_a_digit_broken_into_specks_beside_another_is_no_dust(top: tuple[int, int], *, is_digit: bool) -> None:
    dark = np.zeros((40, 60), np.uint8)
    dark[10:20, 20:23] = dark[top[0] : top[1], 26:30] = dark[17:20, 26:30] = 255
    kept = without_specks(dark, 0.48, is_cell=True)
    assert kept[12, 21]
    assert bool(kept[18, 28]) is bool(kept[top[0] + 1, 28]) is is_digit


@pytest.mark.parametrize(("size", "ink", "quality"), [(0.4, 60, 80), (0.5, 110, 80), (0.6, 110, 50)])
def test_a_figure_under_the_ring_of_a_red_seal_is_never_blank(size: float, ink: int, quality: int) -> None:
    colours = np.full((620, 1240, 3), 250, np.uint8)
    for place in (200, 280, 360, 440):
        colours[place : place + 3, 200:800] = 60
    for place in (200, 400, 600, 797):
        colours[200:443, place : place + 3] = 60
    for row, left in itertools.product((0, 1, 2), (220, 426, 620)):
        cv2.putText(
            colours, "0", (left, 250 + 80 * row), cv2.FONT_HERSHEY_SIMPLEX, size, (ink, ink, ink), 1, cv2.LINE_AA
        )
    seal = np.full_like(colours, 255)
    cv2.circle(seal, (534, 325), 104, (200, 30, 40), 10)
    sealed = (colours.astype(np.uint16) * seal // 255).astype(np.uint8)
    written = io.BytesIO()
    Image.fromarray(sealed).save(written, "JPEG", quality=quality, dpi=(150, 150))
    found = [cell.text for cell in only_grid(content(written.getvalue())).cells]
    assert [text for text in found if text not in ("0", f"0{UNSURE}")] in ([], [UNSURE])


def test_specks_before_behind_and_over_a_figure_are_swept_and_a_point_at_its_foot_stays() -> None:
    dark = np.zeros((40, 120), np.uint8)
    for left in (40, 60):
        dark[10:30, left : left + 10] = 255
    run, size = Run(10, 5, 110, 30), 24
    specks = [(12, 20), (51, 8), (100, 12), (104, 12)]
    points = [(53, 27), (73, 27)]
    for x, y in specks + points:
        dark[y : y + 3, x : x + 3] = 255
    grey = np.where(dark > 0, np.uint8(40), np.uint8(235))
    clean = swept(grey, dark, run, size)
    assert [bool(clean.dark[y, x]) for x, y in specks + points] == [False] * 4 + [True] * 2
    assert (clean.run.left, clean.run.right) == (40, 76)
    assert clean.grey[20:23, 12:15].min() == 235
    alone, worn = np.zeros_like(dark), np.zeros_like(dark)
    alone[20:23, 50:53] = 255
    worn[14:30, 40:50] = worn[10:12, 41:49] = 255
    for whole in (alone, worn):
        assert swept(grey, whole, run, size).dark is whole
    digit, bar, beside = Run(40, 14, 50, 30), Run(41, 10, 49, 12), Run(70, 8, 79, 11)
    assert without_dusty_rows([beside, bar, digit], size) == [bar, digit]
    assert without_dusty_rows([beside], size) == [beside]


def test_dashed_lines_are_lines_and_a_row_of_strokes_among_print_is_none() -> None:
    dark = np.zeros((200, 700), np.uint8)
    for left in range(50, 650, 16):
        dark[40:43, left : left + 12] = 255
        dark[120:123, left : left + 12] = dark[126:129, left : left + 12] = dark[114:117, left : left + 12] = 255
    runs = dashed_runs(dark, 300.0, 0.42) > 0
    assert runs[41, 60:640].all()
    assert not runs[100:140].any()


def test_a_lone_large_character_of_a_heading_is_not_cut_into_lines() -> None:
    dark = np.zeros((120, 300), np.uint8)
    dark[20:50, 100:180] = dark[60:90, 100:180] = 255
    cv2.rectangle(dark, (100, 20), (180, 90), (255,), 2)
    (segment,) = segments(dark, 30)
    assert (segment.top, segment.bottom) == (19, 92)


def test_full_width_digits_have_no_blank_between_them() -> None:
    dark = np.zeros((30, 200), np.uint8)
    for left in (10, 38, 94):
        dark[5:25, left : left + 10] = 255
    dark[22:25, 70:73] = 255
    assert _is_set_wide(dark, Run(10, 5, 104, 25))
    narrow, apart = np.zeros_like(dark), np.zeros_like(dark)
    for left in (10, 24):
        narrow[5:25, left : left + 10] = 255
    for left in (10, 80):
        apart[5:25, left : left + 10] = 255
    assert not _is_set_wide(narrow, Run(10, 5, 34, 25))
    assert [_looks_like("11", ink, Run(10, 5, right, 25)) for ink, right in ((narrow, 34), (dark, 48))] == [True, False]
    assert not _is_set_wide(apart, Run(10, 5, 90, 25))


def test_a_figure_under_a_grey_seal_is_told_by_its_darker_ink() -> None:
    grey = np.full((300, 300), 235, np.uint8)
    cv2.circle(grey, (150, 150), 100, (90,), 8)
    plain = grey.copy()
    grey[140:160, 44:54] = 10
    grey[10:20, 10:200] = 0
    dark = dark_pixels(grey)
    seal = Seal(150.0, 150.0, 95.0, 105.0)
    bare = lifted(grey, dark, [seal], seal_ink(dark, [seal], 72.0))
    assert bare[145:155, 47:52].max() < 60
    assert bare[50, 150] == 235
    assert (plain[50, 150], bare[15, 100]) == (90, 0)


def test_prose_around_the_table_is_read_by_lines() -> None:
    found = content(scan(Random(8), sheet(words=("Report 2023", "Items 1184, new 757")), ScanLayout(skew=1.0)))
    words = " ".join(block.text for block in found.blocks if isinstance(block, Paragraph))
    assert "2023" in words
    assert "1184" in words
    assert isinstance(found.blocks[-1], Grid)
    assert RECOGNISED in found.notes


def test_a_table_cut_by_the_page_is_joined_though_the_sheets_lie_apart() -> None:
    merged = pdfium.PdfDocument.new()
    for rows, start in ((FIGURES, PAGE[1] - 60 - 4 * HIGH), (FIGURES[::-1], 60.0)):
        merged.import_pages(pdfium.PdfDocument(sheet(rows, start=start)))
    written = io.BytesIO()
    merged.save(written)
    found = content(scan(Random(9), written.getvalue(), ScanLayout(skew=1.0, shift=8.0)))
    grid = only_grid(found)
    assert texts(grid) == FIGURES + FIGURES[::-1]
    assert {cell.page for cell in grid.cells} == {1, 2}


def test_sheets_stitched_into_one_picture_are_told_apart_and_a_table_goes_on_over_the_seam() -> None:
    table = Part([80.0, 160.0, 240.0], 1, [PartCell(0, 0, 1, 1, "3", 1, (80.0, 700.0, 160.0, 724.0), 0.0, 0.0)])
    rest = table._replace(cells=[table.cells[0]._replace(text="5", box=(80.0, 900.0, 160.0, 924.0))])
    placed = [Placed(900.0, 80.0, 924.0, rest), Placed(700.0, 80.0, 724.0, table)]
    assert sheets_apart(placed, 595.3, 2 * 841.9) == [[table], [rest]]
    over_the_seam = [Placed(700.0, 80.0, 924.0, table)]
    for found, height in ((placed, 1500.0), (placed + over_the_seam, 2 * 841.9)):
        assert len(sheets_apart(found, 595.3, height)) == 1


def test_a_scanned_page_among_pages_with_text_is_recognised() -> None:
    merged = pdfium.PdfDocument(sheet([["1", "2"], ["3", "4"]], words=("First",)))
    merged.import_pages(pdfium.PdfDocument(scan(Random(10), sheet(), ScanLayout())))
    written = io.BytesIO()
    merged.save(written)
    found = content(written.getvalue())
    first, second = [block for block in found.blocks if isinstance(block, Grid)]
    assert texts(first) == (("1", "2"), ("3", "4"))
    assert texts(second) == FIGURES
    assert all(cell.confidence is None for cell in first.cells)
    assert second.page == 2


def test_what_software_recognised_in_a_picture_is_recognised_anew() -> None:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=PAGE, invariant=1)
    png = Image.open(io.BytesIO(scan(Random(11), sheet(), ScanLayout(container="png"))))
    canvas.drawInlineImage(png, 0, 0, *PAGE)
    hidden = canvas.beginText(LEFT, PAGE[1] - TOP - 16)
    hidden.setTextRenderMode(3)
    hidden.setFont("Helvetica", 10.5)
    hidden.textLine("8888 9999")
    canvas.drawText(hidden)
    canvas.save()
    found = content(written.getvalue())
    assert texts(only_grid(found)) == FIGURES
    assert not any("8888" in block.text for block in found.blocks if isinstance(block, Paragraph))


def test_a_picture_without_text_and_a_damaged_one_are_refused_with_the_remedy() -> None:
    written = io.BytesIO()
    Image.new("RGB", (800, 1100), "white").save(written, "PNG")
    for made, word in ((written.getvalue(), "没有认出文字"), (written.getvalue()[:200], "损坏")):
        with pytest.raises(UnreadableDocument, match=word) as refusal:
            READERS["image/png"](made)
        assert "：请" in refusal.value.reason_zh


@pytest.mark.parametrize("seed", range(2))
def test_poor_scans_give_the_figure_or_none(seed: int) -> None:
    rng = Random(100 + seed)
    layout = ScanLayout(
        dpi=rng.choice((150, 200)), skew=2.0, noise=15.0, blur=0.6, specks=2.0, shadow=0.3, fading=0.4, quality=40
    )
    printed = [[str(rng.choice((0, 0, rng.randrange(10), rng.randrange(3000)))) for _ in range(5)] for _ in range(12)]
    cells: tuple[Cell, ...] = only_grid(content(scan(rng, sheet(printed), layout))).cells
    wrong = [
        (cell.text, printed[cell.row][cell.column])
        for cell in cells
        if re.fullmatch(r"\d+", cell.text) and cell.text != printed[cell.row][cell.column]
    ]
    assert wrong == []
    assert len(cells) > 50


@pytest.mark.parametrize("seed", range(2))
def test_a_stroke_is_no_one_and_a_minus_is_not_lost(seed: int) -> None:
    printed = [["/", "1", "-6", "-1", "11"], ["-19", "/", "1", "/", "-3"]] * 3
    layout = ScanLayout(dpi=(200, 250)[seed], noise=8.0, blur=0.3, fading=0.3, skew=1.0)
    cells = only_grid(content(scan(Random(seed), sheet(printed), layout))).cells
    numbers = [(cell.text, printed[cell.row][cell.column]) for cell in cells if re.fullmatch(r"-?\d+", cell.text)]
    assert [pair for pair in numbers if pair[0] != pair[1]] == []
    assert len(numbers) >= 12


@pytest.mark.parametrize(
    ("legible", "quarters"),
    [
        ({0: 18.0}, 0),
        ({0: 1.6, 2: -0.4, 1: 6.1, 3: -0.2}, 0),
        ({0: -0.4, 2: 1.6, 1: 6.1, 3: -0.2}, 2),
        ({0: 4.0, 2: -0.4, 1: 13.0}, 1),
        ({0: 5.0, 2: -0.4, 1: 14.4, 3: -0.2}, 0),
        ({0: -0.4, 2: 0.5, 1: 0.3, 3: 0.1}, 0),
    ],
    ids=[
        "sure",
        "labels that read from the side",
        "on its head",
        "on its side",
        "labels a character a line",
        "nothing to read",
    ],
)
def test_a_page_is_laid_on_its_side_only_where_it_is_then_surely_read(
    legible: dict[int, float], quarters: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = iter(legible.values())
    monkeypatch.setattr(scan_page, "_legible", lambda grey, dpi: next(scores))
    paper = np.full((40, 30), 255, np.uint8)
    lies = Picture(1, paper, paper, 150.0, 14.4, 19.2, np.eye(3))
    assert scan_page.quarters_askew(lies) == quarters


def test_a_sheet_that_lies_across_is_sooner_taken_to_lie_on_its_side(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = np.full((30, 40), 255, np.uint8)
    lies = Picture(1, paper, paper, 150.0, 19.2, 14.4, np.eye(3))
    for upright, quarters in ((7.7, 3), (11.0, 0)):
        scores = iter((upright, 0.3, -1.7, 16.0))
        monkeypatch.setattr(scan_page, "_legible", lambda grey, dpi, scores=scores: next(scores))
        assert scan_page.quarters_askew(lies) == quarters


def test_lines_torn_into_short_pieces_still_enclose_their_cells() -> None:
    page = np.full((900, 1200), 235, np.uint8)
    rows, columns = range(100, 500, 50), range(100, 1000, 90)
    for row in rows:
        page[row - 1 : row + 1, 100 : columns[-1]] = 40
    for column in columns:
        page[100 : rows[-1], column - 1 : column + 1] = 40
    # A torn piece of a column and of a row; and a 1 where two cells are one, in which a line would run on.
    page[222:228, 275:285] = page[238:242, 275:285] = page[245:255, 300:306] = page[245:255, 330:336] = 235
    page[302:348, 365:375] = 235
    page[308:342, 369:371] = 40
    picture = Picture(1, page, page, 200.0, 432.0, 324.0, np.eye(3))
    rulings = find_rulings(picture, dark_pixels(page), np.zeros_like(page))
    (table,) = ruled_tables(scan_page._Drawn(rulings.horizontals, rulings.verticals))
    assert len(table.cells) == (len(rows) - 1) * (len(columns) - 1) - 1
    assert [(cell.row, cell.column, cell.column_span) for cell in table.cells if cell.column_span > 1] == [(4, 2, 2)]


def test_a_torn_line_that_a_label_all_but_touches_still_parts_two_cells() -> None:
    page = np.full((900, 1200), 235, np.uint8)
    rows, columns = range(100, 500, 50), range(100, 1000, 90)
    for row in rows:
        page[row - 1 : row + 1, 100 : columns[-1]] = 40
    for column in columns:
        page[200 if column == 280 else 100 : rows[-1], column - 1 : column + 1] = 40
    for stroke in range(206, 244, 6):
        page[stroke : stroke + 4, 262:276] = 60
    page[218:224, 275:285] = page[238:241, 275:285] = 235
    picture = Picture(1, page, page, 200.0, 432.0, 324.0, np.eye(3))
    rulings = find_rulings(picture, dark_pixels(page), np.zeros_like(page))
    (table,) = ruled_tables(scan_page._Drawn(rulings.horizontals, rulings.verticals))
    assert [(cell.row, cell.column) for cell in table.cells if cell.column_span > 1] == [(0, 1), (1, 1)]


def test_a_label_set_a_character_a_line_is_read_though_it_is_faint() -> None:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=PAGE, invariant=1)
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    draw(canvas, (("", "", "", "", ""),) * 4, TOP)
    draw(canvas, (("1", "2"),), TOP + 200)
    canvas.rect(LEFT, PAGE[1] - TOP - 340, 60, 100)
    canvas.rect(LEFT + 60, PAGE[1] - TOP - 340, 60, 100)
    canvas.setFont("STSong-Light", 9)
    for number, character in enumerate("上一年处理数量"):
        canvas.drawCentredString(LEFT + 30, PAGE[1] - TOP - 254 - 11.5 * number, character)
    canvas.save()
    layout = ScanLayout(dpi=250, noise=12.0, blur=0.5, fading=0.3, shadow=0.2)
    found = content(scan(Random(3), written.getvalue(), layout)).blocks
    assert any(cell.text == "上一年处理数量" for grid in found if isinstance(grid, Grid) for cell in grid.cells)


def test_ink_too_wide_for_one_digit_is_no_figure_of_one() -> None:
    dark = np.zeros((40, 60), np.uint8)
    dark[10:30, 20:32] = 255
    run = Run(20, 10, 32, 30)
    assert _looks_like("2", dark, run)
    dark[18:22, 12:20] = 255
    assert not _looks_like("2", dark, run._replace(left=12))


def test_a_lone_seven_and_a_four_are_no_one_though_they_are_read_so() -> None:
    one, seven, four = (np.zeros((40, 60), np.uint8) for _ in range(3))
    one[10:32, 28:31] = one[12:14, 25:28] = one[30:32, 24:35] = 255
    seven[10:13, 22:36] = seven[13:32, 28:31] = 255
    four[10:32, 31:34] = four[24:27, 22:37] = 255
    runs = (Run(24, 10, 35, 32), Run(22, 10, 36, 32), Run(22, 10, 37, 32))
    assert [_looks_like("1", ink, run) for ink, run in zip((one, seven, four), runs, strict=True)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(("figure", "width"), [("1926", 41), ("791", 29)])
def test_digits_that_touch_take_as_much_room_as_there_are_of_them(figure: str, width: int) -> None:
    dark = np.full((40, 100), 255, np.uint8)
    assert _looks_like(figure, dark, Run(10, 10, 10 + width, 27))
    assert not _looks_like(figure + "8", dark, Run(10, 10, 10 + width, 27))
    assert not _looks_like(figure[:-1], dark, Run(10, 10, 10 + width, 27))


def test_pages_one_under_the_other_on_their_side_have_the_resolution_that_is_stated() -> None:
    def picture(width: int, height: int) -> bytes:
        written = io.BytesIO()
        Image.new("RGB", (width, height)).save(written, "PNG", dpi=(50, 50))
        return written.getvalue()

    assert [round(next(sheets(picture(*size))).dpi) for size in ((1750, 413), (413, 1750), (413, 585))] == [50, 50, 50]
    # 50 would make this page, no strip, as wide as a door.
    assert round(next(sheets(picture(1200, 900))).dpi) == 103


def test_a_figure_too_pale_for_ink_is_not_blank_and_half_of_one_is_no_other() -> None:
    def pale(pixels, centre, colour) -> None:
        pixels[centre[1] - 24 : centre[1] + 24, centre[0] - 60 : centre[0] + 60] = 255
        cv2.putText(pixels, "2", (centre[0] - 10, centre[1] + 12), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (222, 222, 222), 2)

    def worn(pixels, centre, colour) -> None:
        pale(pixels, centre, colour)
        pixels[centre[1] + 8 : centre[1] + 16][pixels[centre[1] + 8 : centre[1] + 16] < 250] = 60

    for scribble in (pale, worn):
        assert texts(only_grid(content(scribbled((0, 0, 0), scribble))))[1][2] in ("2", "2" + UNSURE, UNSURE)
