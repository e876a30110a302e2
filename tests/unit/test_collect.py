"""Sources give documents: files, folders and archives, each by its own name."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from etl.collect import SourceError, configured, discover, together


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "乙").mkdir()
    (tmp_path / "甲.html").write_text("甲", encoding="utf-8")
    (tmp_path / "乙" / "丙.txt").write_text("丙", encoding="utf-8")
    (tmp_path / "~$甲.docx").write_bytes(b"lock")
    (tmp_path / ".DS_Store").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "丁.zip", "w") as archive:
        archive.writestr("内/戊.html", "戊")
        archive.writestr("己.txt", "己")
    return tmp_path


def test_a_folder_gives_all_its_documents_and_those_of_archives(folder):
    items = list(discover([folder]))
    assert {item.name: item.read().decode() for item in items} == {
        "甲.html": "甲", "丙.txt": "丙", "戊.html": "戊", "己.txt": "己",
    }  # fmt: skip
    assert len({item.key for item in items}) == 4


def test_the_order_does_not_depend_on_the_disk(folder):
    keys = [item.key.removeprefix(f"{folder}/") for item in discover([folder])]
    assert keys == ["丁.zip!己.txt", "丁.zip!内/戊.html", "甲.html", "乙/丙.txt"]


def test_a_broken_archive_is_a_document_itself(tmp_path):
    broken = tmp_path / "坏.zip"
    broken.write_bytes(b"PK\x03\x04 broken")
    assert [item.name for item in discover([broken])] == ["坏.zip"]


def test_a_source_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"没有\.html"):
        list(discover([tmp_path / "没有.html"]))


def test_folders_as_they_were_always_configured(tmp_path):
    (tmp_path / "sources.toml").write_text('folders = [{ path = "收件", name = "各机关" }]\n', encoding="utf-8")
    assert [(folder.path, folder.source) for folder in configured(tmp_path).folders] == [("收件", "各机关")]


@pytest.mark.parametrize("text", ["[[folder]]\npath = '收件'", "[[folders]]\npaht = '收件'", "not toml ["])
def test_a_wrong_configuration_is_named(tmp_path, text):
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"sources\.toml"):
        configured(tmp_path)


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["年报.html", "附件1.xlsx"], ("年报.html", "附件1.xlsx")),
        (["index.html", "index_表.pdf"], ("index.html", "index_表.pdf")),
        (["10.html", *[f"{n}.html" for n in range(1, 10)]], tuple(f"{n}.html" for n in range(1, 11))),
        (["第1页.htm", "第2页.htm"], ("第1页.htm", "第2页.htm")),
        (["甲局.html", "乙局.pdf"], ()),
        (["甲局.html", "乙局.html", "附件.pdf"], ()),
        (["1.html", "3.html"], ()),
        (["甲局2022.html", "乙局2023.html"], ()),
        (["甲局.html"], ()),
        ([], ()),
    ],
)
def test_only_what_says_so_makes_one_document(names, order):
    assert together(names) == order


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_page_and_its_attachment_are_one_document(tmp_path, is_packed):
    folder = tmp_path / "甲局"
    folder.mkdir()
    (folder / "年报.html").write_text("<p>正文</p>", encoding="utf-8")
    (folder / "附件.txt.pdf").write_bytes(b"%PDF-1.4")
    if is_packed:
        with zipfile.ZipFile(tmp_path / "甲局.zip", "w") as archive:
            for file in folder.iterdir():
                archive.write(file, f"甲局/{file.name}")
    (item,) = discover([tmp_path / "甲局.zip" if is_packed else folder])
    assert item.name == "年报.zip"
    with zipfile.ZipFile(BytesIO(item.read())) as packed:
        assert sorted(Path(name).name for name in packed.namelist()) == ["年报.html", "附件.txt.pdf"]
    assert item.read() == item.read()
