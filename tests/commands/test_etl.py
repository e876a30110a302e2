"""The commands of ``python -m etl`` as their users call them."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from etl.__main__ import main
from etl.news import _take
from etl.tally import Tally
from warehouse.ledger import Ledger
from warehouse.records import DocumentRecord, ReadingRecord, ReportRecord
from warehouse.snapshot import current_path, current_snapshot

SAMPLES = sorted((Path(__file__).parents[2] / "etl" / "samples" / "reports").glob("*"))
KEYS = {"source_name", "sha256", "agency", "year", "edition", "cells", "indicators", "narrative", "findings"}


def call(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


def filled(folder):
    """A folder with one sample of each form."""
    folder.mkdir()
    for suffix in (".html", ".txt", ".docx", ".pdf"):
        shutil.copy2(next(f for f in SAMPLES if f.suffix == suffix and "2022" in f.name), folder)
    return folder


@pytest.fixture
def inbox(tmp_path):
    return filled(tmp_path / "收件")


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Such a folder, and what a run over it made, which is only read or copied."""
    place = tmp_path_factory.mktemp("ran")
    folder, data = filled(place / "收件"), place / "data"
    assert call("run", folder, "--data", data, "--jobs", 1).exit_code == 0
    return folder, data


def test_parse_prints_one_object_a_line(inbox):
    result = call("parse", *sorted(inbox.iterdir()))
    assert result.exit_code == 0
    reports = [json.loads(line) for line in result.stdout.splitlines()]
    assert [r["source_name"] for r in reports] == [f.name for f in sorted(inbox.iterdir())]
    for report in reports:
        assert report.keys() >= KEYS
        assert report["year"] == 2022
        assert len(report["cells"]) > 100
        assert all((cell["value"] is not None) == (cell["status"] == "reported") for cell in report["cells"])
        unreadable = {(c["table"], c["row"], c["column"]) for c in report["cells"] if c["status"] == "unreadable"}
        assert unreadable <= {tuple(cell) for finding in report["findings"] for cell in finding["cells"]}


def test_parse_tells_what_it_cannot_read_and_goes_on(inbox, tmp_path):
    picture = tmp_path / "扫描.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    result = call("parse", picture, next(inbox.glob("*.txt")))
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["findings"][0]["severity"] == "error"
    assert first["cells"] == []
    assert "扫描.png" in result.stderr
    assert second["agency"]


def test_parse_names_a_file_that_is_not_there():
    result = call("parse", "没有这份报告.pdf")
    assert result.exit_code == 2
    assert "没有这份报告.pdf" in result.stderr


def test_run_publishes_and_a_second_run_reads_nothing(inbox, tmp_path):
    data = tmp_path / "data"
    first = call("run", inbox, "--data", data, "--jobs", 1)
    assert first.exit_code == 0, first.output
    assert "读取 4 份，未变化 0 份" in first.stdout
    before = current_path(data)
    second = call("run", inbox, "--data", data, "--jobs", 1)
    assert second.exit_code == 0
    assert "读取 0 份，未变化 4 份" in second.stdout
    assert current_path(data) != before
    reports = current_snapshot(data).frame("select count(*) as n from reports")
    assert reports["n"].item() == 4


def test_a_changed_report_is_read_again_and_both_are_kept(ran, tmp_path):
    inbox, data = ran[0], shutil.copytree(ran[1], tmp_path / "data", symlinks=True)
    changed = next(inbox.glob("*.txt"))
    changed.write_bytes(changed.read_bytes() + "\n更正说明。\n".encode())
    result = call("run", inbox, "--data", data, "--jobs", 1)
    assert "读取 1 份，未变化 3 份" in result.stdout
    counts = current_snapshot(data).frame(
        "select (select count(*) from reports) as current, (select count(*) from report_versions) as versions"
    )
    assert counts.row(0) == (4, 5)


def test_an_unreadable_document_costs_itself_only_and_is_named(inbox, tmp_path):
    (inbox / "坏.pdf").write_bytes(b"%PDF-1.7 broken")
    result = call("run", inbox, "--data", tmp_path / "data", "--jobs", 2)
    assert result.exit_code == 1
    assert "坏.pdf" in result.stdout
    documents = current_snapshot(tmp_path / "data").frame(
        "select outcome, reason from documents where source_name = '坏.pdf'"
    )
    assert documents["outcome"].to_list() == ["unreadable"]
    assert documents["reason"].item()


def test_run_without_a_source_says_how_to_give_one(tmp_path):
    result = call("run", "--data", tmp_path)
    assert result.exit_code == 2
    assert "sources.toml" in result.stderr


def test_run_reads_the_configured_folders(inbox, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "sources.toml").write_text('[[folders]]\npath = "../收件"\n', encoding="utf-8")
    assert call("run", "--data", data, "--jobs", 1).exit_code == 0


