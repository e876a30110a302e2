"""A figure that changed after it was served: [r] on chart, table and download; an old link shows it as it was and says so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import DATA_VARIABLE
from dashboard.charts.changed import mark
from dashboard.charts.drawing import Drawing, trace
from dashboard.filters import Choices, Filters
from dashboard.language import Words
from dashboard.panels import PANELS
from dashboard.revised import with_changes
from dashboard.tables import lines
from dashboard.view import View
from tests.dashboard.test_pages import APP
from tests.warehouse.make import document, published, report, take
from warehouse.snapshot import Snapshot, current_snapshot

ZH = Words("zh")
RECEIVED, CORRECTED = (3, "received", "total"), (4, "reconsideration", "corrected")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A data folder with two snapshots, and the id of the older: between them one organ corrected two figures."""
    data = tmp_path_factory.mktemp("revised")
    other = {"agency_id": "a2", "agency": "甲县财政局", "function": "finance"}
    old = published(data, document("a", report({RECEIVED: 50})), document("other", report({RECEIVED: 7}, **other)))
    corrected = report({RECEIVED: 60, CORRECTED: 3, (4, "reconsideration", "total"): 3}, published_on="2023-03-01")
    take(data, document("b", corrected, source_path="/in/a.html"), at=datetime.now(UTC) + timedelta(hours=1))
    published(data)
    yield data, old.snapshot_id


@pytest.fixture
def view(served: tuple[Path, str]) -> View:
    return looking(current_snapshot(served[0]))


def looking(snapshot: Snapshot) -> View:
    nothing: frozenset[str] = frozenset()
    choices = Choices(2022, 2022, nothing, nothing, nothing, nothing)
    return View(snapshot, ZH, Filters(2022, 2022), choices, False, {}, {})


def opened(data: Path, monkeypatch: pytest.MonkeyPatch, page: str, **parts: str) -> AppTest:
    monkeypatch.setenv(DATA_VARIABLE, str(data))
    app = AppTest.from_file(APP, default_timeout=60)
    app._page_hash = calc_hash(page)
    for key, value in parts.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def revised(view: View, code: str) -> dict[tuple[object, ...], int]:
    frame = with_changes(view, PANELS[code])
    keys = [name for name in ("year", "series", "agency_id") if name in frame.columns]
    return {tuple(row[key] for key in keys): row["revised"] for row in frame.to_dicts() if row["revised"]}


def test_just_the_figures_that_rest_on_a_changed_cell_are_marked(view: View) -> None:
    assert revised(view, "applications") == {(2022, "received"): 1}
    assert revised(view, "reconsideration_results") == {(2022, "corrected"): 1, (2022, "total"): 1}
    assert revised(view, "correction_rate") == {(2022, "correction_reconsideration"): 2}
    assert revised(view, "heat_received") == {(2022, "received", "a1"): 1}
    assert revised(view, "flow") == {(2022, "received"): 1}
    assert revised(view, "decisions") == {}


def test_the_places_that_a_figure_is_the_sum_of_are_marked_one_by_one(view: View) -> None:
    places = Filters(2022, 2022, regions=("甲县", "乙县"))
    looked = View(view.snapshot, ZH, places, view.choices, False, {}, {})
    assert revised(looked, "places_received") == {(2022, "甲县"): 1}


def test_table_and_download_carry_the_mark(view: View) -> None:
    panel = PANELS["applications"]
    frame = with_changes(view, panel)
    assert "[r]" in lines(frame, panel.series, ZH)[0][ZH.label("received")].text
    assert "[r]" not in lines(frame, panel.series, ZH)[0][ZH.label("carried_out")].text


def test_the_chart_carries_the_mark_beside_its_point(view: View) -> None:
    panel = PANELS["applications"]
    frame = with_changes(view, panel)
    figure = mark(panel.chart(frame, panel.series, ZH, False), frame)
    received, *others = figure.data
    assert received.text == ["[r]"]
    assert "text" in received.mode
    assert all(trace.text is None for trace in others)


def test_a_figure_that_is_written_on_its_bar_keeps_it() -> None:
    bar = trace("bar", x=[1, 2], y=["甲", "乙"], text=["1", "2"], customdata=[(2022, "a"), (2022, "b")])
    rows = pl.DataFrame({"year": [2022, 2022], "series": ["a", "b"], "revised": [0, 1]})
    assert mark(Drawing(bar), rows).data[0].text == ["1", "2 [r]"]


def test_an_old_link_shows_the_old_figure_and_leads_to_what_changed(
    served: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, old_id = served
    now, old = (opened(data, monkeypatch, "applications", **parts) for parts in ({}, {"snapshot": old_id}))
    assert (now.metric[0].value, old.metric[0].value) == ("67", "57")
    (told,) = [info.value for info in old.info if old_id in info.value]
    assert told.endswith(ZH("snapshot.changed", figures="3", reports="1"))
    (link,) = [link.proto for link in old.get("page_link") if link.proto.label == ZH("snapshot.what_changed")]
    asked = parse_qs(link.query_string)
    assert asked == {"since": [old_id]}
    changes = opened(data, monkeypatch, "changes", since=old_id)
    assert [metric.value for metric in changes.metric] == ["1", "3"]
    assert any("50 → 60" in link.proto.label for link in changes.get("page_link"))


def test_a_figure_of_last_years_report_carries_the_mark_of_that_year(tmp_path: Path) -> None:
    """The first year of the filters rests on the year before it, too."""
    carried_out, carried_in = (3, "carried_out", "total"), (3, "carried_in", "total")
    later = document("later", report({carried_in: 5}, year=2023))
    take(tmp_path, document("a", report({carried_out: 4})), later)
    corrected = document("b", report({carried_out: 5}, published_on="2023-03-01"), source_path="/in/a.html")
    take(tmp_path, corrected, at=datetime.now(UTC) + timedelta(hours=1))
    published(tmp_path)
    looked = replace(looking(current_snapshot(tmp_path)), filters=Filters(2023, 2023))
    expected = {(2023, "carried_out_before"): 1, (2023, "carry_over_differing"): 1}
    assert revised(looked, "carry_over") == expected
