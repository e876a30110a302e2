"""Saved pages made in memory, read back."""

import random
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from etl.model import Cell, Document, Grid, Paragraph
from etl.readers import media_type, media_types, read
from etl.readers.errors import UnreadableDocument
from etl.readers.mhtml import read as read_mhtml

PAGE = "<html><head><title>年度报告</title></head><body><h1>某县年度报告</h1><table><tr><td>规章<td>1</table></body></html>"
TABLE = Grid((Cell(0, 0, "规章"), Cell(0, 1, "1")), 1, 2)


def saved(*pages: str, encoding: str = "utf-8") -> bytes:
    whole = MIMEMultipart("related", type="text/html")
    whole["From"], whole["Subject"] = "<Saved by Blink>", "年度报告"
    for page in pages:
        whole.attach(MIMEText(page, "html", encoding))
    picture = EmailMessage()
    picture.set_content(b"\x89PNG", "image", "png")
    whole.attach(picture)
    return whole.as_bytes()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_page_is_read_whatever_its_encoding(encoding: str) -> None:
    content = saved(PAGE, encoding=encoding)
    assert media_type(content) == media_types.MHTML
    found = read(Document("页面.mht", content, "0"))
    assert found.blocks == (Paragraph("某县年度报告", "title"), TABLE)
    assert found.metadata == {"title": "年度报告"}


def test_quoted_printable_as_browsers_write_it() -> None:
    content = (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b'\ttype="text/html";\r\n\tboundary="--b"\r\n\r\n----b\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<p class=3D=22x=22>=E8=A7=84=E7=\r\n=AB=A0</p>\r\n----b--\r\n"
    )
    assert read_mhtml(content).blocks == (Paragraph("规章"),)


def test_pages_in_frames_follow_the_page_that_holds_them() -> None:
    assert read_mhtml(saved("<p>正文</p>", PAGE)).blocks == (
        Paragraph("正文"),
        Paragraph("某县年度报告", "title"),
        TABLE,
    )
    frame_set = "<html><frameset><frame src=a></frameset></html>"
    assert read_mhtml(saved(frame_set, PAGE)).blocks == (Paragraph("某县年度报告", "title"), TABLE)


def test_an_archive_without_a_page_is_refused_with_the_remedy() -> None:
    with pytest.raises(UnreadableDocument, match="没有网页正文；请在浏览器"):
        read_mhtml(saved())
    with pytest.raises(UnreadableDocument, match="网页中没有文字"):
        read_mhtml(saved("<html><body></body></html>"))


def test_damage_is_read_or_refused() -> None:
    rng = random.Random(1)
    sound = saved(PAGE, encoding="gb18030")
    for _ in range(200):
        damaged = bytearray(sound)
        for _ in range(rng.choice([1, 5, 40])):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        try:
            read_mhtml(bytes(damaged[: rng.randrange(len(damaged))]))
        except UnreadableDocument as refusal:
            assert "；请" in refusal.reason_zh
