"""Word files made in memory, read back: by python-docx where it can, by raw XML where it cannot."""

import json
import random
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from etl.model import Content, Grid, Paragraph
from etl.readers import package as office_package
from etl.readers.docx import read
from etl.readers.errors import UnreadableDocument

SHARED = Path(__file__).parents[4] / "shared"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def package(parts: dict[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def document(body: str, namespace: str = W) -> str:
    return f'<w:document xmlns:w="{namespace}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'


def read_body(body: str) -> Content:
    return read(package({"word/document.xml": document(body)}))


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def saved(file: Any) -> bytes:
    buffer = BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def spans(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.cells]


def grids(content: Content) -> list[Grid]:
    return [block for block in content.blocks if isinstance(block, Grid)]


def texts(content: Content) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


def test_prose_and_tables_stand_in_their_order_with_roles_and_spans() -> None:
    file = docx.Document()
    file.core_properties.title, file.core_properties.author = "年度报告", "办公室"
    file.add_heading("临泽县2024年年度报告", 0)
    file.add_heading("一、总体情况", 1)
    file.add_paragraph("公开12条。\n另有3条。")
    table = file.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "信息内容"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "数量"
    for column, text in enumerate(("规章", "1", "")):
        table.cell(2, column).text = text
    table.cell(1, 1).text = "制发\n件数"
    file.add_paragraph("二、其他")
    content = read(saved(file))
    assert content.blocks == (
        Paragraph("临泽县2024年年度报告", "title"),
        Paragraph("一、总体情况", "heading"),
        Paragraph("公开12条。\n另有3条。"),
        grids(content)[0],
        Paragraph("二、其他"),
    )
    (grid,) = grids(content)
    assert spans(grid) == [
        (0, 0, 2, 1, "信息内容"),
        (0, 1, 1, 2, "数量"),
        (1, 1, 1, 1, "制发\n件数"),
        (1, 2, 1, 1, ""),
        (2, 0, 1, 1, "规章"),
        (2, 1, 1, 1, "1"),
        (2, 2, 1, 1, ""),
    ]
    assert (grid.row_count, grid.column_count, grid.has_geometry, grid.page) == (3, 3, True, None)
    assert (content.metadata["title"], content.metadata["author"]) == ("年度报告", "办公室")
    assert content.page_count is None


def test_merges_of_every_kind() -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    content = read_body(
        tbl(
            tr(tc("甲", restart), tc("乙", '<w:gridSpan w:val="2"/>' + restart), tc("1")),
            tr(tc("", go_on), tc("", '<w:gridSpan w:val="2"/>' + go_on), tc("2")),
            tr(tc("丙", restart), tc("", go_on), tc("丁", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>")),
            tr(tc("3"), properties='<w:gridBefore w:val="2"/>'),
        )
    )
    (grid,) = grids(content)
    assert spans(grid) == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 2, 2, "乙"),
        (0, 3, 1, 1, "1"),
        (1, 3, 1, 1, "2"),
        (2, 0, 1, 1, "丙"),
        (2, 1, 1, 1, ""),
        (2, 2, 1, 2, "丁"),
        (3, 2, 1, 1, "3"),
    ]
    assert (grid.row_count, grid.column_count) == (4, 4)


def test_text_hidden_under_a_merged_cell_is_left_out_and_noted() -> None:
    content = read_body(tbl(tr(tc("甲", '<w:vMerge w:val="restart"/>'), tc("1")), tr(tc("旧", "<w:vMerge/>"), tc("2"))))
    assert spans(grids(content)[0])[0] == (0, 0, 2, 1, "甲")
    assert content.notes == ("略去合并单元格中被遮住的文字",)


def test_revisions_are_read_as_accepted() -> None:
    content = read_body(
        "<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>13</w:t></w:r></w:ins>"
        "<w:moveTo><w:r><w:t>件</w:t></w:r></w:moveTo></w:p>"
        + tbl(tr(tc("甲"), tc("1")), tr(tc("乙"), tc("2"), properties="<w:del/>"), tr(tc("丙"), tc("3")))
    )
    assert texts(content) == ["共13件"]
    assert [cell.text for cell in grids(content)[0].cells] == ["甲", "1", "丙", "3"]


def test_a_nested_table_is_its_own_grid_after_the_outer_one() -> None:
    inner = tbl(tr(tc("内"), tc("7")))
    outer = f"<w:tc>{p('外')}{inner}{p('尾')}</w:tc>"
    content = read_body(tbl(tr(outer, tc("1"))))
    assert [[cell.text for cell in grid.cells] for grid in grids(content)] == [["外\n尾", "1"], ["内", "7"]]


def test_a_table_that_only_frames_text_or_lays_out_the_page_is_opened() -> None:
    frame = tbl(tr(tc("说明。")))
    layout = tbl(tr(f"<w:tc>{p('一、总体情况')}</w:tc>"), tr(f"<w:tc>{tbl(tr(tc('甲'), tc('1')))}{p('完')}</w:tc>"))
    content = read_body(frame + layout)
    assert texts(content) == ["说明。", "一、总体情况", "完"]
    assert [[cell.text for cell in grid.cells] for grid in grids(content)] == [["甲", "1"]]


def test_wrappers_signs_and_hidden_text() -> None:
    content = read_body(
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>甲</w:t><w:br/><w:t>乙</w:t>"
        "<w:noBreakHyphen/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby>"
        "</w:r></w:p>" + tbl(tr(f"<w:sdt><w:sdtContent>{tc('1')}</w:sdtContent></w:sdt>", tc("2")))
    )
    assert texts(content) == ["控件", "链\t甲\n乙-拼"]
    assert [cell.text for cell in grids(content)[0].cells] == ["1", "2"]


def test_a_text_box_follows_its_paragraph_and_is_read_once() -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    content = read_body(
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts(content) == ["正文", "框内"]


def test_footnotes_follow_the_text_and_stay_out_of_cells() -> None:
    cell = "<w:tc><w:p><w:r><w:t>12</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r></w:p></w:tc>"
    notes = (
        f"<w:footnotes xmlns:w='{W}'><w:footnote w:type='separator'>{p('-')}</w:footnote>"
        f"<w:footnote w:id='1'>{p('含结转。')}</w:footnote></w:footnotes>"
    )
    content = read(
        package({"word/document.xml": document(tbl(tr(tc("甲"), cell)) + p("完")), "word/footnotes.xml": notes})
    )
    assert [cell.text for cell in grids(content)[0].cells] == ["甲", "12"]
    assert texts(content) == ["完", "含结转。"]


def test_headers_and_footers_stand_once_before_the_text_without_page_numbers() -> None:
    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = "云岫省澄江市民政局"
    file.sections[0].footer.paragraphs[0].text = "第 3 页 共 8 页"
    file.add_paragraph("一、总体情况")
    file.add_section().header.is_linked_to_previous = False
    file.sections[1].header.paragraphs[0].text = "云岫省澄江市民政局"
    assert texts(read(saved(file))) == ["云岫省澄江市民政局", "一、总体情况"]


def test_roles_come_from_style_names_their_ancestors_and_outline_levels() -> None:
    styles = (
        f"<w:styles xmlns:w='{W}'><w:style w:styleId='a'><w:name w:val='Title'/></w:style>"
        "<w:style w:styleId='2'><w:name w:val='heading 1'/></w:style>"
        "<w:style w:styleId='b'><w:name w:val='公文小标'/><w:basedOn w:val='2'/></w:style>"
        "<w:style w:styleId='c'><w:name w:val='x'/><w:basedOn w:val='c'/></w:style></w:styles>"
    )

    def styled(style: str, text: str) -> str:
        return f"<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"

    outline = "<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>纲</w:t></w:r></w:p>"
    body = styled("a", "题") + styled("2", "一") + styled("b", "二") + styled("c", "文") + outline
    content = read(package({"word/document.xml": document(body), "word/styles.xml": styles}))
    assert [block.role for block in content.blocks if isinstance(block, Paragraph)] == [
        "title",
        "heading",
        "heading",
        "text",
        "heading",
    ]


def test_large_centred_lines_at_the_head_are_the_title_where_no_style_says_so() -> None:
    def line(text: str, size: int, place: str) -> str:
        return (
            f"<w:p><w:pPr><w:jc w:val='{place}'/></w:pPr>"
            f"<w:r><w:rPr><w:sz w:val='{size}'/></w:rPr><w:t>{text}</w:t></w:r></w:p>"
        )

    content = read_body(
        "<w:p/>" + line("临泽县", 44, "center") + line("年度报告", 44, "center") + line("正文", 32, "left")
    )
    assert [(block.text, block.role) for block in content.blocks if isinstance(block, Paragraph)] == [
        ("临泽县", "title"),
        ("年度报告", "title"),
        ("正文", "text"),
    ]


def test_the_strict_variant_and_a_main_part_of_another_name_are_read() -> None:
    relations = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        "<Relationship Id='1' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' "
        "Target='/doc/main.xml'/></Relationships>"
    )
    strict = document(p("正文") + tbl(tr(tc("甲"), tc("1"))), "http://purl.oclc.org/ooxml/wordprocessingml/main")
    content = read(package({"_rels/.rels": relations, "doc/main.xml": strict}))
    assert texts(content) == ["正文"]
    assert [cell.text for cell in grids(content)[0].cells] == ["甲", "1"]


def test_a_span_beyond_reason_is_clipped() -> None:
    (grid,) = grids(read_body(tbl(tr(tc("甲", '<w:gridSpan w:val="999999999"/>'), tc("1")))))
    assert grid.column_count <= 200


@pytest.mark.parametrize(
    "declaration",
    [
        "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10 if i else 'ha'}'>" for i in range(9)) + "<!ENTITY f '&l8;'>",
        "<!ENTITY f SYSTEM 'file:///etc/hostname'>",
    ],
)
def test_declared_entities_are_refused(declaration: str) -> None:
    body = f"<!DOCTYPE x [{declaration}]>" + document(p("甲&f;乙"))
    with pytest.raises(UnreadableDocument) as caught:
        read(package({"word/document.xml": body}))
    assert "正文已损坏" in caught.value.reason_zh


def test_a_part_that_unpacks_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_package, "MAX_PART_BYTES", 1024 * 1024)
    with pytest.raises(UnreadableDocument) as caught:
        read_body(p("天" * 1024 * 1024))
    assert "超过 1 MB" in caught.value.reason_zh


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "已损坏"),
        (b"PK\x03\x04rest", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 DOC"),
        (package({"xl/workbook.xml": "<x/>"}), "没有 Word 正文"),
        (package({"word/document.xml": "<w:document"}), "正文已损坏"),
        (package({"word/document.xml": "<x/>"}), "没有正文"),
        (package({"word/document.xml": document("<w:sdt>" * 400 + "</w:sdt>" * 400)}), "正文已损坏"),
    ],
)
def test_what_is_no_word_file_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(content)
    assert reason in caught.value.reason_zh


