"""Workbooks made in memory, read back; the same one as XLS and ODS comes from ``tests/fixtures``."""

import random
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from etl.model import Content, Grid, Paragraph
from etl.readers import xls, xlsx
from etl.readers.errors import UnreadableDocument
from etl.readers.number_format import shown
from etl.readers.spreadsheet import read

FIXTURES = Path(__file__).parents[2] / "fixtures"
TITLE = "某县2024年政府信息公开工作年度报告"
SENTENCE = "全年主动公开政府信息12条。"


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def book_of(fill: Callable[[Worksheet], None]) -> bytes:
    book = Workbook()
    fill(book.active)
    return saved(book)


def rows_of(*rows: tuple[object, ...]) -> bytes:
    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(row)

    return book_of(fill)


def workbook() -> bytes:
    """What ``tests/fixtures/workbook.xls`` and ``workbook.ods`` were converted from."""
    book = Workbook()
    first = book.active
    first.title = "主动公开"
    for row in [
        (TITLE,),
        (SENTENCE,),
        ("第二十条第（一）项",),
        ("信息内容", "本年制发件数", "本年废止件数", "隐藏列", "现行有效件数"),
        ("规章", 12.0, None, 999, 351.51),
        ("隐藏行", 1, 2, 3, 4),
        ("行政规范性文件", "/", 0, 999, "3件"),
        ("第二十条第（八）项",),
        ("信息内容", "金额"),
        ("行政事业性收费", 571.0899999999999),
    ]:
        first.append(row)
    first["A1"].data_type = "s"
    for area in ("A1:E1", "A8:E8", "B9:E9", "B10:E10"):
        first.merge_cells(area)
    first.row_dimensions[6].hidden = True
    first.column_dimensions["D"].hidden = True
    first["B5"].number_format = '0"件"'
    first["C7"].number_format = "0.00"
    hidden = book.create_sheet("底稿")
    hidden["A1"], hidden.sheet_state = "草稿数字 77", "hidden"
    second = book.create_sheet("依申请公开")
    second["B3"], second["C3"], second["B5"], second["C4"], second["C5"] = "新收", "总计", "结转", 20, "=C4/0"
    second.merge_cells("B3:B4")
    second["C6"], second["B6"] = 0.5, "比例"
    second["C6"].number_format = "0.0%"
    return saved(book)


def spans(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.cells]


def grids(content: Content) -> list[Grid]:
    return [block for block in content.blocks if isinstance(block, Grid)]


def texts(content: Content) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


def matrix(content: bytes) -> list[list[str]]:
    (grid,) = grids(read(content))
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.row_count)]


CALCULATED = [path.read_bytes() for path in sorted(FIXTURES.glob("workbook.*"))]


@pytest.mark.parametrize("content", [workbook(), *CALCULATED], ids=["xlsx", "ods", "xls"])
def test_every_form_shows_the_same_sheets(content: bytes) -> None:
    found = read(content)
    assert found.blocks[:4] == (
        Paragraph("主动公开", "heading"),
        Paragraph(TITLE, "title"),
        Paragraph(SENTENCE),
        Paragraph("第二十条第（一）项"),
    )
    assert found.blocks[5] == Paragraph("依申请公开", "heading")
    first, second = grids(found)
    assert spans(first) == [
        *(
            (0, column, 1, 1, text)
            for column, text in enumerate(("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"))
        ),
        *((1, column, 1, 1, text) for column, text in enumerate(("规章", "12件", "", "351.51"))),
        *((2, column, 1, 1, text) for column, text in enumerate(("行政规范性文件", "/", "0.00", "3件"))),
        (3, 0, 1, 4, "第二十条第（八）项"),
        (4, 0, 1, 1, "信息内容"),
        (4, 1, 1, 3, "金额"),
        (5, 0, 1, 1, "行政事业性收费"),
        (5, 1, 1, 3, "571.09"),
    ]
    error = "=C4/0" if content.startswith(b"PK") and b"xl/workbook.xml" in content else "#DIV/0!"
    assert spans(second) == [
        (0, 0, 2, 1, "新收"),
        (0, 1, 1, 1, "总计"),
        (1, 1, 1, 1, "20"),
        (2, 0, 1, 1, "结转"),
        (2, 1, 1, 1, error),
        (3, 0, 1, 1, "比例"),
        (3, 1, 1, 1, "50.0%"),
    ]
    assert "工作表“底稿”已隐藏，未读" in found.notes
    assert "工作表“主动公开”隐藏的行或列中有 8 个单元格，未读" in found.notes


