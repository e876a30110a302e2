from pathlib import Path

import pytest

from etl.model import Cell, Content, Grid, Paragraph
from etl.readers.errors import UnreadableDocument
from etl.readers.html import read

SAMPLES = Path(__file__).parents[3] / "etl" / "samples" / "reports"
SHARED = Path(__file__).parents[4] / "shared"


def blocks(source: str) -> list[Paragraph | Grid]:
    return list(read(source.encode()).blocks)


def prose(source: str) -> list[str]:
    found = blocks(source)
    assert all(isinstance(block, Paragraph) for block in found)
    return [block.text for block in found if isinstance(block, Paragraph)]


def grid(source: str) -> Grid:
    (found,) = (block for block in blocks(source) if isinstance(block, Grid))
    return found


def rows(found: Grid) -> list[list[str]]:
    """Every slot of a grid with the text of the cell that covers it; "·" where there is none."""
    slots = [["·"] * found.column_count for _ in range(found.row_count)]
    for cell in found.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                assert slots[row][column] == "·", "cells overlap"
                slots[row][column] = cell.text
    return slots


def test_blocks_come_in_document_order_with_their_roles() -> None:
    found = read(
        "<h1>标题</h1>前言<h2>一、<b>总体</b>情况</h2><p>正文</p><table><tr><td>a<td>b</table><div>末尾</div>".encode()
    )
    assert found.blocks == (
        Paragraph("标题", "title"),
        Paragraph("前言"),
        Paragraph("一、总体情况", "heading"),
        Paragraph("正文"),
        Grid((Cell(0, 0, "a"), Cell(0, 1, "b")), 1, 2),
        Paragraph("末尾"),
    )


@pytest.mark.parametrize(
    ("source", "last"),
    [
        ("<table><tr><td>规章</td><td>16", "16〓"),
        ("<table><tr><td>规章<TD class=a>", "〓"),
        ("<table><tr><td>规章</td><td>16</t", "16"),
        ("<table><tr><td>规章<td>16</table>", "16"),
        ("<table><tr><td>规章</td><td>16</td><td clas", "16"),
    ],
)
def test_a_cell_in_whose_midst_the_file_ends_has_no_figure(source: str, last: str) -> None:
    found = read(source.encode())
    assert isinstance(found.blocks[-1], Grid) and found.blocks[-1].cells[-1].text == last
    assert bool(found.notes) is last.endswith("〓")


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("<p>全年<span>受理</span><b>1</b><font>2</font>件</p>", ["全年受理12件"]),
        ("<p>甲<p>乙<p>丙", ["甲", "乙", "丙"]),
        ("甲<br>乙<br/><br>丙", ["甲", "乙", "丙"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<ul><li>首页<li>公开</ul>", ["首页", "公开"]),
        ("<dl><dt>名称<dd>索引</dl>", ["名称", "索引"]),
        ("<p>\n  规范性\n  文件  12\n  件\n</p>", ["规范性文件 12 件"]),
        ("<span>来源：某局</span>\n  <span>时间：2024-03-08</span>", ["来源：某局 时间：2024-03-08"]),
        ("<p>&nbsp;&nbsp;一、&nbsp;情况&nbsp;</p><p>&nbsp;</p>", ["一、 情况"]),
        ("<p>１２\u200b３&#8203;件\ufeff①</p>", ["１２３件①"]),
        (
            "<p>甲<!-- 注 --><![if !supportLists]>一<![endif]><o:p>乙</o:p><!--[if gte mso 9]><p>丙</p><![endif]--></p>",
            ["甲一乙"],
        ),
        (
            "<script>x='<p>1</p>'</script><style>p{}</style><noscript>请启用</noscript><template>t</template><p>正文</p>",
            ["正文"],
        ),
        ("<p>報<ruby>告<rp>(</rp><rt>gào</rt><rp>)</rp></ruby></p>", ["報告"]),
        ("<p>a &lt;b&gt; c</p>", ["a <b> c"]),
    ],
)
def test_prose(source: str, texts: list[str]) -> None:
    assert prose(source) == texts


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>隐</div>",
        "<div style='color:red; DISPLAY: none'>隐</div>",
        "<span hidden>隐</span>",
        "<p style='visibility: hidden'>隐</p>",
        "<span style='mso-hide:all'>隐</span>",
        "<span style='font-size:0'>隐</span>",
        "<span style='opacity:0'>隐</span>",
        "<p style='position:absolute; left:-9999px'>隐</p>",
        "<p style='text-indent: -999px'>隐</p>",
        "<span style='position:absolute;clip:rect(0 0 0 0)'>隐</span>",
        "<p style='color:red;text-decoration: line-through'>隐</p>",
        "<style>.a, p.gone {display:none}</style><p class='gone'>隐</p>",
        "<link rel=\"stylesheet\" href='a.css'><style type=\"text/css\">.gone {display:none}</style><p class='gone'>隐</p>",
        '<p style="font-style:italic;display:none">隐</p>',
        '<p title="style" style = "display:none">隐</p>',
        "<P STYLE='display:none'>隐</P>",
        '<p style="color:red"></p><p sTyle="display:none">隐</p>',
        "<p style=display:none>隐</p>",
        '<p style="color:red"></p><style></style><p class=style style="visibility:hidden">隐</p>',
        "<style>/* 说明 */ #draft { visibility: hidden; }</style><div id='draft'>隐</div>",
    ],
)
def test_hidden_text_is_not_printed(hidden: str) -> None:
    assert prose(f"<p>显</p>{hidden}") == ["显"]


