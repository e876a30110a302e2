"""The weekly run that nobody watches: what it says, to whom, and what it does when something is in its way."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

import warehouse.relations
from etl.__main__ import main
from etl.failure import failure_of
from warehouse.last_run import last_run
from warehouse.ledger import ledger_path
from warehouse.lock import run_lock
from warehouse.snapshot import current_path, current_snapshot
from warehouse.store import document_path

SAMPLES = sorted((Path(__file__).parents[2] / "etl" / "samples" / "reports").glob("*.html"))[:2]


def call(*arguments):
    return CliRunner().invoke(main, ["run", *(str(a) for a in arguments), "--jobs", "1"], catch_exceptions=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Where the inbox stands in each test: the ledger knows its files by their paths."""
    return tmp_path_factory.mktemp("weekly") / "收件"


def filled(place):
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for sample in SAMPLES:
        shutil.copy2(sample, place)
    return place


@pytest.fixture
def inbox(place):
    return filled(place)


@pytest.fixture(scope="module")
def first_run(place):
    """What a run over the inbox makes; only copied."""
    data = place.with_name("data")
    assert call(filled(place), "--data", data).exit_code == 0
    return data


@pytest.fixture
def data(first_run, inbox, tmp_path):
    """A data folder with a run behind it."""
    return shutil.copytree(first_run, tmp_path / "data", symlinks=True)


def make_outdated(data):
    with duckdb.connect(ledger_path(data)) as ledger:
        ledger.execute("update documents set reader_version = '0'")
        ledger.execute("update readings set value = value + 1 where row_code = 'received' and status = 'reported'")


def test_newer_readers_read_the_store_again_and_say_so(inbox, data):
    make_outdated(data)
    for sample in inbox.iterdir():
        sample.unlink()
    result = call(inbox, "--data", data)
    assert "重读文档 2 份" in result.stdout
    assert "重读后数字不同的报告 2 份" in result.stdout
    runs = current_snapshot(data).frame("select documents_read, documents_read_again from runs order by started_at")
    assert runs.rows() == [(2, 0), (0, 2)]
    assert "重读" not in call(inbox, "--data", data).stdout


def test_an_original_that_the_store_lost_comes_back_from_its_source(inbox, data):
    make_outdated(data)
    sha256 = current_snapshot(data).frame("select min(sha256) from documents").item()
    document_path(data, sha256).write_bytes(b"damaged")
    assert "原件库中缺失或损坏 1 份" in call(inbox, "--data", data).stdout
    assert document_path(data, sha256).stat().st_size > 1000
    count = "select count(distinct reader_version), count(*) from documents"
    with duckdb.connect(ledger_path(data), read_only=True) as ledger:
        assert ledger.execute(count).fetchall() == [(1, 2)]


def test_a_file_that_cannot_be_opened_is_tried_again(inbox, data):
    broken = inbox / "断链.html"
    archive = inbox / "坏.zip"
    shutil.copy2(SAMPLES[0], broken)
    broken.write_text(broken.read_text("utf-8").replace("2019", "2020"), encoding="utf-8")
    shutil.make_archive(str(archive.with_suffix("")), "zip", inbox, broken.name)
    broken.unlink()
    whole = archive.read_bytes()
    archive.write_bytes(
        whole.replace(b"<table", b"<tabel", 1) if b"<table" in whole else whole[:40] + b"?" * 40 + whole[80:]
    )
    assert call(inbox, "--data", data).exit_code == 1
    assert call(inbox, "--data", data).exit_code == 1
    archive.write_bytes(whole)
    assert call(inbox, "--data", data).exit_code == 0
    outcomes = current_snapshot(data).frame("select distinct outcome from documents where source_name = '断链.html'")
    assert outcomes.rows() == [("report",)]


def test_a_second_run_is_told_who_runs_and_since_when(inbox, data):
    with run_lock(data):
        result = call(inbox, "--data", data)
    assert result.exit_code == 2
    assert re.search(rf"进程 {os.getpid()}（\S+@\S+：.*起）正在运行，已 \d+ 秒", result.stderr)
    assert last_run(data).exit_code == 0


