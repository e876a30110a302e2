"""OFD files written by hand, read back."""

import io
import random
import zipfile

import pytest

from etl.model import Document, Grid, Paragraph
from etl.readers import media_type, media_types, read
from etl.readers.errors import UnreadableDocument
from etl.readers.ofd import read as read_ofd

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def package(*pages: str, template: str = "", layer: str = "") -> bytes:
    """An OFD with these objects a page."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    behind = '<ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    parts = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocInfo><ofd:Title>年度报告</ofd:Title></ofd:DocInfo>"
        "<ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea>{behind}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    use = '<ofd:Template TemplateID="90"/>' if template else ""
    for number, objects in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {SPACE}>{use}<ofd:Content><ofd:Layer{layer}>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    if template:
        parts["Doc_0/Tpls/Tpl_0/Content.xml"] = (
            f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{template}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


def text(x: float, y: float, words: str, more: str = "", delta: str = "") -> str:
    delta = f' DeltaX="{delta}"' if delta else ""
    return (
        f'<ofd:TextObject Boundary="{x} {y} 60 5" Font="1" Size="4" {more}>'
        f'<ofd:TextCode X="0" Y="3.5"{delta}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, more: str = "", at: str = "0 0 210 297") -> str:
    return f'<ofd:PathObject Boundary="{at}" {more}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


FRAME = "".join(
    [
        path("M 20 40 L 100 40 L 100 60 L 20 60 C"),
        path("M 0 0 L 80 0", at="20 50 80 0"),
        path("M 60 40 L 60.2 40 L 60.2 60 L 60 60 C", 'Stroke="false" Fill="true"'),
    ]
)
FIGURES = text(22, 42, "规章") + text(62, 42, "12") + text(22, 52, "规范性文件") + text(62, 52, "3")


def test_lines_make_cells_and_the_rest_is_prose() -> None:
    content = package(text(20, 20, "某局年度报告") + FRAME + FIGURES)
    assert media_type(content) == media_types.OFD
    found = read(Document("报告.ofd", content, "0"))
    title, grid = found.blocks
    assert isinstance(title, Paragraph) and title.text == "某局年度报告"
    assert isinstance(grid, Grid) and [cell.text for cell in grid.cells] == ["规章", "12", "规范性文件", "3"]
    assert found.metadata == {"title": "年度报告"} and found.page_count == 1
    assert grid.cells[1].box == pytest.approx([mm * 72 / 25.4 for mm in (60.1, 40, 100, 50)], abs=0.5)


def test_lines_of_a_template_rule_the_figures_of_the_page() -> None:
    (grid,) = read_ofd(package(FIGURES, template=FRAME)).blocks
    assert isinstance(grid, Grid) and [cell.text for cell in grid.cells] == ["规章", "12", "规范性文件", "3"]


def test_characters_stand_where_their_steps_put_them() -> None:
    words = text(20, 20, "本年1234", delta="4 4 g 3 2") + text(20, 30, "前后", delta="30")
    assert [block.text for block in read_ofd(package(words)).blocks if isinstance(block, Paragraph)] == [
        "本年1234",
        "前 后",
    ]


def test_a_matrix_moves_and_scales_text() -> None:
    (grid,) = read_ofd(
        package(FRAME + FIGURES.replace("<ofd:TextObject", '<ofd:TextObject CTM="0.5 0 0 0.5 3 2"'))
    ).blocks
    assert isinstance(grid, Grid) and [cell.text for cell in grid.cells] == ["规章", "12", "规范性文件", "3"]


def test_what_is_not_visible_is_not_read() -> None:
    shown = read_ofd(package(text(20, 20, "甲") + text(20, 20, "9", 'Visible="false"')))
    assert shown.blocks == (Paragraph("甲", page=1),)


def test_pictures_alone_are_refused_and_among_text_are_named() -> None:
    picture = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="7"/>'
    with pytest.raises(UnreadableDocument, match="可能是扫描件：请"):
        read_ofd(package(picture))
    assert read_ofd(package(text(20, 20, "甲"), picture)).notes == ("第 2 页是图片，未读",)


def test_damage_is_read_or_refused() -> None:
    rng = random.Random(4)
    sound = package(FRAME + FIGURES)
    for _ in range(100):
        damaged = bytearray(sound)
        for _ in range(rng.choice([1, 5, 40])):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        try:
            read_ofd(bytes(damaged[: rng.randrange(1, len(damaged))]) if rng.random() < 0.5 else bytes(damaged))
        except UnreadableDocument as refusal:
            assert "：请" in refusal.reason_zh


def test_numbers_that_are_none_break_nothing() -> None:
    odd = FRAME.replace("L 100 40", "L 1e999 40") + FIGURES.replace('Size="4"', 'Size="0"').replace("22 42", "x y")
    assert read_ofd(package(odd + text(20, 80, "甲")))