@pytest.mark.parametrize(
    "style",
    [
        "@media print {.a {display:none}}",
        ".a .b {display:none}",
        ".a {color:red}",
        ".a {font-size:0.9em}",
        ".a {opacity:0.6}",
        ".a {background-clip:text; color:transparent}",
        ".a {position:relative; left:-90px; margin-left:-9999px}",
    ],
)
def test_what_a_style_sheet_hides_elsewhere_only_is_printed(style: str) -> None:
    assert prose(f"<style>{style}</style><p class='a'>显</p>") == ["显"]


def test_rows_without_a_table_around_them_are_rows() -> None:
    assert rows(grid("<tr><td>规章<td>26<td>1<td>3989</tr><tr><td>许可<td>4<td>5<td>6</tr></table><p>后</p>")) == [
        ["规章", "26", "1", "3989"],
        ["许可", "4", "5", "6"],
    ]


def test_what_stands_in_a_field_of_a_table_is_printed() -> None:
    fields = "<input value='3'><td><input type='text' value='4' disabled><td><input type='hidden' value='9'>5"
    assert rows(grid(f"<table><tr><td>规章<td>{fields}<tr><td>许可<td>6<td>7<td>8</table>"))[0] == [
        "规章",
        "3",
        "4",
        "5",
    ]


def test_a_hidden_column_shifts_no_figures() -> None:
    assert rows(
        grid("<table><tr><td>规章<td style='display:none'>9<td>3<tr><td>许可<td style='display:none'>9<td>4</table>")
    ) == [
        ["规章", "3"],
        ["许可", "4"],
    ]


def test_tables_in_a_folded_tab_are_read_and_noted() -> None:
    found = read("<p>全真版</p><div style='display:none'><table><tr><td>规章<td>3</table></div>".encode())
    assert found.blocks == (Paragraph("全真版"), Grid((Cell(0, 0, "规章"), Cell(0, 1, "3")), 1, 2))
    assert found.notes == ("网页的表格或正文在折叠（隐藏）的部分，已一并读出",)


def test_folded_tables_beside_a_small_visible_one_are_read() -> None:
    folded = "".join(f"<tr><td>行{row}<td>{row}" for row in range(8))
    source = f"<table><tr><td>日<td>一</table><div style='display:none'><table>{folded}</table></div>"
    assert [len(block.cells) for block in blocks(source) if isinstance(block, Grid)] == [2, 16]


def test_a_hidden_copy_of_a_visible_table_is_not_read() -> None:
    table = "<table><tr><td>规章<td>3</table>"
    assert len(blocks(f"{table}<div hidden>{table}</div>")) == 1


def test_metadata_keeps_the_names_of_the_page() -> None:
    found = read(
        b"<html><head><title> A \n B </title><meta charset='utf-8' name='viewport' content='w'><meta name=PubDate content=' 2024-01-05 '>"
        b"<meta name=PubDate content=later><meta name=Empty content=''><meta http-equiv=x content=y></head><body>x</body></html>"
    )
    assert found.metadata == {"title": "A B", "viewport": "w", "PubDate": "2024-01-05"}


