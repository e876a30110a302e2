"""The user's roster: what a spreadsheet program saves is read, and every fault names file, line and remedy."""

from pathlib import Path

import pytest

from etl.agencies import describe
from etl.roster import BrokenRoster, read_roster


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    (folder / "roster.csv").write_bytes(text.encode(encoding))
    return folder


def test_no_file_is_an_empty_roster(tmp_path: Path) -> None:
    assert read_roster(tmp_path) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_saved_spreadsheet_is_read(tmp_path: Path, encoding: str, end: str) -> None:
    lines = [
        "序号,机关名称,起始年度,截止年度,联系人",
        "1, 土默特右旗司法局 ,2019,,甲",
        ",,,,",
        "2,淮安市洪泽区人民政府,,2022年度,乙",
    ]
    entries = read_roster(written(tmp_path, end.join(lines), encoding))
    assert [(e.line, e.agency, e.first_year, e.last_year) for e in entries] == [
        (2, "土默特右旗司法局", 2019, None),
        (4, "淮安市洪泽区人民政府", None, 2022),
    ]
    assert [e.agency_id for e in entries] == [describe(e.agency).agency_id for e in entries]
    assert entries[1].region == "江苏省淮安市洪泽区"
    assert (entries[1].level, entries[1].function) == ("county", "government")


def test_english_headings_and_a_name_alone(tmp_path: Path) -> None:
    (entry,) = read_roster(written(tmp_path, 'agency\n"甲县司法局"\n'))
    assert (entry.agency, entry.first_year, entry.last_year) == ("甲县司法局", None, None)


FAULTS = {
    "名称\n甲县司法局": "第 1 行：没有“机关名称”一列",
    "机关名称;起始年度\n甲县司法局;2020": "第 1 行：没有“机关名称”一列",
    "": "第 1 行：没有“机关名称”一列",
    "机关名称,起始年度\n,2020": "第 2 行：没有机关名称",
    "机关名称,起始年度\n甲县司法局,二零二零": "第 2 行：“二零二零”不是年度。请写四位数字",
    "机关名称,起始年度\n甲县司法局,1998": "第 2 行：“1998”不是年度",
    "机关名称,起始年度,截止年度\n甲县司法局,2022,2020": "第 2 行：起始年度 2022 晚于截止年度 2020",
    "机关名称\n朝阳区司法局": "第 2 行：“朝阳区司法局”可能在 北京市朝阳区、吉林省长春市朝阳区。请从省一级写起",
    "机关名称\n淮安市洪泽区": "第 2 行：“淮安市洪泽区”只有地名。请写机关全称",
    "机关名称\n淮安市洪泽区司法局\n甲县司法局\n江苏省淮安市洪泽区司法局": "第 4 行：“江苏省淮安市洪泽区司法局”与第 2 行是同一机关",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_names_file_line_and_remedy(tmp_path: Path, text: str) -> None:
    with pytest.raises(BrokenRoster) as told:
        read_roster(written(tmp_path, text))
    assert "roster.csv" in str(told.value)
    assert FAULTS[text] in str(told.value)


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_bytes(b"PK\x03\x04\xff\xff\x00\x81\x00\x00")
    with pytest.raises(BrokenRoster, match=r"roster\.csv.*另存为"):
        read_roster(tmp_path)


def test_all_faults_are_told_at_once_and_many_are_counted(tmp_path: Path) -> None:
    lines = "\n".join(f"第{n}局,x" for n in range(30))
    with pytest.raises(BrokenRoster, match="第 2 行") as told:
        read_roster(written(tmp_path, f"机关名称,起始年度\n{lines}"))
    assert "另有 10 处" in str(told.value)


def test_one_organ_may_stand_for_two_spans_of_years(tmp_path: Path) -> None:
    lines = "机关名称,起始年度,截止年度\n甲县司法局,2015,2018\n甲县司法局,2021,\n"
    assert len(read_roster(written(tmp_path, lines))) == 2
