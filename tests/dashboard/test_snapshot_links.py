"""Links that carry a snapshot show its figures, and say that they are old; languages by the browser."""

import shutil
from pathlib import Path
from urllib.parse import parse_qs

import duckdb
import pytest
from lxml.html import fromstring
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import DATA_VARIABLE, address
from dashboard.language import Words
from tests.dashboard.test_pages import APP
from warehouse.snapshot import current_path

ZH = Words("zh")
OLD, NEW = "20200301-060000", "20200601-060000"


@pytest.fixture
def two(samples_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with two snapshots; in the older one each figure of applications received is one higher."""
    published = current_path(samples_data)
    assert published is not None
    for name in (OLD, NEW):
        shutil.copy(published, tmp_path / f"warehouse-{name}.duckdb")
    (tmp_path / "current").symlink_to(f"warehouse-{NEW}.duckdb")
    with duckdb.connect(tmp_path / f"warehouse-{OLD}.duckdb") as connection:
        connection.execute("update marts.applications set received = received + 1")
        connection.execute(
            "update marts.totals_by_province set summed = summed + given where topic = 'applications' and series = 'received'"
        )
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    return tmp_path


def opened(page: str, **parts: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app._page_hash = calc_hash(page)
    for key, value in parts.items():
        app.query_params[key] = value
    return app.run()


def received(app: AppTest) -> int:
    return int(app.metric[0].value.replace(",", ""))


def test_an_old_link_shows_old_figures_and_says_so(two: Path) -> None:
    now, old = opened("applications"), opened("applications", snapshot=OLD)
    assert not now.exception
    assert not old.exception
    assert received(old) > received(now)
    assert [info for info in old.info if info.value.startswith(ZH("snapshot.old", snapshot=OLD))]
    assert not [info for info in now.info if "snapshot" in info.value]
    links = {link.proto.label: link.proto.query_string for link in old.get("page_link")}
    out = (ZH("snapshot.newest"), ZH("snapshot.what_changed"))
    assert all(parse_qs(query)["snapshot"] == [OLD] for label, query in links.items() if label not in out)
    assert not any("snapshot=" in links[label] for label in out)


def test_a_filter_changed_by_hand_stays_with_the_old_snapshot(two: Path) -> None:
    app = opened("applications", snapshot=OLD)
    app.slider[0].set_value((2020, 2022)).run()
    assert app.query_params == {"from": "2020", "to": "2022", "snapshot": OLD}


def test_a_newer_snapshot_leaves_the_fields_as_they_are_but_for_what_it_no_longer_has(two: Path) -> None:
    (two / "current").unlink()
    (two / "current").symlink_to(f"warehouse-{OLD}.duckdb")
    app = opened("publications", region="青岚省")
    app.slider[0].set_value((2021, 2023)).run()
    # a field that is set is drawn anew, with its whole list
    assert not any(field.proto.set_value for field in app.sidebar.multiselect)
    with duckdb.connect(two / f"warehouse-{NEW}.duckdb") as connection:
        connection.execute("delete from core.reports where year < 2022")
    (two / "current").unlink()
    (two / "current").symlink_to(f"warehouse-{NEW}.duckdb")
    app.run()
    assert app.slider[0].value == (2022, 2023)
    assert app.sidebar.multiselect[0].value == ["青岚省"]


def test_a_snapshot_that_is_not_kept_is_named(two: Path) -> None:
    app = opened("applications", snapshot="20190101-000000")
    assert not app.exception
    assert received(app) == received(opened("applications"))
    assert [warning for warning in app.warning if "20190101" in warning.value]


def test_the_newest_snapshot_by_its_name_is_not_called_old(two: Path) -> None:
    assert not [info for info in opened("applications", snapshot=NEW).info if NEW in info.value]


def test_a_snapshot_of_an_earlier_version_says_what_to_do(two: Path) -> None:
    # under a name of its own, so that no answer is taken from a cache
    earlier = two / "warehouse-20200201-060000.duckdb"
    (two / f"warehouse-{OLD}.duckdb").rename(earlier)
    with duckdb.connect(earlier) as connection:
        connection.execute("drop view totals_by_run")
        connection.execute("drop view application_applicants")
    app = opened("applications", snapshot="20200201-060000")
    assert not app.exception
    assert ZH("snapshot.too_old") in [error.value for error in app.error]


def test_what_fails_beside_the_page_is_said_as_well(two: Path) -> None:
    """The filters ask the snapshot, too: no text of an error of ours reaches the screen."""
    earlier = shutil.copy(two / f"warehouse-{OLD}.duckdb", two / "warehouse-20200215-060000.duckdb")
    with duckdb.connect(earlier) as connection:
        connection.execute("drop view agency_index")
    app = opened("applications", snapshot="20200215-060000")
    assert not app.exception
    assert [error.value for error in app.error] == [ZH("snapshot.too_old")]


def test_a_snapshot_from_before_there_were_sums_asks_the_reports(two: Path) -> None:
    with_sums = received(opened("applications", snapshot=OLD))
    earlier = shutil.copy(two / f"warehouse-{OLD}.duckdb", two / "warehouse-20200101-060000.duckdb")
    with duckdb.connect(earlier) as connection:
        connection.execute("drop view largest_changes")
    app = opened("applications", snapshot="20200101-060000")
    assert received(app) == with_sums
    assert not app.error


def test_the_link_to_cite_carries_filters_language_and_snapshot(two: Path) -> None:
    app = opened("applications", region="青岚省")
    told = [fromstring(element.proto.body) for element in app.get("html") if "asides" in element.proto.body]
    links = [text for row in told for text in row.xpath(".//code/text()") if text.startswith("?")]
    assert all(
        parse_qs(link.partition("?")[2].partition("#")[0]) == {"region": ["青岚省"], "lang": ["zh"], "snapshot": [NEW]}
        for link in links
    )
    assert {link.partition("#")[2] for link in links} >= {"", "applications", "flow"}


@pytest.mark.parametrize(
    ("locale", "language"), [("zh-CN", "zh"), ("zh", "zh"), (None, "zh"), ("en-GB", "en"), ("de", "en")]
)
def test_the_language_is_that_of_the_browser_where_the_address_names_none(
    locale: str | None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Context:
        pass

    Context.locale = locale
    monkeypatch.setattr(address.st, "context", Context)
    assert address.default_language() == language