def test_spans_are_laid_out_without_overlap() -> None:
    found = grid(
        """<table><tr><td rowspan=3 colspan=2>项目<td colspan=3>申请人
        <tr><td rowspan=2>自然人<td colspan=2>法人
        <tr><td>企业<td>其他
        <tr><td rowspan=2>结果<td>公开<td>1<td>2<td>3
        <tr><td>不公开<td>4<td>5<td>6</table>"""
    )
    assert rows(found) == [
        ["项目", "项目", "申请人", "申请人", "申请人"],
        ["项目", "项目", "自然人", "法人", "法人"],
        ["项目", "项目", "自然人", "企业", "其他"],
        ["结果", "公开", "1", "2", "3"],
        ["结果", "不公开", "4", "5", "6"],
    ]
    assert found.cells[0] == Cell(0, 0, "项目", 3, 2)
    assert found.has_geometry


@pytest.mark.parametrize(
    ("attributes", "spans"),
    [
        ("colspan=65534", (1, 3)),
        ("colspan=0", (1, 1)),
        ("colspan=-2", (1, 1)),
        ("colspan=two", (1, 1)),
        ("colspan=x2", (1, 1)),
        ("colspan=2.9", (1, 2)),
        ("colspan=''", (1, 1)),
        ("colspan=' 2 '", (1, 2)),
        ("rowspan=65534", (2, 1)),
        ("rowspan=0", (2, 1)),
        ("rowspan=-1", (1, 1)),
        ("rowspan=9 colspan=999999999", (2, 3)),
    ],
)
def test_absurd_spans_are_clipped(attributes: str, spans: tuple[int, int]) -> None:
    first = grid(f"<table><tr><td {attributes}>x<tr><td>a<td>b<td>c</table>").cells[0]
    assert (first.row_span, first.column_span) == spans


def test_a_row_that_is_wider_than_the_first_keeps_its_spans() -> None:
    assert rows(grid("<table><tr><td rowspan=2>甲<td>乙<tr><td colspan=3>丙<td>丁</table>")) == [
        ["甲", "乙", "·", "·", "·"],
        ["甲", "丙", "丙", "丙", "丁"],
    ]


def test_a_span_ends_before_a_cell_that_reaches_down() -> None:
    assert rows(grid("<table><tr><td>a<td rowspan=2>b<td>c<tr><td colspan=3>d<td>e</table>")) == [
        ["a", "b", "c"],
        ["d", "b", "e"],
    ]


def test_a_row_span_ends_with_its_group() -> None:
    assert rows(grid("<table><tbody><tr><td rowspan=5>a<td>b</tbody><tbody><tr><td>c<td>d</tbody></table>")) == [
        ["a", "b"],
        ["c", "d"],
    ]


def test_head_and_foot_stand_where_the_screen_shows_them() -> None:
    source = "<table><tfoot><tr><td>总计<td>3</tfoot><tbody><tr><td>规章<td>1</tbody><thead><tr><th>内容<th>件数</thead></table>"
    assert rows(grid(source)) == [["内容", "件数"], ["规章", "1"], ["总计", "3"]]


def test_unclosed_cells_rows_and_paragraphs() -> None:
    source = "<table border=1><tr><td><p>规章<td><p>1<td><p>0<tr><td><p>许可<td><p>２<td><p>/<p>无</table>"
    assert rows(grid(source)) == [["规章", "1", "0"], ["许可", "２", "/\n无"]]


def test_the_text_of_a_cell() -> None:
    source = "<table><tr><td>商业<br>企业</td><td><p>科研</p><p><span>机</span><span>构</span></p></td>"
    source += "<td> \n 22（其中修订 16 件）&nbsp;</td><td></td></tr></table>"
    assert [cell.text for cell in grid(source).cells] == ["商业\n企业", "科研\n机构", "22（其中修订 16 件）", ""]


def test_blank_rows_keep_their_place() -> None:
    found = grid("<table><tr><td>a<td>b<tr><td><td><tr></tr><tr><td>c<td></table>")
    assert [(cell.row, cell.column, cell.text) for cell in found.cells] == [
        (0, 0, "a"),
        (0, 1, "b"),
        (1, 0, ""),
        (1, 1, ""),
        (3, 0, "c"),
        (3, 1, ""),
    ]


def test_a_caption_stands_before_its_table() -> None:
    assert blocks("<table><tr><td>a<td>b<caption>表二</caption></table>")[0] == Paragraph("表二")


def test_layout_tables_dissolve_into_prose_and_the_tables_they_hold() -> None:
    source = """<table><tr><td>首页</td><td>公开</td></tr><tr><td colspan=2>
      <p>一、总体情况</p><p>正文。</p>
      <table><tr><td><table><tr><td>规章<td>1<tr><td>许可<td>2</table></td></tr></table>
      <p>二、其他</p></td></tr></table>"""
    assert blocks(source) == [
        Paragraph("首页"),
        Paragraph("公开"),
        Paragraph("一、总体情况"),
        Paragraph("正文。"),
        Grid((Cell(0, 0, "规章"), Cell(0, 1, "1"), Cell(1, 0, "许可"), Cell(1, 1, "2")), 2, 2),
        Paragraph("二、其他"),
    ]


