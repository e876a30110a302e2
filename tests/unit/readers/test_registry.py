import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.model import Document, Grid, Paragraph
from etl.readers import READERS, UNSUPPORTED, UnreadableDocument, media_type, media_types, read

SAMPLES = Path(__file__).parents[3] / "etl" / "samples" / "reports"
SHARED = Path(__file__).parents[4] / "shared"


def archive(*names: str, **contents: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        for name in names:
            opened.writestr(name, "<x/>")
        for name, content in contents.items():
            opened.writestr(name, content)
    return stream.getvalue()


def compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 64


FORMS = {
    "html": (b"<!DOCTYPE html><html><body><p>x</p></body></html>", media_types.HTML),
    "html fragment": (b"<p>a</p><p>b</p>", media_types.HTML),
    "html after text": ("当前位置<br>首页<br><table><tr><td>1</table>".encode(), media_types.HTML),
    "html in utf-16": ("<html><body><p>规章</p></body></html>".encode("utf-16"), media_types.HTML),
    "html in utf-16 without a mark": ("<html><body><p>规章</p></body></html>".encode("utf-16-le"), media_types.HTML),
    "xhtml": (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', media_types.HTML),
    "text": ("一、总体情况\n规章\t1".encode(), media_types.TEXT),
    "text in gb18030": ("一、总体情况".encode("gb18030"), media_types.TEXT),
    "text in utf-16": ("一、总体情况 12 件".encode("utf-16"), media_types.TEXT),
    "markdown with line breaks in cells": (
        "| 商业<br>企业 | 科研<br>机构 | 法律<br>服务 |\n|---|---|---|".encode(),
        media_types.TEXT,
    ),
    "text with a quoted tag": ("一、总体情况，见<p>。".encode(), media_types.TEXT),
    "text with titles in angle brackets": ("《贯彻<规划纲要>方案》<1>".encode(), media_types.TEXT),
    "pdf": (b"%PDF-1.7\n", media_types.PDF),
    "pdf after junk": (b"\n\n%PDF-1.4\n", media_types.PDF),
    "docx": (archive("[Content_Types].xml", "word/document.xml"), media_types.DOCX),
    "xlsx": (archive("[Content_Types].xml", "xl/workbook.xml"), media_types.XLSX),
    "pptx": (archive("[Content_Types].xml", "ppt/presentation.xml"), media_types.PPTX),
    "odt": (archive(mimetype=media_types.ODT), media_types.ODT),
    "ods": (archive(mimetype=media_types.ODS), media_types.ODS),
    "ofd": (archive("OFD.xml", "Doc_0/Document.xml"), media_types.OFD),
    "zip": (archive("report.docx"), media_types.ZIP),
    "damaged zip": (archive("word/document.xml")[:-30], media_types.DAMAGED_ZIP),
    "doc": (compound("WordDocument"), media_types.DOC),
    "xls": (compound("Workbook"), media_types.XLS),
    "ppt": (compound("PowerPoint Document"), media_types.PPT),
    "encrypted docx": (compound("EncryptedPackage"), media_types.ENCRYPTED_OFFICE),
    "rtf": (rb"{\rtf1\ansi x}", media_types.RTF),
    "word xml": (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
        media_types.OFFICE_XML,
    ),
    "excel xml": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        media_types.OFFICE_XML,
    ),
    "mhtml": (
        b"From: <Saved by>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tx=y\r\n\r\n<html>",
        media_types.MHTML,
    ),
    "eml": (
        b"From: a@example.org\r\nSubject: =?utf-8?B?eA==?=\r\n =?utf-8?B?eQ==?=\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/html\r\n\r\n<html><body><p>x</p></body></html>",
        media_types.EML,
    ),
    "text with entries on top": ("title: 年度报告\nauthor: 办公室\n\n正文".encode(), media_types.TEXT),
    "rar": (b"Rar!\x1a\x07\x01\0", media_types.RAR),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\x04", media_types.SEVEN_ZIP),
    "gzip": (b"\x1f\x8b\x08\0\0\0", media_types.GZIP),
    "png": (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10", "image/jpeg"),
    "gif": (b"GIF89a\x01\0", "image/gif"),
    "tiff": (b"II*\0\x08\0\0\0", "image/tiff"),
    "bmp": (b"BM\x36\0\0\0\0\0\0\0\x36\0", "image/bmp"),
    "webp": (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
    "blank": (b" \r\n\t ", media_types.EMPTY),
    "garbage": (bytes(range(256)) * 4, media_types.UNKNOWN),
}


@pytest.mark.parametrize(("content", "form"), FORMS.values(), ids=FORMS)
def test_the_content_tells_the_form(content: bytes, form: str) -> None:
    assert media_type(content) == form


@pytest.mark.parametrize("name", ["report.pdf", "report.html", "report.docx", "无后缀"])
def test_a_misleading_name_changes_nothing(name: str) -> None:
    assert media_type("一、总体情况".encode(), name) == media_types.TEXT
    assert media_type(archive("word/document.xml"), name) == media_types.DOCX


def test_the_name_decides_where_the_content_leaves_it_open() -> None:
    assert media_type("甲<br>乙".encode(), "a.txt") == media_types.TEXT
    assert media_type("甲<br>乙".encode(), "a.HTM") == media_types.HTML


@pytest.mark.parametrize("form", sorted({form for _, form in FORMS.values()}))
def test_every_form_has_a_reader_or_a_reason(form: str) -> None:
    assert (form in READERS) != (form in UNSUPPORTED)


@pytest.mark.parametrize("content", [content for content, form in FORMS.values() if form in UNSUPPORTED])
def test_a_form_that_is_not_read_is_refused_with_its_name_and_the_remedy(content: bytes) -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        read(Document("report.docx", content, "0"))
    assert refusal.value.reason_zh == UNSUPPORTED[media_type(content)]
    assert "；请" in refusal.value.reason_zh


def test_each_form_goes_to_its_reader() -> None:
    assert read(Document("a.bin", "<p>规章</p><p>1</p>".encode(), "0")).blocks == (Paragraph("规章"), Paragraph("1"))
    (grid,) = read(Document("a.bin", "规章\t1\n许可\t2".encode(), "0")).blocks
    assert isinstance(grid, Grid)


def documents() -> list[Path]:
    beside = (path for folder in ("corpus", "reports") for path in (SHARED / folder).glob("[0-9]*"))
    return [*sorted(SAMPLES.glob("*_2022.*")), *sorted(beside)]


BY_ENDING = {
    ".html": media_types.HTML,
    ".txt": media_types.TEXT,
    ".pdf": media_types.PDF,
    ".docx": media_types.DOCX,
    ".xlsx": media_types.XLSX,
    ".doc": media_types.DOC,
}


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.stem)
def test_published_documents_are_told_without_their_names(path: Path) -> None:
    assert media_type(path.read_bytes()) == BY_ENDING[path.suffix]


PIECES = [
    *[
        "规章",
        "12",
        "/",
        "０",
        "。",
        "|",
        "\t",
        "\n",
        " ",
        "\f",
        "<",
        ">",
        "&",
        "'",
        "\\",
        "#",
        "**",
        "-",
        ":",
        "\0",
        "\ufffd",
    ],
    *[
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "<td colspan=65534 rowspan=65534>",
        "<td rowspan=0>",
        "<tbody>",
        "<caption>",
        "</td>",
    ],
    *[
        "<div style='display:table'>",
        "<div style='display:table-row'>",
        "<div style='display:table-cell'>",
        "<p hidden>",
        "</div>",
    ],
    *[
        "<pre>",
        "<textarea>",
        "<svg>",
        "<select>",
        "<template>",
        "<frameset>",
        "<br>",
        "<h1>",
        "&lt;/table&gt;",
        '=\\"',
        "|---|",
        "---",
    ],
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_broken_markup_is_read_or_refused_and_no_slot_is_taken_twice(source: str, encoding: str) -> None:
    for reader in (READERS[media_types.HTML], READERS[media_types.TEXT]):
        try:
            found = reader(source.encode(encoding))
        except UnreadableDocument:
            continue
        for grid in (block for block in found.blocks if isinstance(block, Grid)):
            taken = [
                (row, column)
                for cell in grid.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for column in range(cell.column, cell.column + cell.column_span)
            ]
            assert len(taken) == len(set(taken))
            assert all(row < grid.row_count and column < grid.column_count for row, column in taken)


# The first picture loads the libraries that recognise text.
@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        read(Document("report", content, "0"))
    except UnreadableDocument as refusal:
        assert refusal.reason_zh


def test_radicals_in_place_of_characters_are_put_right() -> None:
    page = "<title>⼯作</title><p>听⽵县⺠政局</p><table><tr><td>规章<td>1<tr><td>⾏政许可<td>2</table>"
    content = read(Document("report.html", page.encode(), ""))
    prose, grid = content.blocks
    assert prose == Paragraph("听竹县民政局")
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["规章", "1", "行政许可", "2"]
    assert content.metadata["title"] == "工作"
