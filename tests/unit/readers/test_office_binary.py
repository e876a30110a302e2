"""A Word 97-2003 file against the DOCX that it was converted from, and against damage."""

import random
import struct
from io import BytesIO
from pathlib import Path

import docx
import olefile
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph as WordParagraph

from etl.model import Document, Grid, Paragraph
from etl.readers import docx as docx_reader
from etl.readers import media_type, media_types, office_binary, read
from etl.readers.doc_modifiers import CellDefinition
from etl.readers.doc_tables import RowDraft, grid
from etl.readers.errors import UnreadableDocument
from etl.readers.ole_properties import summary

REPORT = (Path(__file__).parents[2] / "fixtures" / "report.doc").read_bytes()


def field(paragraph: WordParagraph, instruction: str, result: str) -> None:
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("result", result), ("end", "")):
        run = paragraph.add_run(result if kind == "result" else "")
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif not kind:
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)


def revision(tag: str, text_tag: str, text: str) -> OxmlElement:
    return parse_xml(
        f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a" w:date="2024-01-01T00:00:00Z">'
        f"<w:r><w:{text_tag}>{text}</w:{text_tag}></w:r></w:{tag}>"
    )


def word_file() -> bytes:
    """What ``tests/fixtures/report.doc`` was converted from."""
    file = docx.Document()
    file.core_properties.title = "某县年度报告"
    file.add_heading("某县2024年年度报告", 0)
    file.add_heading("一、总体情况", 1)
    paragraph = file.add_paragraph("公开12条。")
    paragraph.add_run("隐藏99").font.hidden = True
    paragraph.add_run("另有3条\n换行")
    paragraph = file.add_paragraph("共")
    field(paragraph, " =1+2 ", "3")
    paragraph.add_run("件 𠀀 ①")
    paragraph = file.add_paragraph("旧")
    paragraph._p.append(revision("del", "delText", "删77"))
    paragraph._p.append(revision("ins", "t", "新88"))
    table = file.add_table(3, 3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(1, 0)).text = "信息内容"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "数量"
    table.cell(1, 1).text = "制发\n件数"
    for column, text in enumerate(("规章", "1", "")):
        table.cell(2, column).text = text
    inner = table.cell(1, 2).add_table(2, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text, inner.cell(1, 1).text = "甲", "5", "乙"
    file.add_paragraph("二、之后")
    wide = file.add_table(2, 20, style="Table Grid")
    for row, column in ((row, column) for row in range(2) for column in range(20)):
        wide.cell(row, column).text = f"{row}-{column}"
    file.add_paragraph("")
    file.add_table(1, 1).cell(0, 0).text = "框内文字。"
    file.add_paragraph("末")
    stream = BytesIO()
    file.save(stream)
    return stream.getvalue()


def spans(block: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in block.cells]


def test_a_word_97_file_reads_like_the_docx_it_was_made_from() -> None:
    assert office_binary.read(REPORT).blocks == docx_reader.read(word_file()).blocks


def test_prose_tables_and_roles() -> None:
    assert media_type(REPORT) == media_types.DOC
    found = read(Document("报告.wps", REPORT, "0"))
    first, inner, wide = (block for block in found.blocks if isinstance(block, Grid))
    assert found.blocks == (
        Paragraph("某县2024年年度报告", "title"),
        Paragraph("一、总体情况", "heading"),
        Paragraph("公开12条。另有3条\n换行"),
        Paragraph("共3件 𠀀 ①"),
        Paragraph("旧新88"),
        first,
        inner,
        Paragraph("二、之后"),
        wide,
        Paragraph("框内文字。"),
        Paragraph("末"),
    )
    assert spans(first) == [
        (0, 0, 2, 1, "信息内容"),
        (0, 1, 1, 2, "数量"),
        (1, 1, 1, 1, "制发\n件数"),
        (1, 2, 1, 1, ""),
        (2, 0, 1, 1, "规章"),
        (2, 1, 1, 1, "1"),
        (2, 2, 1, 1, ""),
    ]
    assert spans(inner) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "5"), (1, 0, 1, 1, ""), (1, 1, 1, 1, "乙")]
    assert [cell.text for cell in wide.cells] == [f"{row}-{column}" for row in range(2) for column in range(20)]
    assert (found.metadata["title"], found.page_count) == ("某县年度报告", None)


def cell(left: int, right: int, merge: str = "") -> CellDefinition:
    return CellDefinition(left, right, merge == "left", merge == "above", merge == "start")


def test_edges_that_nearly_meet_are_one_line() -> None:
    rows = [
        RowDraft(["甲", "乙"], (cell(0, 1000, "start"), cell(1000, 3000))),
        RowDraft(["", "1", "2"], (cell(-20, 1030, "above"), cell(1030, 2000), cell(2000, 2990))),
    ]
    found = grid(rows)
    assert spans(found) == [(0, 0, 2, 1, "甲"), (0, 1, 1, 2, "乙"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "2")]
    assert (found.row_count, found.column_count, found.has_geometry) == (2, 3, True)


def test_cells_merged_to_the_left_widen_their_neighbour() -> None:
    found = grid([RowDraft(["甲", "", "1"], (cell(0, 500), cell(500, 900, "left"), cell(900, 1400)))])
    assert spans(found) == [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "1")]


def test_rows_without_their_edges_have_no_geometry() -> None:
    found = grid([RowDraft(["甲", "1"], (cell(0, 500),)), RowDraft(["乙"], (cell(0, 500),))])
    assert spans(found) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙")]
    assert not found.has_geometry


def patched(at: int, value: int) -> bytes:
    """The file with two bytes of its first block of information changed."""
    with olefile.OleFileIO(BytesIO(REPORT)) as container:
        head = container.openstream("WordDocument").read(512)
    place = REPORT.index(head) + at
    return REPORT[:place] + struct.pack("<H", value) + REPORT[place + 2 :]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (REPORT[:3000], "已损坏或不完整：请"),
        (REPORT[: len(REPORT) // 2], "已损坏或不完整：请"),
        (patched(0, 0), "Word 97 以前的文档，无法读取；请"),
        (patched(2, 101), "Word 97 以前的文档，无法读取；请"),
        (patched(10, 0x0100), "已加密：请"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "已损坏或不完整：请"),
    ],
    ids=["head only", "half", "no word", "word 95", "encrypted", "no container"],
)
def test_what_cannot_be_read_is_refused_with_the_remedy(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        office_binary.read(content)


def test_a_file_that_weighs_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_binary, "MAX_BYTES", 0)
    with pytest.raises(UnreadableDocument, match="超过 0 MB"):
        office_binary.read(REPORT)


def test_a_workbook_is_no_word_file() -> None:
    with pytest.raises(UnreadableDocument, match="没有 Word 正文：请"):
        office_binary.read((Path(__file__).parents[2] / "fixtures" / "workbook.xls").read_bytes())


def test_a_damaged_summary_is_left_out() -> None:
    assert summary(b"") == summary(b"\xff" * 60) == {}


def test_damage_is_read_or_refused() -> None:
    rng = random.Random(4)
    for _ in range(300):
        damaged = bytearray(REPORT)
        for _ in range(rng.choice([1, 5, 40, 300])):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        try:
            office_binary.read(bytes(damaged[: rng.choice([len(damaged), rng.randrange(1, len(damaged))])]))
        except UnreadableDocument as refusal:
            assert "请" in refusal.reason_zh
