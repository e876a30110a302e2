"""What is answered from sums is what the reports give, question by question, under every filter that the sums can follow."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dashboard import queries, source
from dashboard.filters import Filters
from dashboard.panels import CHANGE_LIMIT, PANELS, Panel
from dashboard.totals import QUESTIONS, chosen, summed
from tests.dashboard.test_panels import ask
from warehouse.relations import SQL, read_relation
from warehouse.scope import ScopedSnapshot
from warehouse.snapshot import Snapshot, current_snapshot

FILTERS = {
    "everything": Filters(2008, 2026),
    "some years": Filters(2021, 2023),
    "one year": Filters(2024, 2024),
    "a province": Filters(2019, 2026, regions=("江苏省",)),
    "provinces, a level": Filters(
        2019, 2026, regions=("江苏省", "上海市", "内蒙古自治区"), levels=("county", "prefecture")
    ),
    "governments": Filters(2008, 2026, functions=("government",)),
    "functions, a level": Filters(2008, 2026, functions=("government", "justice", "education"), levels=("county",)),
    "a province, a function": Filters(2019, 2024, regions=("江苏省",), functions=("government",)),
    "a constant panel": Filters(2021, 2024, is_constant=True),
    "a constant panel, a level": Filters(2020, 2023, levels=("county",), is_constant=True),
}
PROVINCES = ("江苏省", "上海市", "内蒙古自治区")


@pytest.fixture(scope="module", params=["samples", "trial"])
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    return current_snapshot(request.getfixturevalue(f"{request.param}_data"))


def as_on_its_page(panel: Panel, filters: Filters) -> dict[str, Any]:
    """What a panel is asked with: changes of one year, and that year and the one before in the place of the chosen ones."""
    if panel.query.startswith("change_"):
        last_year = min(filters.last_year, 2024)
        filters = replace(filters, first_year=last_year - 1, last_year=last_year)
    return {**filters.parameters(), "least_cases": 10, **panel.parameters}


@pytest.mark.parametrize("filters", FILTERS.values(), ids=FILTERS)
def test_sums_and_reports_give_the_same(snapshot: Snapshot, filters: Filters) -> None:
    compared = 0
    for panel in (panel for panel in PANELS.values() if panel.query in QUESTIONS):
        parameters = as_on_its_page(panel, filters)
        instead = summed(panel.query, parameters, PROVINCES)
        if panel.query == "change_by_agency" and filters.regions and filters.functions:
            assert instead is None
            continue
        assert instead is not None
        quick = chosen(panel.query, parameters, ask(snapshot, *instead))
        slow = ask(snapshot, panel.query, parameters)
        assert set(quick.columns) >= set(slow.columns), panel.code
        assert_frame_equal(quick.select(slow.columns), slow, check_dtypes=False, check_exact=False)
        shown = source.frame(snapshot, panel.query, **parameters)
        assert_frame_equal(shown.select(slow.columns), slow, check_dtypes=False, check_exact=False)
        compared += len(slow)
    assert compared > 60


@pytest.mark.parametrize(
    "filters",
    [
        Filters(2020, 2024, agencies=("a1",)),
        Filters(2020, 2024, regions=("江苏省淮安市",)),
        Filters(2020, 2024, regions=("江苏省",), is_constant=True),
        Filters(2020, 2024, functions=("government",), is_constant=True),
    ],
    ids=["an organ", "a place below a province", "a panel within a province", "a panel of a function"],
)
def test_what_the_sums_cannot_tell_is_asked_of_the_reports(filters: Filters) -> None:
    assert summed("applications_by_year", filters.parameters(), PROVINCES) is None


def test_the_largest_changes_of_the_groups_hold_those_of_any_filter(trial_data: Path) -> None:
    """As the view has it of two hundred, here of three: the three largest under each filter are among them."""
    mart = read_relation(SQL / "marts" / "165_largest_changes.sql").query
    assert mart.count(f"<= {CHANGE_LIMIT}") == 2
    panel, compared = PANELS["change_by_agency"], 0
    with duckdb.connect() as connection:
        connection.execute(f"attach '{current_snapshot(trial_data).path}' as trial (read_only)")
        connection.execute("use trial")
        connection.execute(f"create temp table provinces as {read_relation(SQL / 'marts' / '150_provinces.sql').query}")
        connection.execute(f"create temp table largest_changes as {mart.replace(f'<= {CHANGE_LIMIT}', '<= 3')}")
        for filters in FILTERS.values():
            parameters = {**as_on_its_page(panel, filters), "agency_limit": 3}
            instead = summed(panel.query, parameters, PROVINCES)
            if instead is not None:
                quick, slow = (
                    connection.sql(text, params=queries.bound(text, asked)).pl()
                    for text, asked in ((queries.load(instead[0]), instead[1]), (queries.load(panel.query), parameters))
                )
                assert_frame_equal(quick.select(slow.columns), slow, check_dtypes=False)
                compared += len(slow)
    assert compared > 20


def test_a_list_that_the_largest_changes_do_not_hold_is_asked_of_the_reports() -> None:
    panel = PANELS["change_by_agency"]
    parameters = as_on_its_page(panel, Filters(2020, 2024))
    assert summed(panel.query, parameters, PROVINCES) is not None
    assert summed(panel.query, {**parameters, "agency_limit": CHANGE_LIMIT + 1}, PROVINCES) is None
    constant = {**parameters, "panel_from": 2020, "panel_to": 2024}
    assert summed(panel.query, constant, PROVINCES) is None
    assert summed(panel.query, {**constant, "panel_from": 2023}, PROVINCES) is not None


def test_a_figure_that_no_chosen_year_gives_is_missing_in_their_sum() -> None:
    by_year = pl.DataFrame(
        {
            "year": [2021, 2021, 2022, 2022],
            "series": ["a", "b", "a", "b"],
            "value": [None, 1.0, None, None],
            "given": [0, 1, 0, 0],
        }
    )
    over = chosen("outcome_grounds", {"from_year": 2021, "to_year": 2022}, by_year)
    assert over.rows() == [("a", None, 0), ("b", 1.0, 1)]
    assert chosen("outcome_grounds", {"from_year": 2022, "to_year": 2022}, by_year)["value"].to_list() == [None, None]


def test_a_page_asks_the_sums(trial_data: Path) -> None:
    snapshot = current_snapshot(trial_data)
    parameters = Filters(2019, 2024, regions=("江苏省",)).parameters()
    # Columns stand in the order of the question that was asked.
    assert source.frame(snapshot, "applications_by_year", **parameters).columns[:2] == ["year", "series"]
    narrowed = ScopedSnapshot(snapshot, ("江苏省",))
    assert source.frame(narrowed, "applications_by_year", **parameters).columns[:2] == ["year", "reports"]
