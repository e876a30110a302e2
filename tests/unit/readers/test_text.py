from pathlib import Path

import pytest

from etl.model import Cell, Grid, Paragraph
from etl.readers.errors import UnreadableDocument
from etl.readers.text import blocks, read

SAMPLES = Path(__file__).parents[3] / "etl" / "samples" / "reports"
SHARED = Path(__file__).parents[4] / "shared"


def rows(grid: Paragraph | Grid) -> list[list[str]]:
    assert isinstance(grid, Grid)
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.row_count)]


def only_grid(text: str) -> Grid:
    (grid,) = blocks(text)
    assert isinstance(grid, Grid)
    return grid


def prose(text: str) -> list[str]:
    found = blocks(text)
    assert all(isinstance(block, Paragraph) for block in found)
    return [block.text for block in found if isinstance(block, Paragraph)]


def test_each_line_is_a_paragraph() -> None:
    assert prose("\u3000\u3000一、总体情况\r\n\r\n规章\r\n 0 \r行政许可\n") == ["一、总体情况", "规章", "0", "行政许可"]


def test_nothing_without_width_is_kept_and_nothing_else_is_changed() -> None:
    assert prose("\ufeff规\u200b章\u200d：１２①\xa0件") == ["规章：１２①\xa0件"]


class TestTabs:
    def test_fields_are_cells_and_columns_are_counted(self) -> None:
        grid = only_grid("规章\t1\t\n许可\t\t2 \n")
        assert grid == Grid(
            (Cell(0, 0, "规章"), Cell(0, 1, "1"), Cell(0, 2, ""), Cell(1, 0, "许可"), Cell(1, 1, ""), Cell(1, 2, "2")),
            row_count=2,
            column_count=3,
            has_geometry=False,
        )

    def test_a_tab_that_ends_every_line_ends_no_cell(self) -> None:
        assert rows(only_grid("第一项\t\n内容\t件数\t\n规章\t\t")) == [["第一项"], ["内容", "件数"], ["规章", ""]]

    def test_a_tab_that_ends_some_lines_is_an_empty_cell(self) -> None:
        assert rows(only_grid("总计\t3\t\n结转\t\t3")) == [["总计", "3", ""], ["结转", "", "3"]]

    def test_a_blank_line_between_rows_does_not_end_the_grid(self) -> None:
        assert rows(only_grid("a\t1\n\nb\t2")) == [["a", "1"], ["b", "2"]]

    @pytest.mark.parametrize("number", ["3", "- 3 -", "—3—", "第3页", "第 3 页 共 12 页", "3/12"])
    def test_a_page_number_between_rows_follows_the_grid(self, number: str) -> None:
        grid, stray = blocks(f"a\t1\n\n{number}\n\nb\t2")
        assert rows(grid) == [["a", "1"], ["b", "2"]]
        assert stray == Paragraph(number)

    @pytest.mark.parametrize("between", ["三、收到和处理情况", "\n", "2023年", "\n\n一\n\n"])
    def test_prose_or_two_blank_lines_end_the_grid(self, between: str) -> None:
        found = blocks(f"a\t1\nb\t2\n{between}\nc\t3\nd\t4")
        grids = [rows(block) for block in found if isinstance(block, Grid)]
        assert grids == [[["a", "1"], ["b", "2"]], [["c", "3"], ["d", "4"]]]

    def test_an_indent_is_no_field(self) -> None:
        assert prose("\t一、总体情况\n\t全年公开3条。\n\t二、主动公开") == [
            "一、总体情况",
            "全年公开3条。",
            "二、主动公开",
        ]

    def test_a_heading_with_an_indent_does_not_join_a_table(self) -> None:
        heading, grid = blocks("\t二、主动公开\n规章\t1\n许可\t2")
        assert heading == Paragraph("二、主动公开")
        assert rows(grid) == [["规章", "1"], ["许可", "2"]]

    def test_a_label_moved_by_a_tab_between_rows_is_a_row(self) -> None:
        assert rows(only_grid("a\t1\t2\n\t法人\nb\t3\t4")) == [["a", "1", "2"], ["", "法人"], ["b", "3", "4"]]

    def test_one_line_with_a_tab_is_prose(self) -> None:
        assert prose("联系电话：\t12345\n完") == ["联系电话：\t12345", "完"]


