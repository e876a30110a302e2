"""The page of the weekly job: what it says after a good run, after a refused one, and without any source."""

import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from lxml.html import fromstring
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import dashboard
from dashboard import DATA_VARIABLE, source
from dashboard.language import Term, Words
from dashboard.operation import OUTCOMES, SOURCE_KINDS, SOURCE_OUTCOMES
from tests.warehouse.make import NOON, document, published, report, take
from warehouse.last_run import LastRun, put_last_run
from warehouse.ledger import Ledger
from warehouse.records import RunRecord, SourceRunRecord
from warehouse.snapshot import current_snapshot
from warehouse.source_runs import take_source_runs

APP = str(Path(dashboard.__file__).with_name("app.py"))
ZH = Words("zh")
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run that took a report and its correction from a site that gave too little; only copied."""
    folder = tmp_path_factory.mktemp("runs")
    with Ledger.open(folder, clock=lambda: NOON) as ledger:
        run_id = ledger.begin_run()
        day = NOON.isoformat()
        take_source_runs(
            ledger, run_id, [SourceRunRecord("<b>甲县</b>", "site", "alarm", day, day, found=1, note="只找到 1 份")]
        )
        ledger.end_run(RunRecord(run_id, NOON + timedelta(minutes=3), "publishing", 1, 2, 2, 0, 0, 1, 1))
    cell = (3, "received", "total")
    take(folder, document("a", report({cell: 5})), document("b", report({cell: 6}, published_on="2023-02-01")))
    published(folder)
    return folder


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "data", symlinks=True)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Open:
    def open_page(data: Path, **address: str) -> AppTest:
        monkeypatch.setenv(DATA_VARIABLE, str(data))
        app = AppTest.from_file(APP, default_timeout=60)
        app._page_hash = calc_hash("runs")
        for key, value in address.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception
        return app

    return open_page


def tables(app: AppTest) -> list[list[dict[str, str]]]:
    """The lines of each table, by the headings of its columns."""
    found = []
    for element in app.get("html"):
        for table in fromstring(f"<div>{element.proto.body}</div>").iter("table"):
            head, *lines = ([cell.text_content() for cell in row] for row in table.iter("tr"))
            found.append([dict(zip(head, line, strict=True)) for line in lines])
    return found


def heading(view: str, column: str, terms: Mapping[str, Term]) -> str:
    words = Words("zh", terms)
    return words.full_name(f"{view}.{column}" if f"{view}.{column}" in terms else column)


def test_runs_sources_snapshots_and_changes_are_shown(data: Path, opened: Open) -> None:
    put_last_run(data, LastRun(NOON, NOON + timedelta(minutes=3), 1, None, "x", NOON))
    app = opened(data)
    assert [metric.label for metric in app.metric] == [
        ZH(f"page.runs.{name}") for name in ("last", "published", "next")
    ]
    sources, runs, kept = tables(app)
    name = partial(heading, terms=source.terms(current_snapshot(data), "zh"))
    assert (sources[0][name("sources", "source")], sources[0][name("sources", "last_outcome")]) == (
        "<b>甲县</b>",
        "异常",
    )
    assert (runs[0][name("runs", "outcome")], runs[0][name("runs", "documents_read")]) == ("已发布", "2")
    assert runs[0][name("runs", "started_at")] == NOON.astimezone().strftime("%Y-%m-%d %H:%M")
    assert float(kept[0][name("snapshot_info", "megabytes")]) > 0
    assert ZH("page.runs.revisions") in [link.proto.label for link in app.get("page_link")]
    assert not app.error


def test_a_run_that_published_nothing_is_said_with_its_reason(data: Path, opened: Open) -> None:
    put_last_run(data, LastRun(NOON, NOON, 3, "磁盘已满 **<script>**"))
    app = opened(data, lang="zh")
    assert "没有发布" in app.error[0].value
    assert "磁盘已满 **<script>**" in [text.value for text in app.text]


def test_a_run_that_has_not_told_its_end_is_said(data: Path, opened: Open) -> None:
    put_last_run(data, LastRun(datetime.now(UTC)))
    assert "尚未结束" in opened(data).info[0].value


def test_without_sources_runs_and_changes_it_says_so(tmp_path: Path, opened: Open) -> None:
    published(tmp_path, document("a", report()))
    (tmp_path / "schedule.toml").write_text("weekday = 9", encoding="utf-8")
    app = opened(tmp_path)
    assert [info.value for info in app.info] == [ZH(f"page.runs.{name}") for name in ("no_sources", "no_runs")]
    assert app.metric[2].value == ZH("app.missing")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_has_its_word(language: str) -> None:
    words = Words(language)
    for kind, codes in (
        ("run_outcome", OUTCOMES), ("source_outcome", SOURCE_OUTCOMES), ("source_kind", SOURCE_KINDS),
    ):  # fmt: skip
        assert all(words(f"{kind}.{code}") for code in codes)