def test_a_whole_report_in_one_sheet_comes_apart_into_prose_and_tables() -> None:
    content = rows_of(
        (TITLE,),
        ("一、总体情况",),
        (SENTENCE,),
        ("信息内容", "本年制发件数"),
        ("规章", 1),
        ("二、依申请公开",),
        ("新收", 2, 3, 5),
        ("结转", 0, 0, 0),
        ("结转如有疑问，请见说明。",),
        ("三、复议",),
        (),
        ("维持", "纠正"),
        (1, 0),
    )
    found = read(content)
    assert [block.text if isinstance(block, Paragraph) else block.row_count for block in found.blocks] == [
        *(TITLE, "一、总体情况", SENTENCE, 2, "二、依申请公开", 2, "结转如有疑问，请见说明。", "三、复议", 2),
    ]
    assert (found.metadata["author"], found.notes) == ("openpyxl", ())


def test_a_label_alone_in_its_row_stays_in_its_table() -> None:
    content = rows_of(("信息内容", "件数"), ("规章",), ("许可", 1))
    assert matrix(content) == [["信息内容", "件数"], ["规章", ""], ["许可", "1"]]


def test_a_table_that_goes_on_below_an_empty_row_keeps_its_empty_columns() -> None:
    content = rows_of(("类别", "企业", "总计"), ("新收", 1, 2), (), ("结转", None, 3), ("办结", None, 4))
    _, rest = grids(read(content))
    assert [[cell.text for cell in rest.cells if cell.row == row] for row in (0, 1)] == [
        ["结转", "", "3"],
        ["办结", "", "4"],
    ]


def test_borders_tell_a_table_from_the_lines_around_it() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in [("统计表",), ("信息内容", "件数"), ("规章",), ("许可", None), ("填表说明",)]:
            sheet.append(row)
        for row in sheet["A2:B4"]:
            for cell in row:
                cell.border = Border(top=Side("thin"))

    content = book_of(fill)
    assert matrix(content) == [["信息内容", "件数"], ["规章", ""], ["许可", ""]]
    assert texts(read(content)) == ["统计表", "填表说明"]


def test_rows_that_a_merged_cell_reaches_over_belong_together() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"], sheet["A4"], sheet["B4"] = "项目", "数量", "规章", 1
        sheet.merge_cells("A1:A3")

    assert matrix(book_of(fill)) == [["项目", "数量"], ["规章", "1"]]