def test_deep_nesting_is_read_or_refused() -> None:
    body = p("底")
    for _ in range(60):
        body = tbl(tr(f"<w:tc>{body}</w:tc>", tc("1")))
    assert len(grids(read_body(body))) == 60


def test_damaged_bytes_are_read_or_refused() -> None:
    file = docx.Document()
    file.add_table(3, 3).cell(1, 1).text = "12"
    whole = saved(file)
    chance = random.Random(11)
    outcomes = {"read": 0, "refused": 0}
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 20, 200))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        end = chance.choice((len(damaged), len(damaged), chance.randrange(len(damaged))))
        try:
            read(bytes(damaged[:end]))
        except UnreadableDocument as error:
            assert error.reason_zh
            outcomes["refused"] += 1
        else:
            outcomes["read"] += 1
    assert min(outcomes.values()) > 10


def test_beside_the_repository_each_row_of_the_tables_is_read_whole() -> None:
    truth = SHARED / "corpus" / "truth.jsonl"
    entries = [json.loads(line) for line in truth.read_text("utf-8").splitlines()] if truth.exists() else []
    for entry in (entry for entry in entries if entry["form"] == "docx"):
        found = grids(read((SHARED / "corpus" / entry["file"]).read_bytes()))
        assert [grid.column_count for grid in found] == [4, 10, 15]
        for table, grid in enumerate(found, 2):
            printed: dict[str, list[str]] = {}
            for cell in entry["cells"]:
                if cell["table"] == table:
                    printed.setdefault("" if table == 4 else cell["row"], []).append(cell["printed"].strip())
            lines = [[cell.text.strip() for cell in grid.cells if cell.row == row] for row in range(grid.row_count)]
            for row in printed.values():
                assert row in [line[-len(row) :] for line in lines], (entry["file"], table, row)


def test_raised_marks_are_set_in_brackets_and_what_is_struck_out_is_gone() -> None:
    def run(text: str, properties: str) -> str:
        return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"

    struck, raised = run("38", "<w:strike/>"), run("1", '<w:vertAlign w:val="superscript"/>')
    cell = f"<w:tc><w:p>{struck}{run('12', '')}{raised}</w:p></w:tc>"
    content = read_body(tbl(f"<w:tr>{cell}{tc('x')}</w:tr>", tr("a", "b")))
    assert grids(content)[0].cells[0].text == "12[1]"