def test_a_tiny_table_inside_a_cell_of_figures_is_that_cells_text() -> None:
    figures = "".join(f"<tr><td>行{row}<td>{row}<td>{row + 10}" for row in range(4))
    source = f"<table>{figures}<tr><td>许可<td><table><tr><td>5<td>件</table><td>6</table>"
    assert rows(grid(source))[-1] == ["许可", "5 件", "6"]


def test_tiny_tables_with_headings_between_them_are_framed() -> None:
    menu = "".join(f"<tr><td>栏目{row}<td>内容{row}" for row in range(20))
    framed = "第一项<table><tr><td>规章<td>1</table>第二项<table><tr><td>许可<td>2</table>"
    assert blocks(f"<table>{menu}<tr><td>{framed}<td></table>")[40:] == [
        Paragraph("第一项"),
        Grid((Cell(0, 0, "规章"), Cell(0, 1, "1")), 1, 2),
        Paragraph("第二项"),
        Grid((Cell(0, 0, "许可"), Cell(0, 1, "2")), 1, 2),
    ]


def test_the_menus_of_a_site_are_no_part_of_the_document() -> None:
    menu = "".join(
        f'<li><a href="/{n}/">栏目{n}</a><ul><li><a href="/{n}/a/">子栏目</a></li></ul></li>' for n in range(6)
    )
    assert blocks(f"<ul>{menu}</ul><p>正文</p>") == [Paragraph("正文")]


def test_lists_of_links_that_say_more_than_a_menu_stay() -> None:
    reports = "".join(f'<li><a href="/{year}/">{year}年年报</a></li>' for year in range(2015, 2025))
    dated = "".join(f'<li><a href="/{n}/">通知{n}</a> 1月{n}日</li>' for n in range(9))
    assert len(blocks(f"<ul>{reports}</ul><ul>{dated}</ul>")) == 19


def test_an_article_beside_a_menu_is_prose() -> None:
    article = "全年主动公开政府信息。" * 30
    source = f"<table><tr><td>首页<br>公开</td><td><p>一、总体情况</p><p>{article}</p></td></tr></table>"
    assert prose(source) == ["首页", "公开", "一、总体情况", article]


def test_a_row_of_prose_cuts_a_table_and_the_rest_stays_grids() -> None:
    article = "全年主动公开政府信息。" * 30
    source = f"<table><tr><td>规章<td>1<tr><td colspan=2>{article}<tr><td>许可<td>2</table>"
    assert blocks(source) == [
        Grid((Cell(0, 0, "规章"), Cell(0, 1, "1")), 1, 2),
        Paragraph(article),
        Grid((Cell(0, 0, "许可"), Cell(0, 1, "2")), 1, 2),
    ]


def test_a_long_label_beside_a_figure_stays_in_its_row() -> None:
    label = "填写说明：指本机关制发的文件。" * 20
    assert rows(grid(f"<table><tr><td>{label}<td>3<tr><td>许可<td>2</table>")) == [[label, "3"], ["许可", "2"]]


def test_a_table_of_one_column_is_lines() -> None:
    assert prose("<table><tr><td>一、总体情况<tr><td>全年公开3条。<br>完。</table>") == [
        "一、总体情况",
        "全年公开3条。",
        "完。",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<div style='display:table'><div style='display:table-row'><span style='display: table-cell'>规章</span>"
        "<span style='display: table-cell'>3</span></div></div>",
        "<div role=table><div role=row><div role=columnheader>规章</div><div role=cell>3</div></div></div>",
    ],
)
def test_tables_by_style_or_role(source: str) -> None:
    assert blocks(source) == [Grid((Cell(0, 0, "规章"), Cell(0, 1, "3")), 1, 2)]


def test_a_cell_by_style_outside_a_table_is_text() -> None:
    assert prose("<p style='display:table-cell'>甲</p>") == ["甲"]


def test_preformatted_text_is_read_as_plain_text() -> None:
    assert blocks("<pre>说明\n规章\t1\n许可\t2</pre>") == [
        Paragraph("说明"),
        Grid((Cell(0, 0, "规章"), Cell(0, 1, "1"), Cell(1, 0, "许可"), Cell(1, 1, "2")), 2, 2, has_geometry=False),
    ]


