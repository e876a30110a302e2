"""Mails made in memory, read back."""

import io
import random
import zipfile
from email.message import EmailMessage

import pytest

from etl.model import Content, Document, Grid, Paragraph
from etl.readers import eml, media_type, media_types, mime, read
from etl.readers.errors import UnreadableDocument


def read_member(name: str, content: bytes) -> Content:
    return read(Document(name, content, "0"))


def read_eml(content: bytes) -> Content:
    return eml.read(content, read_member)


def mail(text: str | None = None, page: str | None = None, attachment: str | None = None) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = (
        "年度报告",
        "某局 <a@example.org>",
        "Mon, 08 Jan 2024 09:00:00 +0800",
    )
    if text is not None:
        message.set_content(text)
    if page is not None and text is None:
        message.set_content(page, subtype="html")
    elif page is not None:
        message.add_alternative(page, subtype="html")
    if attachment is not None:
        message.add_attachment(b"PK\x03\x04", "application", "zip", filename=attachment)
    return message.as_bytes()


def test_the_page_of_a_mail_comes_before_its_plain_text() -> None:
    content = mail("规章 1", "<h1>某局年度报告</h1><p>规章1件。</p>")
    assert media_type(content) == media_types.EML
    found = read(Document("邮件.eml", content, "0"))
    assert found.blocks == (Paragraph("某局年度报告", "title"), Paragraph("规章1件。"))
    assert found.metadata == {
        "Subject": "年度报告",
        "From": "某局 <a@example.org>",
        "Date": "Mon, 08 Jan 2024 09:00:00 +0800",
    }
    assert found.notes == ()


def test_plain_text_is_read_where_there_is_no_page() -> None:
    assert read_eml(mail("一、总体情况\n公开12条。\n")).blocks == (Paragraph("一、总体情况"), Paragraph("公开12条。"))


def packed(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, content)
    return target.getvalue()


def with_attachments(text: str, *files: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["Subject"] = "年度报告"
    message.set_content(text)
    for name, content in files:
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return message.as_bytes()


def test_what_is_attached_is_read_after_the_mail() -> None:
    table = "<h1>某局年度报告</h1><table><tr><td>规章</td><td>3</td></tr></table>".encode()
    for name, content in (("报告.html", table), ("报告.zip", packed("报告.html", table))):
        found = read(Document("邮件.eml", with_attachments("请查收附件。", (name, content)), "0"))
        assert found.blocks[:2] == (Paragraph("请查收附件。"), Paragraph("某局年度报告", "title"))
        assert isinstance(grid := found.blocks[2], Grid) and [cell.text for cell in grid.cells] == ["规章", "3"]
        assert found.metadata["Subject"] == "年度报告"


def test_an_attachment_that_cannot_be_read_is_named() -> None:
    (note,) = read_eml(mail("见附件。", attachment="报告.docx")).notes
    assert note.startswith("邮件的附件“报告.docx”未读：")
    with pytest.raises(UnreadableDocument, match=r"邮件没有正文，邮件的附件“报告\.docx”未读：.*；请"):
        read_eml(mail(" ", attachment="报告.docx"))


def test_archives_in_mails_in_archives_come_to_an_end() -> None:
    inner = packed("报告.html", b"<p>x</p>")
    content = packed("a.eml", with_attachments("甲", ("b.zip", inner)))
    assert any("压缩包中的压缩包" in note for note in read(Document("a.zip", content, "0")).notes)


def test_a_mail_without_anything_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="也没有附件；请核对邮件"):
        read_eml(mail(" "))


def test_headers_that_lie_about_their_encoding_stay_as_they_are() -> None:
    content = b"Subject: =?no-such-code?B?eA==?=\r\nMIME-Version: 1.0\r\n\r\nx\r\n"
    assert read_eml(content).metadata == {"Subject": "=?no-such-code?B?eA==?="}


def test_too_many_parts_and_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = mail("a", "<p>b</p>", "c.zip")
    monkeypatch.setattr(mime, "MAX_PARTS", 3)
    with pytest.raises(UnreadableDocument, match="已损坏；请"):
        read_eml(content)
    monkeypatch.setattr(mime, "MAX_BYTES", 0)
    with pytest.raises(UnreadableDocument, match="超过 0 MB；请"):
        read_eml(content)


def test_parts_nested_without_end_are_refused() -> None:
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000))
    with pytest.raises(UnreadableDocument, match="已损坏"):
        read_eml(f"MIME-Version: 1.0\n{nested}\nx".encode())


def test_damage_is_read_or_refused() -> None:
    rng = random.Random(2)
    sound = mail("规章 1", "<h1>某局年度报告</h1><p>规章1件。</p>", "报告.docx")
    for _ in range(300):
        damaged = bytearray(sound)
        for _ in range(rng.choice([1, 5, 40])):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        try:
            read_eml(bytes(damaged[: rng.randrange(1, len(damaged))]))
        except UnreadableDocument as refusal:
            assert "；请" in refusal.reason_zh
