"""OpenDocument texts written by hand, read back."""

import io
import random
import zipfile

from etl.model import Cell, Document, Grid, Paragraph
from etl.readers import media_type, media_types, read
from etl.readers.errors import UnreadableDocument
from etl.readers.odt import MAX_COLUMNS, MAX_ROWS
from etl.readers.odt import read as read_odt
from tests.maker.typeset.odt import MEDIA_TYPE, _part


def package(body: str, styles: str = "") -> bytes:
    target = io.BytesIO()
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content = _part("content", f"{automatic}<office:body><office:text>{body}</office:text></office:body>")
    drawing = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    content = content.replace(" xmlns:office", f" {drawing} xmlns:office", 1)
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", MEDIA_TYPE)
        archive.writestr("content.xml", content)
    return target.getvalue()


def blocks(body: str, styles: str = "") -> tuple[Paragraph | Grid, ...]:
    return read_odt(package(body, styles)).blocks


def test_headings_lists_boxes_and_footnotes_are_read() -> None:
    body = (
        '<text:h text:outline-level="1">一、总体情况</text:h>'
        '<text:list><text:list-item><text:p>公开<text:s text:c="2"/>12<text:tab/>条'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>含转发。</text:p></text:note-body>"
        "</text:note>。</text:p></text:list-item></text:list>"
        "<text:p><draw:frame><draw:text-box><text:p>框内</text:p></draw:text-box></draw:frame></text:p>"
        "<text:table-of-content><text:index-body><text:p>总体情况 1</text:p></text:index-body></text:table-of-content>"
    )
    content = package(body)
    assert media_type(content) == media_types.ODT
    assert read(Document("报告.odt", content, "0")).blocks == (
        Paragraph("一、总体情况", "heading"),
        Paragraph("公开  12\t条。"),
        Paragraph("框内"),
        Paragraph("含转发。"),
    )


def test_what_is_deleted_hidden_struck_or_raised_is_no_figure() -> None:
    styles = (
        '<style:style style:name="S"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="T" style:parent-style-name="S"/>'
        '<style:style style:name="U"><style:text-properties style:text-position="super 58%"/></style:style>'
        '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:p>99</text:p></text:tracked-changes>"
        '<text:p>1<text:span text:style-name="T">2</text:span><text:span text:style-name="H">3</text:span>'
        '4<text:span text:style-name="U">5</text:span><office:annotation><text:p>6</text:p></office:annotation>7</text:p>'
    )
    assert blocks(body, styles) == (Paragraph("14[5]7"),)


def test_cells_keep_their_spans_and_what_is_covered_is_none() -> None:
    body = (
        '<table:table><table:table-header-rows><table:table-row><table:table-cell table:number-rows-spanned="2">'
        "<text:p>规章</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-spanned="2"><text:p>甲</text:p><text:p>乙</text:p></table:table-cell>'
        "<table:covered-table-cell/></table:table-row></table:table-header-rows>"
        "<table:table-row><table:covered-table-cell><text:p>9</text:p></table:covered-table-cell>"
        '<table:table-cell table:number-columns-repeated="2"/></table:table-row></table:table>'
    )
    (grid,) = blocks(body)
    assert isinstance(grid, Grid) and (grid.row_count, grid.column_count) == (2, 3)
    assert grid.cells == (
        Cell(0, 0, "规章", 2, 1), Cell(0, 1, "甲\n乙", 1, 2), Cell(1, 1, ""), Cell(1, 2, ""),
    )  # fmt: skip


def test_a_frame_around_text_is_no_table() -> None:
    assert blocks(
        "<table:table><table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell>"
        "</table:table-row></table:table>"
    ) == (Paragraph("甲"),)


def test_repetitions_without_end_are_cut() -> None:
    cell = "<table:table-cell{}><text:p>1</text:p></table:table-cell>"
    wide = cell.format(' table:number-columns-repeated="999999"')
    body = (
        f"<table:table><table:table-row>{wide}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="99999999">{cell.format("")}</table:table-row></table:table>'
    )
    (grid,) = blocks(body)
    assert isinstance(grid, Grid) and (grid.row_count, grid.column_count) == (MAX_ROWS, MAX_COLUMNS)


def test_damage_is_read_or_refused() -> None:
    rng = random.Random(3)
    sound = package("<text:p>规章1件。</text:p>")
    for _ in range(100):
        damaged = bytearray(sound)
        for _ in range(rng.choice([1, 5, 40])):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        try:
            read_odt(bytes(damaged[: rng.randrange(1, len(damaged))]))
        except UnreadableDocument as refusal:
            assert "：请" in refusal.reason_zh
