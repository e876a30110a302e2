"""What a data folder adds to the catalogue by files alone: lists of indicators, wordings of labels."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = """<html><head><title>琼崖市人民政府2012年政府信息公开工作年度报告</title></head><body>
<h1>琼崖市人民政府2012年政府信息公开工作年度报告</h1><p>一、概述</p><p>2012年，本机关推进政府信息公开工作。</p>
<table><tr><td>指标名称</td><td>计量单位</td><td>2012年度</td></tr>
<tr><td>橙色目录入库条目</td><td>条</td><td>512</td></tr><tr><td>橙色目录来函件数</td><td>件</td><td>7</td></tr>
<tr><td>橙色热线接听次数</td><td>次</td><td>96</td></tr></table></body></html>"""
LIST = """title = "琼崖市统计表"
source = "琼崖市 2012 年年度报告"
years = [2009, 2013]
indicators = [
    { code = "publications", label = "橙色目录入库条目", unit = "条" },
    { code = "applications_received", label = "橙色目录来函件数", unit = "件" },
    { code = "hotline_calls", label = "橙色热线接听次数", unit = "次" },
]
"""
TABLE = """<html><body><h1>琼崖市民政局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>全年平稳。</p>
<p>二、主动公开政府信息情况</p><table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>橙皮书</td><td>3</td><td>1</td><td>20</td></tr></table></body></html>"""


def call(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *map(str, arguments)], capture_output=True, text=True, check=False)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "收件"
    folder.mkdir()
    (folder / "琼崖2012.html").write_text(PAGE, encoding="utf-8")
    return folder


def indicators_in(data: Path) -> list[tuple[str, float]]:
    query = "SELECT code, value FROM indicators ORDER BY value"
    answer = call("warehouse", "sql", query, "--data", data, "--format", "json")
    assert answer.returncode == 0, answer.stderr
    return [(row["code"], row["value"]) for row in json.loads(answer.stdout)]


def test_a_list_put_into_the_data_folder_is_used_also_for_documents_read_before(inbox: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert call("etl", "run", inbox, "--data", data).returncode == 0
    assert indicators_in(data) == []
    (data / "indicators").mkdir()
    (data / "indicators" / "琼崖.toml").write_text(LIST, encoding="utf-8")
    assert call("etl", "run", inbox, "--data", data).returncode == 0
    assert indicators_in(data) == [("applications_received", 7), ("hotline_calls", 96), ("publications", 512)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("indicators/坏.toml", LIST.replace("years", "yeers")),
        ("indicators/坏.toml", 'title = "'),
        ("variants.toml", '"没有这一行" = ["别名"]'),
        ("variants.toml", '"规章" = 3'),
    ],
)
def test_a_wrong_file_is_named_and_nothing_is_read(inbox: Path, tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / "data" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    result = call("etl", "run", inbox, "--data", tmp_path / "data")
    assert result.returncode == 2
    assert path.name in result.stderr.replace("\n", "")
    assert not (tmp_path / "data" / "current").exists()


def test_a_wording_of_the_data_folder_names_its_row(tmp_path: Path) -> None:
    (tmp_path / "报告.html").write_text(TABLE, encoding="utf-8")
    (tmp_path / "variants.toml").write_text('"规章" = ["橙皮书"]', encoding="utf-8")
    without = json.loads(call("etl", "parse", tmp_path / "报告.html").stdout)
    assert without["cells"] == []
    found = json.loads(call("etl", "parse", tmp_path / "报告.html", "--data", tmp_path).stdout)
    assert [(cell["row"], cell["value"]) for cell in found["cells"]] == [("regulations", v) for v in (3, 1, 20)]
