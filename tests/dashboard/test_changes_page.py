"""What changed since a day: the reports that came in, and the figures that are not what they were."""

import shutil
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import DATA_VARIABLE
from dashboard.language import LANGUAGES, Words
from tests.dashboard.test_pages import APP, words_of
from warehouse.snapshot import current_path, current_snapshot

ZH = Words("zh")


@pytest.fixture
def data(samples_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(DATA_VARIABLE, str(samples_data))
    return samples_data


def opened(**parts: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app._page_hash = calc_hash("changes")
    for key, value in parts.items():
        app.query_params[key] = value
    return app.run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_report_that_came_in_is_counted_and_leads_to_its_page(data: Path, language: str) -> None:
    app = opened(lang=language)
    assert not app.exception
    assert not app.error
    reports = current_snapshot(data).frame("select report_id from reports")["report_id"]
    assert app.metric[0].value == str(len(reports))
    queries = "".join(link.proto.query_string for link in app.get("page_link"))
    assert sum(f"report={report}" in queries for report in reports) == 15


def test_the_filters_hold_for_what_changed(data: Path) -> None:
    app = opened(region="青岚省", **{"from": "2021"})
    wanted = current_snapshot(data).frame("select count(*) as n from reports where starts_with(region, '青岚省')")["n"][
        0
    ]
    assert app.metric[0].value == str(wanted)


def test_a_day_after_all_changes_has_none(data: Path) -> None:
    app = opened(since="2999-01-01")
    assert not app.exception
    assert ZH("page.changes.no_reports") in [info.value for info in app.info]


def test_a_day_that_is_none_is_named(data: Path) -> None:
    app = opened(since="lately")
    assert not app.exception
    assert "since=lately" in words_of(app)


def test_a_snapshot_without_a_record_of_changes_says_so(
    samples_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = current_path(samples_data)
    assert published is not None
    own = tmp_path / "warehouse-20200501-060000.duckdb"
    shutil.copy(published, own)
    (tmp_path / "current").symlink_to(own.name)
    with duckdb.connect(own) as connection:
        connection.execute("drop view if exists main.revisions")
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    app = opened()
    assert not app.exception
    assert not app.error
    assert ZH("page.changes.no_record") in [info.value for info in app.info]