class TestPipes:
    def test_rows_of_equal_length_have_geometry(self) -> None:
        grid = only_grid("| 规章 |  | 1 |\n|许可|2||")
        assert rows(grid) == [["规章", "", "1"], ["许可", "2", ""]]
        assert grid.has_geometry

    def test_rows_of_unequal_length_have_none(self) -> None:
        grid = only_grid("| 规章 | 1 |\n| 许可 | 2 | 3 |")
        assert rows(grid) == [["规章", "1"], ["许可", "2", "3"]]
        assert not grid.has_geometry

    @pytest.mark.parametrize("rule", ["|---|---|", "| :--- | ---: |", "---|---", "|:-:|:-:|", "|----------|-------|"])
    def test_the_rule_of_a_markdown_table_is_no_row(self, rule: str) -> None:
        grid = only_grid(f"| 内容 | 件数 |\n{rule}\n| 规章 | 3 |")
        assert rows(grid) == [["内容", "件数"], ["规章", "3"]]
        assert grid.has_geometry

    def test_dashes_for_no_value_are_a_row(self) -> None:
        assert rows(only_grid("| 内容 | 件数 |\n|---|---|\n| - | - |\n| — | -- |")) == [
            ["内容", "件数"],
            ["-", "-"],
            ["—", "--"],
        ]

    def test_outer_pipes_may_be_missing(self) -> None:
        assert rows(only_grid("内容 | 件数\n---|---\n规章 | 3\n许可 |")) == [["内容", "件数"], ["规章", "3"], ["许可"]]

    def test_marks_inside_a_field(self) -> None:
        assert rows(only_grid("| 甲\\|乙 | **总计** | 商业<br>企业 |\n| 1 | 2 | 3 |"))[0] == [
            "甲|乙",
            "总计",
            "商业\n企业",
        ]

    def test_runs_of_pipes_are_empty_cells_and_a_lone_pipe_is_nothing(self) -> None:
        assert rows(only_grid("| a | 1 | 2 | 3 | 4 |\n|\n||||||\n| b | | | | 5 |")) == [
            ["a", "1", "2", "3", "4"],
            ["", "", "", "", ""],
            ["b", "", "", "", "5"],
        ]

    def test_a_row_broken_inside_its_cells_is_joined(self) -> None:
        grid = only_grid("| 内容 | 商业\n企业 | 科研\n机构 |\n| 规章 | 1 | 2 |")
        assert rows(grid) == [["内容", "商业\n企业", "科研\n机构"], ["规章", "1", "2"]]

    def test_rows_that_merely_lack_their_outer_pipes_are_not_joined(self) -> None:
        assert rows(only_grid("| 规章 | 1 | 2\n许可 | 3 | 4 |\n| 处罚 | 5 | 6 |")) == [
            ["规章", "1", "2"],
            ["许可", "3", "4"],
            ["处罚", "5", "6"],
        ]

    def test_a_blank_line_goes_on_with_as_many_fields(self) -> None:
        assert rows(only_grid("| a | 1 |\n\n| b | 2 |\n\n| c | 3 |")) == [["a", "1"], ["b", "2"], ["c", "3"]]

    def test_a_blank_line_before_another_head_ends_the_grid(self) -> None:
        first, second = blocks("| 内容 | 件数 |\n|---|---|\n| 规章 | 1 |\n\n| 项目 | 数量 |\n|---|---|\n| 许可 | 2 |")
        assert rows(first) == [["内容", "件数"], ["规章", "1"]]
        assert rows(second) == [["项目", "数量"], ["许可", "2"]]

    def test_a_line_of_links_is_prose(self) -> None:
        assert prose("首页 | 政务公开 | 年报\n一、总体情况") == ["首页 | 政务公开 | 年报", "一、总体情况"]

    def test_running_prose_between_pipes_is_paragraphs(self) -> None:
        article = "全年主动公开政府信息。" * 20
        first, middle, last = blocks(f"| 规章 | 1 |\n|  | {article} |\n| 许可 | 2 |")
        assert (rows(first), middle, rows(last)) == ([["规章", "1"]], Paragraph(article), [["许可", "2"]])

    def test_one_field_between_pipes_is_a_paragraph(self) -> None:
        assert prose("| 二、主动公开 |\n完") == ["二、主动公开", "完"]

    def test_lone_pipes_between_lines_leave_one_cell_a_line(self) -> None:
        assert prose("|\n规章\n|\n0\n|") == ["规章", "0"]