def test_explain_leads_to_the_cell_and_the_bytes(ran):
    _, data = ran
    report = current_snapshot(data).frame("select report_id, sha256 from reports where source_name like '%.pdf'").row(0)
    whole = call("explain", report[0], "--data", data)
    assert whole.exit_code == 0
    assert report[1] in whole.stdout
    one = call("explain", report[0], "received", "total", "--data", data)
    assert "本年新收政府信息公开申请数量" in one.stdout
    assert len(one.stdout.splitlines()) < len(whole.stdout.splitlines())
    assert call("explain", report[0], "received", "nobody", "--data", data).exit_code == 2
    assert call("explain", "没有", "--data", data).exit_code == 2


@pytest.mark.parametrize("command", [["run"], ["parse"], ["explain"], []])
def test_every_command_explains_itself(command):
    result = call(*command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_a_killed_run_loses_nothing_and_the_next_goes_on(tmp_path):
    data = tmp_path / "data"
    folder = tmp_path / "样例"
    folder.mkdir()
    for sample in SAMPLES[:30]:
        shutil.copy2(sample, folder)
    arguments = [sys.executable, "-m", "etl", "run", str(folder), "--data", str(data), "--jobs", "1"]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    ledger = data / "ledger.duckdb"
    while not ledger.exists() and process.poll() is None:
        time.sleep(0.01)
    os.killpg(process.pid, 9)
    process.wait()
    assert current_path(data) is None
    result = call("run", folder, "--data", data, "--jobs", 2)
    assert result.exit_code == 0, result.output
    assert current_snapshot(data).frame("select count(*) as n from documents")["n"].item() == 30


def test_a_record_that_contradicts_itself_costs_its_document_only(tmp_path):
    reading = ReadingRecord(3, "received", "total", 1, "1", "reported")
    broken = ReportRecord("a1", "甲县民政局", 2022, "2021", readings=(reading, reading))
    whole = ReportRecord("a2", "乙县民政局", 2022, "2021", readings=(reading,))
    records = [
        DocumentRecord(sha * 64, f"{sha}.html", "text/html", 1, "1", "report", reports=(report,))
        for sha, report in (("a", broken), ("b", whole))
    ]
    tally = Tally("run", "1")
    with Ledger.open(tmp_path) as ledger:
        _take(records, ledger, tally, tmp_path)
        assert ledger.known("a" * 64, "1")
        assert ledger.known("b" * 64, "1")
    assert [name for name, _ in tally.unreadable] == ["a.html"]
    assert tally.reports_new == 1


def test_a_data_folder_that_cannot_be_written_is_named(inbox, tmp_path):
    (tmp_path / "data").write_text("no folder", encoding="utf-8")
    result = call("run", inbox, "--data", tmp_path / "data", "--jobs", 1)
    assert result.exit_code == 3
    assert "data" in result.stderr


def test_a_page_whose_tables_are_in_its_attachment_is_one_whole_report(tmp_path):
    page = next(f for f in SAMPLES if f.suffix == ".html" and "2022" in f.name)
    text = page.read_text(encoding="utf-8")
    folder = tmp_path / "收件" / "年报"
    folder.mkdir(parents=True)
    tables = re.findall(r"<table.*?</table>", text, re.DOTALL)
    (folder / "年报.html").write_text(re.sub(r"<table.*?</table>", "", text, flags=re.DOTALL), encoding="utf-8")
    (folder / "附件.html.doc").write_text("<html><body>" + "<br>".join(tables) + "</body></html>", encoding="utf-8")
    result = call("run", tmp_path / "收件", "--data", tmp_path / "data", "--jobs", 1)
    assert result.exit_code == 0, result.output
    (apart,) = call("parse", page).stdout.splitlines()
    expected = json.loads(apart)
    report = current_snapshot(tmp_path / "data").frame(
        "select agency, year, publication_items, cell_count from reports"
    )
    assert report.rows() == [
        (expected["agency"], expected["year"], expected["narrative"]["publication_items"], len(expected["cells"]))
    ]


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("roster.csv", "机关名称,起始年度\n甲县司法局,去年\n", "第 2 行：“去年”不是年度"),
        ("deadlines.toml", "[[deadlines]]\nby = '01-20'\nfunctions = ['justic']\n", "没有这些职能：justic"),
        ("deadlines.toml", "[[deadlines]]\nby = '02-30'\n", "期限应写作“月-日”"),
    ],
)
def test_run_refuses_a_broken_setting_before_it_reads(inbox, tmp_path, file, text, told):
    data = tmp_path / "data"
    data.mkdir()
    (data / file).write_text(text, encoding="utf-8")
    result = call("run", inbox, "--data", data, "--jobs", 1)
    assert result.exit_code == 2
    assert file in result.stderr
    assert told in result.stderr
    assert {path.name for path in data.iterdir()} - {"last_run.json", "metrics.prom"} == {file}


def test_run_takes_the_roster_in(inbox, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "roster.csv").write_text("机关名称,起始年度\n明月省甲县司法局,2022\n", encoding="utf-8")
    assert call("run", inbox, "--data", data, "--jobs", 1).exit_code == 0
    missing = current_snapshot(data).frame("select agency, level, year from filings where state = 'missing'").rows()
    assert ("明月省甲县司法局", "county", 2022) in missing
