"""PDFs drawn in memory, read back: every cell, span, page and paragraph is asserted as it was drawn."""

import json
import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from etl.model import Content, Grid, Paragraph
from etl.readers.errors import UnreadableDocument
from etl.readers.pdf import read

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
SONG = "STSong-Light"
WIDTH, HEIGHT = A4
SHARED = Path(__file__).parents[4] / "shared"

Box = tuple[float, float, float, float]


class Sheet:
    """A canvas whose positions count from the top left corner, in points."""

    def __init__(self, **options: object) -> None:
        self.buffer = BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, **options)

    def text(self, x: float, y: float, text: str, size: float = 10, font: str = SONG) -> None:
        """Set a line whose font box starts at ``y``."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - y - size, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def cell(self, box: Box, text: str) -> None:
        """A cell with its border, and its lines from the top."""
        left, top, right, bottom = box
        self.canvas.rect(left, HEIGHT - bottom, right - left, bottom - top)
        for number, line in enumerate(text.split("\n")):
            self.text(left + 4, top + 3 + number * 12, line)

    def row(self, top: float, columns: list[float], texts: list[str], height: float = 20) -> float:
        """Cells side by side; returns where the next row starts."""
        for left, right, text in zip(columns, columns[1:], texts, strict=False):
            self.cell((left, top, right, top + height), text)
        return top + height

    def next_page(self) -> None:
        self.canvas.showPage()

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()

    def read(self) -> Content:
        return read(self.bytes())


def grids(content: Content) -> list[Grid]:
    return [block for block in content.blocks if isinstance(block, Grid)]


def texts(content: Content) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.row_count)]


def spans(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.cells]


COLUMNS = [70.0, 170.0, 250.0, 330.0]


def test_cells_spans_page_and_boxes_are_those_drawn() -> None:
    sheet = Sheet()
    sheet.cell((70, 100, 170, 140), "信息内容")
    sheet.cell((170, 100, 330, 120), "本年数量")
    sheet.cell((170, 120, 250, 140), "制发")
    sheet.cell((250, 120, 330, 140), "")
    sheet.row(140, COLUMNS, ["规章", "1", ""])
    content = sheet.read()
    (grid,) = grids(content)
    assert spans(grid) == [
        (0, 0, 2, 1, "信息内容"),
        (0, 1, 1, 2, "本年数量"),
        (1, 1, 1, 1, "制发"),
        (1, 2, 1, 1, ""),
        (2, 0, 1, 1, "规章"),
        (2, 1, 1, 1, "1"),
        (2, 2, 1, 1, ""),
    ]
    assert (grid.row_count, grid.column_count, grid.page, grid.has_geometry) == (3, 3, 1, True)
    assert grid.cells[0].box == pytest.approx((70, 100, 170, 140), abs=1)
    assert grid.cells[6].box == pytest.approx((250, 140, 330, 160), abs=1)
    assert {cell.page for cell in grid.cells} == {1}
    assert content.page_count == 1


def by_lines(sheet: Sheet, lines: list[Box]) -> None:
    for line in lines:
        sheet.line(*line)


def by_doubled_lines(sheet: Sheet, lines: list[Box]) -> None:
    for x0, y0, x1, y1 in lines:
        sheet.line(x0, y0, x1, y1)
        sheet.line(x0 + 1.5, y0 + 1.5, x1 + 1.5, y1 + 1.5)


def by_dashes(sheet: Sheet, lines: list[Box]) -> None:
    for x0, y0, x1, y1 in lines:
        length = x1 - x0 + y1 - y0
        for start in range(0, int(length), 5):
            end = min(start + 3, length)
            sheet.line(*((x0 + start, y0, x0 + end, y0) if y0 == y1 else (x0, y0 + start, x0, y0 + end)))


def by_thin_fills(sheet: Sheet, lines: list[Box]) -> None:
    for x0, y0, x1, y1 in lines:
        sheet.canvas.rect(x0, HEIGHT - y1 - 0.5, max(x1 - x0, 0.5), max(y1 - y0, 0.5), stroke=0, fill=1)


def by_pieces(sheet: Sheet, lines: list[Box]) -> None:
    for x0, y0, x1, y1 in lines:
        xm, ym = (x0 + x1) / 2, (y0 + y1) / 2
        sheet.line(x0, y0, xm, ym)
        sheet.line(xm, ym, x1, y1)


def by_a_drawing_of_its_own(sheet: Sheet, lines: list[Box]) -> None:
    sheet.canvas.beginForm("table")
    by_lines(
        sheet, [(x0 / 2, HEIGHT - (HEIGHT - y0) / 2, x1 / 2, HEIGHT - (HEIGHT - y1) / 2) for x0, y0, x1, y1 in lines]
    )
    sheet.canvas.endForm()
    sheet.canvas.saveState()
    sheet.canvas.scale(2, 2)
    sheet.canvas.doForm("table")
    sheet.canvas.restoreState()


@pytest.mark.parametrize(
    "draw", [by_lines, by_doubled_lines, by_dashes, by_thin_fills, by_pieces, by_a_drawing_of_its_own]
)
def test_every_way_of_drawing_lines_gives_the_same_cells(draw: Callable[[Sheet, list[Box]], None]) -> None:
    sheet = Sheet()
    lines: list[Box] = [(70, y, 330, y) for y in (100, 120, 160)] + [(x, 100, x, 160) for x in (70, 170, 330)]
    draw(sheet, [*lines, (250, 120, 250, 160)])
    sheet.text(75, 103, "行政许可")
    sheet.text(175, 103, "447228")
    sheet.text(75, 123, "行政")
    sheet.text(75, 138, "处罚")
    sheet.text(255, 123, "15")
    (grid,) = grids(sheet.read())
    assert spans(grid) == [
        (0, 0, 1, 1, "行政许可"),
        (0, 1, 1, 2, "447228"),
        (1, 0, 1, 1, "行政\n处罚"),
        (1, 1, 1, 1, ""),
        (1, 2, 1, 1, "15"),
    ]


def test_a_table_without_outer_border_keeps_its_outer_cells() -> None:
    sheet = Sheet()
    by_lines(sheet, [(70, 120, 330, 120), (70, 140, 330, 140), (170, 100, 170, 160), (250, 100, 250, 160)])
    for row, y in enumerate((103, 123, 143)):
        for column, x in enumerate((75, 175, 255)):
            sheet.text(x, y, f"{row}{column}")
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["00", "01", "02"], ["10", "11", "12"], ["20", "21", "22"]]


def test_an_underline_is_no_border() -> None:
    sheet = Sheet()
    sheet.row(100, COLUMNS, ["规章", "12", "0"], height=40)
    sheet.row(140, COLUMNS, ["行政处罚", "3", "4"])
    sheet.line(172, 116, 190, 116)
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["规章", "12", "0"], ["行政处罚", "3", "4"]]


def test_tables_side_by_side_stay_apart() -> None:
    sheet = Sheet()
    for left in (70.0, 320.0):
        top = sheet.row(100, [left, left + 100, left + 200], ["甲", f"{left:.0f}"])
        sheet.row(top, [left, left + 100, left + 200], ["乙", ""])
    assert [rows(grid) for grid in grids(sheet.read())] == [[["甲", "70"], ["乙", ""]], [["甲", "320"], ["乙", ""]]]


def test_a_frame_around_text_is_no_table_and_a_table_in_a_cell_is_its_own() -> None:
    sheet = Sheet()
    sheet.canvas.rect(40, 40, WIDTH - 80, HEIGHT - 80)
    sheet.text(70, 80, "说明文字。")
    top = sheet.row(100, [70.0, 170.0, 420.0], ["外", "外文"], height=80)
    sheet.row(top, [70.0, 170.0, 420.0], ["甲", "乙"])
    sheet.row(130, [200.0, 260.0, 320.0], ["内", "7"])
    content = sheet.read()
    assert [rows(grid) for grid in grids(content)] == [[["外", "外文"], ["甲", "乙"]], [["内", "7"]]]
    assert texts(content) == ["说明文字。"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(turn: int) -> None:
    sheet = Sheet()
    sheet.canvas.setPageRotation(turn)
    if turn:
        # The canvas lays a page that is turned by a quarter on its side.
        sheet.canvas.translate(*{90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turn])
        sheet.canvas.rotate(turn)
    sheet.row(sheet.row(100, COLUMNS, ["规章", "1", "2"]), COLUMNS, ["规范性文件", "3", ""])
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["规章", "1", "2"], ["规范性文件", "3", ""]]
    assert grid.cells[0].box == pytest.approx((70, 100, 170, 120), abs=1)


def test_a_table_set_sideways_on_an_upright_page_is_read_and_placed_on_the_sheet() -> None:
    sheet = Sheet()
    sheet.canvas.translate(WIDTH, 0)
    sheet.canvas.rotate(90)
    sheet.canvas.translate(0, WIDTH - HEIGHT)
    sheet.row(sheet.row(100, COLUMNS, ["规章", "1", "2"]), COLUMNS, ["规范性文件", "3", ""])
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["规章", "1", "2"], ["规范性文件", "3", ""]]
    assert grid.cells[0].box == pytest.approx((100, HEIGHT - 170, 120, HEIGHT - 70), abs=1)


def test_labels_set_downwards_come_out_in_order() -> None:
    sheet = Sheet()
    sheet.cell((70, 100, 90, 200), "")
    sheet.cell((90, 100, 130, 200), "")
    sheet.cell((130, 100, 200, 200), "甲")
    for number, sign in enumerate("本年办理"):
        sheet.text(75, 105 + 14 * number, sign)
    for column, part in enumerate(("不予处理", "的申请")):
        for number, sign in enumerate(part):
            sheet.text(112 - 16 * column, 105 + 14 * number, sign)
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["本\n年\n办\n理", "不予处理\n的申请", "甲"]]


def test_a_number_that_runs_over_its_border_stays_whole_and_is_noted() -> None:
    sheet = Sheet()
    sheet.row(100, [70.0, 100.0, 130.0, 160.0], ["甲", "", ""])
    sheet.text(102, 103, "11398889")
    content = sheet.read()
    assert rows(grids(content)[0]) == [["甲", "11398889", ""]]
    assert content.notes == ("第 1 页有单元格的文字超出边框，按其中心归入单元格",)


def test_numbers_of_two_cells_that_nearly_touch_stay_two() -> None:
    sheet = Sheet()
    sheet.row(100, [70.0, 100.0, 130.0, 160.0], ["甲", "", ""])
    sheet.text(109.7, 103, "1123")
    sheet.text(130.2, 103, "456")
    assert rows(grids(sheet.read())[0]) == [["甲", "1123", "456"]]


def test_figures_over_a_border_that_may_be_one_number_or_two_are_nobodys() -> None:
    sheet = Sheet()
    sheet.row(100, [70.0, 100.0, 130.0, 160.0], ["甲", "", ""])
    sheet.text(107, 103, "1139")
    sheet.text(127, 103, "8889")
    assert all("〓" in text for text in rows(grids(sheet.read())[0])[0][1:])


def test_text_drawn_twice_to_look_bold_is_read_once() -> None:
    sheet = Sheet()
    sheet.row(100, COLUMNS, ["规章", "1100", "2"])
    sheet.text(74.3, 103, "规章")
    sheet.text(174.3, 103, "1100")
    assert rows(grids(sheet.read())[0]) == [["规章", "1100", "2"]]


def test_texts_printed_one_over_the_other_are_nobodys() -> None:
    sheet = Sheet()
    sheet.row(100, COLUMNS, ["行政处罚", "165", "2"])
    sheet.text(174, 103, "29")
    sheet.text(72, 103, "行政强制")
    assert rows(grids(sheet.read())[0]) == [["〓", "〓", "2"]]


def test_a_text_too_long_for_its_cell_does_not_run_into_the_row_below() -> None:
    sheet = Sheet()
    sheet.row(100, COLUMNS, ["（本列数据的\n勾稽关系）", "甲", "乙"], height=20)
    sheet.row(120, COLUMNS, ["", "1", "2"], height=30)
    sheet.text(74, 131, "一、新收")
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["（本列数据的\n勾稽关系）", "甲", "乙"], ["一、新收", "1", "2"]]


def test_cells_framed_one_by_one_with_space_between_are_one_table() -> None:
    sheet = Sheet()
    for row, line in enumerate((["规章", "1", "2"], ["规范性文件", "", "4"])):
        for column, text in enumerate(line):
            left, top = 70 + column * 83.0, 100 + row * 23.0
            sheet.cell((left, top, left + 80, top + 20), text)
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["规章", "1", "2"], ["规范性文件", "", "4"]]
    assert grid.column_count == 3


def test_a_watermark_is_left_out_and_noted() -> None:
    sheet = Sheet()
    sheet.row(100, COLUMNS, ["规章", "1", "2"])
    sheet.canvas.saveState()
    sheet.canvas.translate(150, HEIGHT - 125)
    sheet.canvas.rotate(30)
    sheet.canvas.setFont(SONG, 12)
    sheet.canvas.drawString(0, 0, "内部样本99")
    sheet.canvas.restoreState()
    content = sheet.read()
    assert rows(grids(content)[0]) == [["规章", "1", "2"]]
    assert texts(content) == []
    assert content.notes == ("略去斜排的文字（水印）",)


def test_a_label_turned_on_its_side_is_read_along_its_direction() -> None:
    sheet = Sheet()
    sheet.row(100, COLUMNS, ["", "予以公开", "12"], height=80)
    sheet.canvas.saveState()
    sheet.canvas.translate(110, HEIGHT - 170)
    sheet.canvas.rotate(90)
    sheet.canvas.setFont(SONG, 10)
    sheet.canvas.drawString(0, 0, "办理结果")
    sheet.canvas.restoreState()
    assert rows(grids(sheet.read())[0]) == [["办理结果", "予以公开", "12"]]


def test_two_numbers_in_one_cell_stay_two() -> None:
    sheet = Sheet()
    sheet.row(100, COLUMNS, ["规章", "12 34", "2"])
    assert rows(grids(sheet.read())[0]) == [["规章", "12 34", "2"]]


LABELS = [70.0, 110.0, 210.0, 270.0, 330.0]


def test_a_row_cut_by_the_page_break_comes_out_once() -> None:
    sheet = Sheet()
    sheet.row(700, [70.0, 170.0, 250.0, 330.0], ["（一）予以公开", "1", "0"])
    sheet.row(720, [70.0, 170.0, 250.0, 330.0], ["（二）部分公开，只", "4", "5"])
    sheet.text(280, 800, "- 1 -")
    sheet.next_page()
    sheet.row(60, [70.0, 170.0, 250.0, 330.0], ["计这一情形）", "", ""])
    sheet.row(80, [70.0, 170.0, 250.0, 330.0], ["（三）不予公开", "2", "3"])
    content = sheet.read()
    (grid,) = grids(content)
    assert rows(grid) == [
        ["（一）予以公开", "1", "0"],
        ["（二）部分公开，只\n计这一情形）", "4", "5"],
        ["（三）不予公开", "2", "3"],
    ]
    assert [cell.page for cell in grid.cells if cell.column == 0] == [1, 1, 2]
    assert content.notes == ("略去页边的页码 1 处",)


def test_a_cut_row_whose_figures_stand_on_the_next_page_comes_out_once() -> None:
    sheet = Sheet()
    columns = [70.0, 170.0, 250.0, 330.0]
    sheet.row(700, columns, ["（一）予以公开", "1", "0"])
    sheet.row(720, columns, ["（二）部分公开，只", "", ""])
    sheet.next_page()
    sheet.row(60, columns, ["计这一情形）", "4", "5"])
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["（一）予以公开", "1", "0"], ["（二）部分公开，只\n计这一情形）", "4", "5"]]
    assert [(cell.page, cell.text) for cell in grid.cells if cell.row == 1 and cell.column] == [(2, "4"), (2, "5")]


def test_a_label_over_rows_that_the_page_break_cuts_is_glued() -> None:
    sheet = Sheet()
    sheet.cell((70, 700, 110, 740), "（四）")
    sheet.cell((110, 700, 210, 720), "1.不掌握")
    sheet.row(700, [210.0, 270.0, 330.0], ["7", "8"])
    sheet.row(720, [110.0, 210.0, 270.0, 330.0], ["2.没有现成", "9", "0"])
    sheet.next_page()
    sheet.cell((70, 60, 110, 100), "无法\n提供")
    sheet.row(60, [110.0, 210.0, 270.0, 330.0], ["3.不明确", "1", ""])
    sheet.row(80, [110.0, 210.0, 270.0, 330.0], ["4.其他", "2", "0"])
    (grid,) = grids(sheet.read())
    assert spans(grid)[0] == (0, 0, 4, 1, "（四）\n无法\n提供")
    assert [row[-3:] for row in rows(grid)] == [
        ["1.不掌握", "7", "8"],
        ["2.没有现成", "9", "0"],
        ["3.不明确", "1", ""],
        ["4.其他", "2", "0"],
    ]


def test_an_empty_label_cell_at_the_head_of_a_page_carries_on_the_one_above() -> None:
    sheet = Sheet()
    sheet.row(700, LABELS, ["结果", "1.不掌握", "7", "8"])
    sheet.next_page()
    sheet.row(60, LABELS, ["", "2.没有现成", "1", ""])
    (grid,) = grids(sheet.read())
    assert spans(grid) == [
        (0, 0, 2, 1, "结果"),
        (0, 1, 1, 1, "1.不掌握"),
        (0, 2, 1, 1, "7"),
        (0, 3, 1, 1, "8"),
        (1, 1, 1, 1, "2.没有现成"),
        (1, 2, 1, 1, "1"),
        (1, 3, 1, 1, ""),
    ]


def test_a_head_cut_through_its_cells_is_glued() -> None:
    columns = [70.0, 96.0, 122.0, 148.0]
    sheet = Sheet()
    sheet.row(700, columns, ["结果", "其他", "总计"])
    sheet.next_page()
    sheet.row(60, columns, ["维持", "结果", ""])
    sheet.row(80, columns, ["7", "8", "15"])
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["结果\n维持", "其他\n结果", "总计"], ["7", "8", "15"]]


def test_a_label_that_moved_whole_to_the_next_page_is_over_all_its_rows() -> None:
    sheet = Sheet()
    sheet.row(700, LABELS, ["", "1.不掌握", "7", "8"])
    sheet.next_page()
    sheet.row(60, LABELS, ["结果", "2.没有现成", "1", "0"])
    (grid,) = grids(sheet.read())
    assert spans(grid)[0] == (0, 0, 2, 1, "结果")
    assert rows(grid)[1] == ["2.没有现成", "1", "0"]


def test_a_label_set_downwards_goes_on_over_the_page_break() -> None:
    sheet = Sheet()
    sheet.cell((70, 700, 110, 740), "三\n、\n本")
    sheet.row(700, [110.0, 210.0, 270.0, 330.0], ["（一）予以公开", "7", "8"], height=40)
    sheet.next_page()
    sheet.cell((70, 60, 110, 100), "年\n度")
    sheet.row(60, [110.0, 210.0, 270.0, 330.0], ["（二）部分公开", "1", "0"], height=40)
    (grid,) = grids(sheet.read())
    assert spans(grid)[0] == (0, 0, 2, 1, "三\n、\n本\n年\n度")


def test_the_last_column_of_a_head_is_glued_too() -> None:
    sheet = Sheet()
    sheet.cell((70, 700, 130, 720), "（本列数据")
    sheet.cell((130, 700, 190, 720), "组织")
    sheet.cell((190, 700, 216, 720), "总")
    sheet.next_page()
    sheet.cell((70, 60, 130, 80), "之和）")
    sheet.cell((130, 60, 160, 80), "企业")
    sheet.cell((160, 60, 190, 80), "其他")
    sheet.cell((190, 60, 216, 80), "计")
    sheet.row(80, [70.0, 130.0, 160.0, 190.0, 216.0], ["一、新收", "1", "2", "3"])
    (grid,) = grids(sheet.read())
    assert [cell.text for cell in grid.cells if cell.row == 0] == ["（本列数据\n之和）", "组织", "总\n计"]
    assert rows(grid)[1:] == [["企业", "其他"], ["一、新收", "1", "2", "3"]]


def test_a_blank_row_of_figures_alone_on_the_next_page_is_kept() -> None:
    sheet = Sheet()
    sheet.row(700, COLUMNS, ["维持", "纠正", "总计"])
    sheet.next_page()
    sheet.row(60, COLUMNS, ["", "", ""])
    sheet.text(70, 100, "五、存在的问题")
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["维持", "纠正", "总计"], ["", "", ""]]


def test_an_empty_strip_at_the_foot_of_a_page_is_no_row() -> None:
    sheet = Sheet()
    by_lines(sheet, [(70, 700, 330, 700), (70, 720, 330, 720), *((x, 700, x, 750) for x in (70, 170, 250, 330))])
    for x, text in ((75, "规章"), (175, "1"), (255, "2")):
        sheet.text(x, 703, text)
    sheet.next_page()
    sheet.row(60, COLUMNS, ["规范性文件", "5", "6"])
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["规章", "1", "2"], ["规范性文件", "5", "6"]]


def test_a_row_without_figures_after_the_page_break_stays_a_row() -> None:
    sheet = Sheet()
    sheet.row(700, COLUMNS, ["行政处罚", "5", "6"])
    sheet.next_page()
    sheet.row(60, COLUMNS, ["行政强制", "", ""])
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["行政处罚", "5", "6"], ["行政强制", "", ""]]


def test_a_head_repeated_on_the_next_page_comes_out_once() -> None:
    sheet = Sheet()
    sheet.row(680, COLUMNS, ["指标", "单位", "数量"])
    sheet.row(700, COLUMNS, ["申请", "件", "6"])
    sheet.next_page()
    sheet.row(60, COLUMNS, ["指标", "单位", "数量"])
    sheet.row(80, COLUMNS, ["答复", "件", "5"])
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["指标", "单位", "数量"], ["申请", "件", "6"], ["答复", "件", "5"]]


def test_a_foot_left_open_at_the_page_break_is_closed() -> None:
    sheet = Sheet()
    by_lines(sheet, [(70, 700, 330, 700), (70, 720, 330, 720), *((x, 700, x, 750) for x in (70, 170, 250, 330))])
    for x, first, second in ((75, "（一）予以公开", "（二）部分公开"), (175, "1", "3"), (255, "2", "4")):
        sheet.text(x, 703, first)
        sheet.text(x, 728, second)
    sheet.next_page()
    sheet.row(60, COLUMNS, ["（三）不予公开", "5", "6"])
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["（一）予以公开", "1", "2"], ["（二）部分公开", "3", "4"], ["（三）不予公开", "5", "6"]]


def test_a_part_of_one_wide_cell_joins_the_table_of_the_next_page() -> None:
    sheet = Sheet()
    sheet.cell((70, 760, 330, 780), "第二十条第（一）项")
    sheet.next_page()
    sheet.row(60, COLUMNS, ["规章", "1", "2"])
    (grid,) = grids(sheet.read())
    assert spans(grid)[0] == (0, 0, 1, 3, "第二十条第（一）项")
    assert rows(grid)[1] == ["规章", "1", "2"]


@pytest.mark.parametrize("between", ["columns", "prose"])
def test_other_columns_or_prose_between_keep_tables_apart(between: str) -> None:
    sheet = Sheet()
    sheet.row(700, COLUMNS, ["规章", "1", "2"])
    if between == "prose":
        sheet.text(70, 740, "三、收到和处理政府信息公开申请情况")
    sheet.next_page()
    sheet.row(100, COLUMNS if between == "prose" else [70.0, 140.0, 330.0], ["甲", "3", "4"])
    assert [grid.row_count for grid in grids(sheet.read())] == [1, 1]


def body(sheet: Sheet, top: float, lines: list[str], indent: bool = True) -> float:
    for number, line in enumerate(lines):
        sheet.text(70 + (24 if indent and number == 0 else 0), top, line, size=12)
        top += 20
    return top


def test_lines_become_paragraphs_and_a_paragraph_goes_on_over_the_page() -> None:
    full = "天" * 37
    sheet = Sheet()
    sheet.text(180, 60, "临泽县人民政府", size=22)
    sheet.text(140, 90, "2024年政府信息公开工作年度报告", size=22)
    top = body(sheet, 140, ["一、总体情况"])
    top = body(sheet, top, [full[2:], full, "共12条。"])
    body(sheet, top, [full[2:], full])
    sheet.text(280, 800, "— 1 —")
    sheet.next_page()
    top = body(sheet, 60, ["又一行。"], indent=False)
    body(sheet, top, ["二、主动公开"])
    sheet.text(280, 800, "— 2 —")
    content = sheet.read()
    assert content.blocks == (
        Paragraph("临泽县人民政府2024年政府信息公开工作年度报告", "title", 1),
        Paragraph("一、总体情况", "text", 1),
        Paragraph(full[2:] + full + "共12条。", "text", 1),
        Paragraph(full[2:] + full + "又一行。", "text", 1),
        Paragraph("二、主动公开", "text", 2),
    )
    assert content.notes == ("略去页边的页码 2 处",)


def test_a_number_in_the_margin_that_counts_no_pages_is_kept() -> None:
    sheet = Sheet()
    body(sheet, 100, ["正文。"])
    sheet.text(280, 800, "37")
    content = sheet.read()
    assert texts(content) == ["正文。", "37"]
    assert content.notes == ()


def test_a_running_head_is_kept_once() -> None:
    sheet = Sheet()
    for number in range(4):
        sheet.text(70, 30, "临泽县人民政府")
        body(sheet, 100, [f"第{number}段。"])
        sheet.next_page()
    content = sheet.read()
    assert texts(content) == ["临泽县人民政府", "第0段。", "第1段。", "第2段。", "第3段。"]
    assert content.notes == ("略去各页重复的页眉页脚 4 处，在文首保留一次",)


def test_figures_in_plain_columns_without_lines_are_a_table() -> None:
    sheet = Sheet()
    sheet.text(70, 60, "三、申请情况", size=12)
    for x, text in ((200, "自然人"), (280, "企业"), (360, "总计")):
        sheet.text(x, 97, text)
    for number, label in enumerate(("一、新收", "二、结转", "三、总计", "四、结转下年")):
        sheet.text(70, 115 + 18 * number, label)
        for x, figure in ((205, number), (285, 10 * number), (365, 11 * number)):
            sheet.text(x, 115 + 18 * number, str(figure))
    content = sheet.read()
    (grid,) = grids(content)
    assert rows(grid) == [
        ["", "自然人", "企业", "总计"],
        ["一、新收", "0", "0", "0"],
        ["二、结转", "1", "10", "11"],
        ["三、总计", "2", "20", "22"],
        ["四、结转下年", "3", "30", "33"],
    ]
    assert texts(content) == ["三、申请情况"]


def test_labels_of_a_table_without_lines_keep_their_wrapped_lines_and_their_column() -> None:
    sheet = Sheet()
    top = 115
    for number, label in enumerate(("1.不掌握相关\n政府信息", "2.没有现成信\n息需要另行\n制作", "3.不明确")):
        label_lines = label.split("\n")
        for line in label_lines:
            sheet.text(120, top, line)
            if line == label_lines[len(label_lines) // 2]:
                for x in (205, 285, 365):
                    sheet.text(x, top, str(number))
            top += 13
    sheet.text(70, 140, "（四）无")
    (grid,) = grids(sheet.read())
    assert [[cell.text for cell in grid.cells if cell.row == row and cell.column] for row in range(3)] == [
        ["1.不掌握相关\n政府信息", "0", "0", "0"],
        ["2.没有现成信\n息需要另行\n制作", "1", "1", "1"],
        ["3.不明确", "2", "2", "2"],
    ]
    assert [cell.text for cell in grid.cells if cell.column == 0] == ["", "（四）无", ""]


def test_two_tables_without_lines_one_right_under_the_other_are_both_kept() -> None:
    sheet = Sheet()
    for number in range(9):
        top = 100 + 18 * number
        if number == 4:
            for x, text in ((240, "甲"), (315, "乙"), (390, "丙")):
                sheet.text(x, top, text)
            continue
        sheet.text(70, top, f"{number % 5 + 1}.行")
        for column in range(3):
            sheet.text((205 if number < 4 else 240) + 75 * column, top, f"{number}{column}")
    found = [[row[-3:] for row in rows(grid)] for grid in grids(sheet.read())]
    assert found == [
        [[f"{number}{column}" for column in range(3)] for number in range(4)],
        [["甲", "乙", "丙"], *([f"{number}{column}" for column in range(3)] for number in range(5, 9))],
    ]


def test_columns_that_are_mostly_empty_are_left_as_lines() -> None:
    sheet = Sheet()
    for number in range(8):
        sheet.text(70, 100 + 18 * number, f"{number + 1}.行")
        for column in range(3):
            sheet.text((205 if number < 4 else 240) + 75 * column, 100 + 18 * number, f"{number}{column}")
    assert [row for grid in grids(sheet.read()) for row in rows(grid) if "" in row] == []


def test_figures_that_could_stand_in_two_columns_are_left_as_lines() -> None:
    sheet = Sheet()
    for number in range(4):
        sheet.text(70, 100 + 18 * number, f"第{number}行")
        for column in range(3):
            sheet.text(200 + 40 * column + 15 * number, 100 + 18 * number, "7")
    content = sheet.read()
    assert grids(content) == []
    assert len(texts(content)) == 4


def test_a_row_without_a_label_of_its_own_leaves_the_lines_as_they_are() -> None:
    sheet = Sheet()
    for number, label in enumerate(("1.甲", "", "2.乙", "3.丙")):
        sheet.text(70, 100 + 18 * number, label)
        for x in (205, 285, 365):
            sheet.text(x, 100 + 18 * number, str(number))
    assert grids(sheet.read()) == []


def test_recognised_text_behind_a_scan_is_noted() -> None:
    sheet = Sheet()
    text = sheet.canvas.beginText(70, 700)
    text.setTextRenderMode(3)
    text.setFont(SONG, 12)
    text.textLine("一、总体情况")
    sheet.canvas.drawText(text)
    content = sheet.read()
    assert texts(content) == ["一、总体情况"]
    assert content.notes == ("PDF 的文字层由识别软件生成，可能与图像不符",)


def test_properties_are_the_metadata() -> None:
    sheet = Sheet()
    sheet.canvas.setTitle("年度报告")
    sheet.canvas.setAuthor("办公室")
    sheet.text(70, 100, "正文。")
    metadata = sheet.read().metadata
    assert (metadata["title"], metadata["author"]) == ("年度报告", "办公室")
    assert metadata["created"].startswith("20")


def test_an_encrypted_pdf_is_refused_with_its_remedy() -> None:
    sheet = Sheet(encrypt=StandardEncryption("geheim"))
    sheet.text(70, 100, "正文。")
    with pytest.raises(UnreadableDocument) as caught:
        sheet.read()
    assert caught.value.reason_zh == "PDF 已加密，需要密码才能打开：请提供未加密的文件"


def test_a_picture_without_text_is_refused() -> None:
    sheet = Sheet()
    sheet.canvas.drawImage(ImageReader(Image.new("RGB", (50, 50))), 0, 0, WIDTH, HEIGHT)
    with pytest.raises(UnreadableDocument) as caught:
        sheet.read()
    assert "没有文字" in caught.value.reason_zh


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"\x00" * 999, "不是PDF".encode()])
def test_bytes_that_are_no_pdf_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(content)
    assert caught.value.reason_zh.startswith("PDF 文件已损坏")


def test_damaged_bytes_are_read_or_refused() -> None:
    sheet = Sheet()
    for page in range(3):
        body(sheet, 60, ["天" * 35, "共12条。"])
        sheet.row(sheet.row(120, COLUMNS, ["规章", "1", "2"]), COLUMNS, [f"第{page}", "3", ""])
        sheet.next_page()
    whole = sheet.bytes()
    chance = random.Random(7)
    outcomes = {"read": 0, "refused": 0}
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 20, 200))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        end = chance.choice((len(damaged), chance.randrange(len(damaged))))
        try:
            content = read(bytes(damaged[:end]))
        except UnreadableDocument as error:
            assert error.reason_zh
            outcomes["refused"] += 1
        else:
            assert content.page_count
            outcomes["read"] += 1
    assert min(outcomes.values()) > 10


def shared_files(suffix: str) -> list[tuple[Path, dict[str, Any]]]:
    """Published or made reports beside the repository, with what they print; none where there are none."""
    found = []
    for folder in ("corpus", "reports"):
        truth = SHARED / folder / "truth.jsonl"
        if truth.exists():
            for line in truth.read_text("utf-8").splitlines():
                entry = json.loads(line)
                path = SHARED / folder / str(entry["file"])
                if path.suffix == suffix and entry.get("cells") and entry["form"] != "scan":
                    found.append((path, entry))
    return found


def printed_rows(entry: dict[str, Any], table: int) -> list[list[str]]:
    """The texts of a table's cells, row by row; table 4 prints its figures in one row."""
    found: dict[str, list[str]] = {}
    for cell in entry["cells"]:
        if cell["table"] == table:
            found.setdefault("" if table == 4 else cell["row"], []).append(cell["printed"].strip())
    return list(found.values())


def test_beside_the_repository_each_row_of_the_tables_is_read_whole() -> None:
    for path, entry in shared_files(".pdf"):
        found = grids(read(path.read_bytes()))
        assert [grid.column_count for grid in found] == [4, 10, 15], path.name
        for table, grid in enumerate(found, 2):
            printed = printed_rows(entry, table)
            read_back = [row for row in rows(grid) if row]
            assert printed
            for row in printed:
                assert row in [line[-len(row) :] for line in read_back], (path.name, table, row)
