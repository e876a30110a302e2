"""The bounds by place spare reading and change no answer."""

from pathlib import Path

import duckdb
import pytest
from polars.testing import assert_frame_equal

from dashboard import near, queries, source
from dashboard.filters import Filters
from dashboard.panels import PANELS
from tests.dashboard.test_panels import SETTINGS, ask
from warehouse.scope import ScopedSnapshot
from warehouse.snapshot import Snapshot, current_snapshot

PREFECTURE = "select mode(prefecture) from coverage where prefecture is not null"
ORGAN = "select arg_max(agency_id, received) from applications"
ASKED = {panel.query: panel for panel in PANELS.values() if panel.query != "rate_among_peers"}
"""A panel of each question."""
OTHERS = (
    "agencies_in_scope",
    "coverage_by_place",
    "filings_list",
    "findings_list",
    "findings_undecided",
    "scope_kinds",
    "reports_since",
)
OWN = {
    "year": 2023, "parent": None, "states": ["late", "missing", "on_time"], "severities": ["error", "warning"], "rules": None,
    "row_limit": 1_000_000, "since": "2020-01-01", "pattern": None, "letters": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(trial_data: Path) -> Snapshot:
    return current_snapshot(trial_data)


@pytest.mark.parametrize("kind", ["a prefecture", "two places", "an organ", "a place and a constant panel"])
def test_every_question_is_answered_alike(snapshot: Snapshot, kind: str) -> None:
    filters = {
        "a prefecture": Filters(2018, 2024, regions=(snapshot.frame(PREFECTURE).item(),)),
        "two places": Filters(2019, 2024, regions=("河北省", "江苏省苏州市")),
        "an organ": Filters(2017, 2024, agencies=(snapshot.frame(ORGAN).item(),)),
        "a place and a constant panel": Filters(2021, 2023, regions=("江苏省",), is_constant=True),
    }[kind]
    rows = 0
    for name, own in [*((query, panel.parameters) for query, panel in ASKED.items()), *((name, {}) for name in OTHERS)]:
        parameters = {**SETTINGS, **OWN, **filters.parameters(), **own}
        if "near_from" not in queries.parameters_of(queries.load(name)):
            continue
        wanted = queries.bound(queries.load(name), parameters)
        bounds = near.bounds(snapshot, wanted)
        assert bounds["near_from"] is not None or not (wanted.get("regions") or wanted.get("agencies"))
        whole = ask(snapshot, name, parameters)
        assert_frame_equal(ask(snapshot, name, {**parameters, **bounds}), whole, check_exact=False)
        rows += len(whole)
    assert rows > 100


def test_what_a_page_asks_is_bounded(snapshot: Snapshot) -> None:
    found = near.bounds(snapshot, {"regions": ["江苏省"], "agencies": None})
    assert {str(bound)[:2] for bound in found.values()} == {"32"}
    assert near.bounds(snapshot, {"regions": None, "agencies": None})["near_from"] is None
    # a reader of some places is spared the others without a filter
    narrowed = ScopedSnapshot(snapshot, ("江苏省",))
    assert str(near.bounds(narrowed, {"regions": None, "agencies": None})["near_from"])[:2] == "32"
    whole, own = (source.frame(s, "scope_kinds", **Filters(2019, 2024).parameters()) for s in (snapshot, narrowed))
    assert own["governments"][0] < whole["governments"][0]


@pytest.mark.parametrize(
    ("places", "bounds"),
    [
        ("('a', '320100', '甲'), ('b', '320200', '乙')", ("320100", "320100")),
        # it moved: what it reported from there belongs to it
        ("('a', '320100', '甲'), ('a', '450100', '丙')", ("320100", "450100")),
        # a place without a code is nowhere in the order
        ("('a', '320100', '甲'), ('a', null, '丙')", None),
        ("('b', '320200', '乙')", None),
    ],
    ids=["at one place", "moved", "without a code", "unknown"],
)
def test_bounds_hold_every_place_of_an_agency(places: str, bounds: tuple[str, str] | None) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"create view agency_places as from (values {places}) as p (agency_id, region_code, region)")
        for asked in ({"regions": ["甲"], "agencies": None}, {"regions": None, "agencies": ["a"]}):
            found = connection.execute(queries.load("near"), asked).fetchall()
            assert found == ([bounds] if bounds else [])