def test_the_lock_of_a_dead_process_is_taken_over_and_told(inbox, data):
    code = (
        "import os, sys; from pathlib import Path; from warehouse.lock import run_lock\n"
        "with run_lock(Path(sys.argv[1])): os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(data)], timeout=60, check=False)
    assert "上一次运行没有正常结束" in call(inbox, "--data", data).stdout
    assert "没有正常结束" not in call(inbox, "--data", data).stdout


def test_a_run_that_was_cut_off_is_shown_as_such(inbox, data):
    with duckdb.connect(ledger_path(data)) as ledger:
        ledger.execute("insert into runs (run_id, started_at, outcome) values ('cut', '2020-01-01', 'publishing')")
    call(inbox, "--data", data)
    outcomes = current_snapshot(data).frame(
        "select outcome, snapshot is null as is_unpublished from runs order by started_at"
    )
    assert outcomes.rows() == [("interrupted", True), ("published", False), ("published", False)]


def test_less_than_before_is_refused_until_somebody_accepts_it(inbox, data):
    before = current_path(data)
    with duckdb.connect(ledger_path(data)) as ledger:
        lost = "select report_id from reports limit 1"
        ledger.execute(f"delete from readings where report_id in ({lost})")
    refused = call(inbox, "--data", data)
    assert refused.exit_code == 3
    assert "--allow-fall" in refused.stderr
    assert current_path(data) == before
    assert (last_run(data).exit_code, last_run(data).published_at is None) == (3, False)
    accepted = call(inbox, "--data", data, "--allow-fall")
    assert accepted.exit_code == 0
    assert "准许" in accepted.stdout
    runs = current_snapshot(data).frame(
        "select outcome, exit_code, is_fall_accepted, message is null from runs order by started_at"
    )
    assert runs.rows() == [
        ("published", 0, False, True), ("refused", 3, False, False), ("published", 0, True, True),
    ]  # fmt: skip


def test_a_missing_file_of_our_own_is_no_disk_error(inbox, data, monkeypatch, tmp_path):
    next(inbox.iterdir()).touch()
    monkeypatch.setattr(warehouse.relations, "SQL", tmp_path / "nowhere")
    result = call(inbox, "--data", data)
    assert result.exit_code == 3
    assert "程序出错" in result.stderr
    assert "磁盘" not in result.stderr


@pytest.mark.parametrize(
    ("error", "exit_code", "word"),
    [
        (OSError(28, "No space left on device"), 3, "磁盘已满"),
        (PermissionError(13, "Permission denied", "data/ledger.lock"), 3, "写不进去"),
        (PermissionError(13, "Permission denied", "/elsewhere/reports"), 2, "来源读不出"),
        (duckdb.IOException("Could not write all bytes to file: No space left on device"), 3, "磁盘已满"),
        (duckdb.OutOfMemoryException("failed to allocate"), 3, "内存"),
        (duckdb.CatalogException("no such table"), 3, "程序出错"),
        (FileNotFoundError(2, "No such file", str(Path(warehouse.relations.__file__).parent / "sql")), 3, "程序出错"),
    ],
)
def test_each_failure_has_its_words_and_its_exit_code(error, exit_code, word):
    failure = failure_of(error, Path("data"))
    assert (failure.exit_code, word in failure.message) == (exit_code, True)


def test_the_run_is_told_in_json_lines(inbox, tmp_path):
    (inbox / "坏.pdf").write_bytes(b"%PDF-1.7 broken")
    log = tmp_path / "run.log"
    for _ in range(2):
        result = call(inbox, "--data", tmp_path / "data", "--format", "jsonl", "--log", log)
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    shown = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines[-len(shown) :] == shown
    events = [line["event"] for line in lines]
    assert events.count("started") == events.count("published") == 2
    first, second = (line for line in lines if line["event"] == "published")
    assert (first["read"], first["exit_code"], len(first["unreadable"]), first["reports_new"]) == (3, 1, 1, 2)
    assert (second["read"], second["unchanged"], second["exit_code"]) == (0, 3, 0)
    assert first["ledger_bytes"] > 0 < first["snapshot_bytes"]


def test_metrics_are_written_whole_and_can_be_collected(inbox, data, tmp_path):
    assert call(inbox, "--data", data, "--metrics", tmp_path / "nianbao.prom").exit_code == 0
    for path in (data / "metrics.prom", tmp_path / "nianbao.prom"):
        text = path.read_text("utf-8")
        samples = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
        assert samples["nianbao_run_exit_code"] == "0"
        assert float(samples["nianbao_publish_timestamp_seconds"]) > 1e9
        assert float(samples['nianbao_documents{state="seen"}']) == 2
        named = set(re.findall(r"^# TYPE (\w+) gauge$", text, re.MULTILINE))
        assert {re.split(r"[{ ]", name)[0] for name in samples} == named
    assert not list(tmp_path.rglob("*.part"))


class Receiver(BaseHTTPRequestHandler):
    received: list[bytes]

    def do_POST(self):
        self.received.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    Receiver.received = []
    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_who_wants_to_know_is_told_of_a_failure(data, tmp_path, receiver):
    told = tmp_path / "told.json"
    script = f"import sys; open({str(told)!r}, 'wb').write(sys.stdin.buffer.read())"
    command = json.dumps([sys.executable, "-c", script, "$(touch hostile)"])
    url = f"http://127.0.0.1:{receiver.server_port}/hook"
    (data / "notify.toml").write_text(f'command = {command}\nwebhook = "{url}"\n', encoding="utf-8")
    assert call("没有这个来源", "--data", data).exit_code == 2
    (posted,) = Receiver.received
    assert posted == told.read_bytes()
    notice = json.loads(posted)
    assert (notice["exit_code"], "没有这个来源" in notice["message"]) == (2, True)


def test_success_is_told_to_nobody(inbox, data, receiver):
    (data / "notify.toml").write_text(f'webhook = "http://127.0.0.1:{receiver.server_port}/"\n', encoding="utf-8")
    assert call(inbox, "--data", data).exit_code == 0
    assert Receiver.received == []


def test_a_notice_that_fails_is_said_and_changes_no_exit_code(data, inbox):
    settings = 'exit_codes = [0]\ncommand = ["/nonesuch"]\nwebhook = "http://127.0.0.1:9/"\ntimeout_seconds = 2\n'
    (data / "notify.toml").write_text(settings, encoding="utf-8")
    result = call(inbox, "--data", data)
    assert result.exit_code == 0
    assert "通知命令没有成功" in result.stderr
    assert "通知网址没有成功" in result.stderr


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("notify.toml", "commands = []"),
        ("notify.toml", 'webhook = "file:///etc/passwd"'),
        ("schedule.toml", 'at = "noon"'),
    ],
)
def test_a_broken_configuration_stops_before_anything_is_read(inbox, data, file, text):
    (data / file).write_text(text, encoding="utf-8")
    result = call(inbox, "--data", data)
    assert (result.exit_code, file in result.stderr) == (2, True)


def test_a_run_without_news_copies_the_snapshot_and_a_new_roster_builds_one(inbox, data):
    result = call(inbox, "--data", data)
    assert "没有变化：新快照由当前快照复制而成" in result.stdout
    runs = current_snapshot(data).frame(
        "select outcome, documents_read, documents_unchanged from runs order by started_at"
    )
    assert runs.rows() == [("published", 2, 0), ("published", 0, 2)]
    (data / "roster.csv").write_text("机关名称,起始年度,截止年度\n土默特右旗司法局,,\n", encoding="utf-8")
    assert "复制" not in call(inbox, "--data", data).stdout
    assert current_snapshot(data).frame("select count(*) from filings where basis = 'roster'").item() > 0
