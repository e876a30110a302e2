"""A fault in a user's file is told with its line, however the file is set."""

from pathlib import Path

import pytest
from msgspec import Struct

from warehouse.toml_file import BrokenToml, read_toml


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    year: int = 0


class File(Struct, frozen=True, forbid_unknown_fields=True):
    title: str = ""
    entries: tuple[Entry, ...] = ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('title = "a"\n[[entries]]\ncode = "b"\n\n[[entries]]\ncode = "c"\nyear = "x"\n', "第 7 行：值的类型不对"),
        ('[[entries]]\ncode = "b"\n[[entries]]\ncode = "c"\nyaer = 1\n', "第 5 行：没有“yaer”这个键"),
        ('[[entries]]\ncode = "b"\n# 一行注释\n[[entries]]\nyear = 1\n', "第 4 行：缺少必填的键“code”"),
        ('title = "a"\nentries = [\n    { code = "b" },\n    { code = 1 },\n]\n', "第 4 行：值的类型不对"),
        ('titel = "a"\n', "第 1 行：没有“titel”这个键"),
        ('title = "a"\n\nentries = 3\n', "第 3 行：值的类型不对"),
        ('title = "a"\n[[entries]\ncode = "b"\n', "第 2 行：不是有效的 TOML"),
    ],
)
def test_the_line_of_a_fault(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "file.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenToml) as told:
        read_toml(path, File)
    assert says in str(told.value)
    assert str(path) in str(told.value)


def test_the_line_where_every_key_is_the_users(tmp_path: Path) -> None:
    path = tmp_path / "variants.toml"
    path.write_text('"甲" = ["乙"]\n"丙" = "丁"\n', encoding="utf-8")
    with pytest.raises(BrokenToml, match="第 2 行：值的类型不对"):
        read_toml(path, dict[str, tuple[str, ...]])


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "file.toml"
    path.write_bytes('title = "甲"'.encode("gbk"))
    with pytest.raises(BrokenToml, match="UTF-8"):
        read_toml(path, File)