class TestGaps:
    def test_columns_apart_by_spaces(self) -> None:
        text = "信息内容     本年制发件数    现行有效件数\n规章    1      2\n  规范性文件\u30003\u30004\n行政许可   5"
        grid = only_grid(text)
        assert rows(grid) == [
            ["信息内容", "本年制发件数", "现行有效件数"],
            ["规章", "1", "2"],
            ["规范性文件", "3", "4"],
            ["行政许可", "5"],
        ]
        assert not grid.has_geometry

    @pytest.mark.parametrize(
        "text",
        [
            "规章  1  2\n许可  3  4",
            "一、  总体情况\n二、  主动公开\n三、  依申请公开\n四、  复议诉讼",
            "某局  全年  公开3条。\n某局  全年  公开4条。\n某局  全年  公开5条。",
        ],
    )
    def test_chance_gaps_are_prose(self, text: str) -> None:
        assert prose(text) == text.split("\n")


class TestHeaders:
    def test_entries_above_a_rule_are_metadata(self) -> None:
        found = read(
            "标题: 某区2023年度报告\n发布时间: 2024-03-08 15:34\n文号: \n原文链接: https://example.cn/a.htm\n"
            "页面链接与图片详见 links.tsv(同目录)\n==================== 正文 ====================\n一、总体情况".encode()
        )
        assert found.metadata == {
            "标题": "某区2023年度报告",
            "发布时间": "2024-03-08 15:34",
            "原文链接": "https://example.cn/a.htm",
        }
        assert found.blocks == (Paragraph("一、总体情况"),)

    def test_entries_between_fences_are_metadata(self) -> None:
        found = read("\n---\ntitle: 年报\nyear: 2023\n---\n# 年报\n正文".encode())
        assert found.metadata == {"title": "年报", "year": "2023"}
        assert found.blocks == (Paragraph("年报", "title"), Paragraph("正文"))

    def test_entries_on_the_first_lines_are_metadata(self) -> None:
        found = read("索引号：1122/2021-00013\n发布机构：某局\n发布机构：另一局\n\n年度报告".encode())
        assert found.metadata == {"索引号": "1122/2021-00013", "发布机构": "某局"}
        assert found.blocks == (Paragraph("年度报告"),)

    @pytest.mark.parametrize(
        "text",
        [
            "某局年度报告\n联系电话：12345\n地址：某路",
            "现将情况报告如下：\n一、总体情况",
            "---\n一、总体情况\n---",
            "一、总体情况\n====\n正文",
            "https://example.cn/a\nhttps://example.cn/b",
        ],
    )
    def test_prose_is_no_metadata(self, text: str) -> None:
        found = read(text.encode())
        assert found.metadata == {}
        assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == text.split("\n")


def test_markdown_headings_and_bold_type() -> None:
    assert blocks("# 年度报告\n## 一、总体情况 ##\n### （一）**主动**公开\n#标签\n一是**加强**学习，2*3") == [
        Paragraph("年度报告", "title"),
        Paragraph("一、总体情况", "heading"),
        Paragraph("（一）主动公开", "heading"),
        Paragraph("#标签"),
        Paragraph("一是加强学习，2*3"),
    ]


def test_form_feeds_count_pages() -> None:
    found = read("一\n规章\t1\n\f许可\t2\n二\n\f三\n\f\n".encode())
    assert found.page_count == 3
    assert found.blocks == (
        Paragraph("一", page=1),
        Grid(
            (Cell(0, 0, "规章", page=1), Cell(0, 1, "1", page=1), Cell(1, 0, "许可", page=2), Cell(1, 1, "2", page=2)),
            2,
            2,
            False,
            1,
        ),
        Paragraph("二", page=2),
        Paragraph("三", page=3),
    )


def test_without_form_feeds_there_are_no_pages() -> None:
    assert read("一".encode()).page_count is None


def test_the_encoding_makes_no_difference() -> None:
    assert read("规章\t1\n许可\t2".encode("gb18030")).blocks == read("规章\t1\n许可\t2".encode()).blocks


@pytest.mark.parametrize("content", [b"", b" \n\t\f\n", "\ufeff\u200b".encode()])
def test_a_file_without_text_says_so(content: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="文件中没有文字"):
        read(content)


def files() -> list[Path]:
    beside = (path for folder in ("corpus", "reports") for path in (SHARED / folder).glob("*.txt"))
    return [*sorted(SAMPLES.glob("*澹川县*.txt")), *sorted(beside)]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_published_text_is_kept_to_the_last_figure(path: Path) -> None:
    content = path.read_bytes()
    found = read(content)
    kept = "".join(
        block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.cells)
        for block in found.blocks
    )
    body = content.decode().rpartition("=\n")[2]
    digits = [char for char in body if char.isdigit()]
    assert [char for char in kept if char.isdigit()] == digits
