"""A page packed with its attachments reads as one content, in the order in which a person would read it."""

import zipfile
from io import BytesIO

import pytest

from etl.model import Document, Grid, Paragraph
from etl.readers import UnreadableDocument, archive, read


def pack(**members):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "."), content)
    return Document("年报.zip", packed.getvalue(), "")


TABLE = "规章\t1\t2\t3\n规范性文件\t4\t5\t6\n"


def test_the_page_comes_before_its_attachments():
    content = read(pack(附件__html="<h1>附表</h1>", a正文__html="<title>甲</title><p>年报正文</p>", 附件__docx=b""))
    assert [b.text for b in content.blocks if isinstance(b, Paragraph)] == ["年报正文", "附表"]
    assert content.metadata["title"] == "甲"
    assert any("附件.docx" in note for note in content.notes)


def test_a_flip_book_is_read_page_after_page():
    pages = {f"{n}__html": f"<p>第{n}页</p>" for n in (10, 2, 1)}
    content = read(pack(**pages))
    assert [b.text for b in content.blocks] == ["第1页", "第2页", "第10页"]


def test_tables_of_an_attachment_are_grids_of_the_whole():
    content = read(pack(正文__html="<p>年报正文</p>", 附件__txt=TABLE))
    assert [type(block) for block in content.blocks] == [Paragraph, Grid]


def test_an_archive_of_nothing_readable_says_why():
    with pytest.raises(UnreadableDocument, match=r"附件\.ppt"):
        read(pack(附件__ppt=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)))


def test_an_archive_in_an_archive_is_refused():
    inner = pack(甲__txt="甲").content
    with pytest.raises(UnreadableDocument, match="压缩包中的压缩包"):
        read(pack(内__zip=inner))


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
    with pytest.raises(UnreadableDocument, match="过多"):
        read(pack(甲__txt="甲", 乙__txt="乙", 丙__txt="丙"))