def test_what_a_merged_cell_covers_is_not_shown_and_named() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in [("规章", 1), ("许可", 2)]:
            sheet.append(row)
        sheet.merged_cells.add("A1:A2")

    found = read(book_of(fill))
    assert spans(grids(found)[0]) == [(0, 0, 2, 1, "规章"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")]
    assert found.notes == ("工作表“Sheet”的合并单元格遮住了 1 个单元格的文字，未读",)


def test_a_formula_without_its_result_is_no_number() -> None:
    content = rows_of(("规章", "=1+2"), ("许可", True))
    assert matrix(content) == [["规章", "=1+2"], ["许可", "TRUE"]]
    assert read(content).notes == ("工作表“Sheet”有 1 个公式没有算出的结果，按公式原文读出",)


def test_zeros_that_a_sheet_hides_are_blank() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(("规章", 0, 1))
        sheet.sheet_view.showZeros = False

    assert matrix(book_of(fill)) == [["规章", "1"]]


SHOWN = [
    (12.0, "General", "12"),
    (351.51, "General", "351.51"),
    (0.1 + 0.2, "General", "0.3"),
    (11398889, "", "11398889"),
    (2.5, "0", "3"),
    (351.51, "0_ ", "352"),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (10, "+0;-0", "+10"),
    (-11, "0", "-11"),
    (-0.001, "0.00", "0.00"),
    (-3, "0.00_);[Red](0.00)", "(3.00)"),
    (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', "-"),
    (0, "0;-0;;@", ""),
    (0, '[=0]"";General', ""),
    (7, '[=0]"";General', "7"),
    (0.5, "0%", "50%"),
    (3, 'G/通用格式"件"', "3件"),
    (8, "000", "008"),
    (0.5, "#.##", ".5"),
    (12345678, "0,", "12346"),
    (12345, "0!.0,", "12345（显示格式 0!.0,）"),
    (12, "0.00E+00", "12"),
    (45292, 'yyyy"年"m"月"d"日"', "2024年1月1日"),
    (45292.5, "yyyy-mm-dd hh:mm:ss", "2024-01-01 12:00:00"),
    (45292, "[$-F800]dddd", "星期一"),
    (0.75, "h:mm AM/PM", "6:00 下午"),
    (-1, "yyyy/m/d", "-1"),
    (1e20, "0", "1e+20"),
]


@pytest.mark.parametrize(("value", "code", "text"), SHOWN)
def test_a_number_is_what_its_format_shows(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_dates_may_count_from_1904() -> None:
    assert shown(43830, "yyyy/m/d", counts_from_1904=True) == "2024/1/1"


def part(name: str, text: str) -> bytes:
    """The workbook with one part put in place of its own."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook())) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(info.filename, text if info.filename == name else source.read(info))
    return stream.getvalue()


def sheet_xml(rows: str, merges: str = "") -> bytes:
    xml = f'<worksheet xmlns="{xlsx._MAIN}"><sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells></worksheet>'
    return part("xl/worksheets/sheet1.xml", xml)


def test_stray_cells_and_endless_merges_cost_nothing() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="1048576"><c r="XFD1048576"><v>3</v></c></row>'
    found = read(sheet_xml(rows, '<mergeCell ref="A2:XFD1048576"/>' * 1000))
    assert [cell.text for cell in grids(found)[0].cells] == ["1", "2"]
    assert "工作表“主动公开”超过 256 列，其余未读" in found.notes


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04" + b"x" * 99, "已损坏或不完整：请"),
        (workbook()[:-500], "已损坏或不完整：请"),
        (part("xl/worksheets/sheet1.xml", "<worksheet"), "工作表已损坏或缺失：请"),
        (part("xl/worksheets/sheet1.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "工作表已损坏或缺失：请"),
        (saved(Workbook()), "没有可见的文字；请"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "XLS 文件已损坏或不完整：请"),
    ],
    ids=["no zip", "cut", "broken sheet", "entities", "empty", "broken ole"],
)
def test_what_cannot_be_read_is_refused_with_the_remedy(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        read(content)


def test_what_unpacks_or_weighs_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_PART_BYTES", 1024 * 1024)
    with pytest.raises(UnreadableDocument, match="解压后超过 1 MB"):
        read(part("xl/worksheets/sheet1.xml", " " * 2 * 1024 * 1024))
    monkeypatch.setattr(xls, "MAX_BYTES", 0)
    with pytest.raises(UnreadableDocument, match="超过 0 MB"):
        read((FIXTURES / "workbook.xls").read_bytes())


@pytest.mark.parametrize("content", [workbook(), *CALCULATED], ids=["xlsx", "ods", "xls"])
def test_damage_is_read_or_refused(content: bytes) -> None:
    rng = random.Random(3)
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(rng.choice([1, 5, 40])):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        try:
            read(bytes(damaged[: rng.choice([len(damaged), rng.randrange(1, len(damaged))])]))
        except UnreadableDocument as refusal:
            assert "请" in refusal.reason_zh