def test_markdown_with_its_tables_marked_up_is_read_by_line() -> None:
    source = "# 年度报告\n\n一、总体情况\n全年<b>3</b>条。\n<table>\n<tr><td>规\n章</td>\n<td>1</td></tr>\n</table>\n\n## 三、其他\n无"
    assert blocks(source) == [
        Paragraph("年度报告", "title"),
        Paragraph("一、总体情况"),
        Paragraph("全年3条。"),
        Grid((Cell(0, 0, "规章"), Cell(0, 1, "1")), 1, 2),
        Paragraph("三、其他", "heading"),
        Paragraph("无"),
    ]


def test_a_fragment_with_escaped_quotes() -> None:
    source = r"<p class=\"t\">甲</p><table class=\"x\"><tr><td colspan=\"2\">乙<\/td><\/tr>\n<tr><td>1<\/td><td>2<\/td><\/tr><\/table>"
    assert rows(grid(source)) == [["乙", "乙"], ["1", "2"]]


def test_a_page_whose_markup_is_escaped() -> None:
    found = read(
        "<div>&lt;p&gt;甲&lt;/p&gt;&lt;table&gt;&lt;tr&gt;&lt;td&gt;规章&lt;td&gt;1&lt;/table&gt;</div>".encode()
    )
    assert found.blocks == (Paragraph("甲"), Grid((Cell(0, 0, "规章"), Cell(0, 1, "1")), 1, 2))
    assert found.notes == ("网页的标记被转义成了文字，已还原后读出",)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_encoding_makes_no_difference(encoding: str) -> None:
    source = "<html><head><meta charset=gb2312></head><body><p>朱镕基任内规章一件，规范性文件二件。</p></body></html>"
    assert read(source.encode(encoding)).blocks == (Paragraph("朱镕基任内规章一件，规范性文件二件。"),)


@pytest.mark.parametrize(
    "source", ["<html><body><script>render()</script></body></html>", "<frameset><frame src=a.html></frameset>", ""]
)
def test_a_page_without_text_says_so(source: str) -> None:
    with pytest.raises(UnreadableDocument, match="网页中没有文字"):
        read(source.encode())


def test_markup_nested_without_end_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(UnreadableDocument, match="嵌套过深"):
        read(b"<div>" * 30_000 + b"x")


def test_tables_nested_without_end_are_read_as_text() -> None:
    assert prose("<table><tr><td>" * 3_000 + "x") == ["x"]


def test_a_table_of_unbelievable_length_is_cut_and_noted() -> None:
    found = read(b"<table>" + b"<tr><td>1<td>2" * 15_000 + b"</table>")
    assert isinstance(found.blocks[0], Grid)
    assert len(found.blocks[0].cells) == 20_000
    assert found.notes == ("表格超过 20000 个单元格，其余未读",)


def pages() -> list[Path]:
    beside = (path for folder in ("corpus", "reports") for path in (SHARED / folder).glob("*.html"))
    return [*sorted(SAMPLES.glob("*.html")), *sorted(beside)]


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.stem)
def test_published_pages_give_tables_with_every_slot_taken_once(path: Path) -> None:
    found: Content = read(path.read_bytes())
    grids = [block for block in found.blocks if isinstance(block, Grid)]
    assert grids
    assert all(rows(each) for each in grids)
    assert not any("\ufffd" in block.text for block in found.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("5<sup>1</sup>", "5[1]"),
        ('8<span style="font-size:8px; vertical-align: super">3</span>', "8[3]"),
        ("<del>3</del>4", "4"),
        ("<s>3</s>4", "4"),
    ],
)
def test_a_note_mark_or_a_struck_digit_is_no_digit_of_the_figure(markup, printed):
    page = f"<table><tr><td>甲</td><td>{markup}</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    (grid,) = read(page.encode()).blocks
    assert [cell.text for cell in grid.cells] == ["甲", printed, "乙", "2"]


@pytest.mark.parametrize("inside", ["3", "<p>3</p>", "<b>3</b>条", "<p>3</p><p>条</p>"])
def test_a_cell_that_is_aligned_high_is_a_cell(inside):
    page = f'<table><tr><td>甲</td><td style="vertical-align:super">{inside}</td></tr><tr><td>乙</td><td>2</td></tr></table>'
    (grid,) = read(page.encode()).blocks
    assert [(cell.row, cell.column, cell.text[0]) for cell in grid.cells] == [
        (0, 0, "甲"),
        (0, 1, "3"),
        (1, 0, "乙"),
        (1, 1, "2"),
    ]
