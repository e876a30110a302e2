"""Every chart on the samples: chart, shown SQL and the reports behind each point say the same number."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import polars as pl
import pytest
from click.testing import CliRunner

from dashboard import queries
from dashboard.charts.rates import wilson
from dashboard.filters import Filters
from dashboard.language import Words
from dashboard.panels import MEASURES, PANELS, Panel
from dashboard.prepared import points_of
from dashboard.search import search
from warehouse.__main__ import warehouse
from warehouse.snapshot import Snapshot, current_snapshot

FILTERS = {
    "everything": Filters(2014, 2025),
    "a place and some years": Filters(2020, 2023, regions=("青岚省",)),
    "levels and functions": Filters(2014, 2025, levels=("county", "township"), functions=("government", "justice")),
}
BY_AGENCY = {"rates_by_agency", "change_by_agency", "agency_years"}
FIRST_OF_A_QUERY = {panel.query: code for code, panel in reversed(PANELS.items())}
CASES = [
    (code, filters)
    for code, filters in product(PANELS, FILTERS)
    if filters == "everything" or not PANELS[code].worded or code == FIRST_OF_A_QUERY[PANELS[code].query]
]
"""Of the panels that differ in one parameter only the first is tried under every filter."""
SETTINGS = {"least_cases": 10, "agency_limit": 1500}
SUMS = [code for code, panel in PANELS.items() if panel.evidence.endswith("_reports") and code != "coverage"]


@pytest.fixture(scope="module")
def snapshot(samples_data: Path) -> Snapshot:
    return current_snapshot(samples_data)


def ask(snapshot: Snapshot, query: str, parameters: dict[str, Any]) -> pl.DataFrame:
    text = queries.load(query)
    return snapshot.frame(text, queries.bound(text, {**SETTINGS, **parameters}))


def of_one(snapshot: Snapshot, panel: Panel) -> dict[str, Any]:
    """What a panel is asked with beside the filters: the agency with the most cases among its peers, two places side by side."""
    if panel.query == "place_years":
        return {"regions": ["青岚省", "朔野省"]}
    if panel.query != "rate_among_peers":
        return {}
    return {"agencies": snapshot.frame("select arg_max(agency_id, received) as a from applications")["a"].to_list()}


def drawn(panel: Panel, frame: pl.DataFrame) -> dict[tuple[Any, ...], float | None]:
    """Year, series, agency -> value, as the figure has it; breaks, limits and the shades of a heat map are no points."""
    series = panel.series or tuple(frame["series"].unique().sort())
    kept = frame.filter(pl.col("series").is_in(list(series)))
    found = {}
    drawing = panel.chart(kept, series, Words("zh"), False)
    # plotly checks here what is not checked on the way to the page
    for trace in go.Figure(json.loads(drawing.finished().written)).data:
        if trace.customdata is None:
            continue
        is_lying = getattr(trace, "orientation", None) == "h"
        places, values = (trace.y, trace.x) if is_lying else (trace.x, trace.y)
        for number, (place, value, origin) in enumerate(zip(places, values, trace.customdata, strict=True)):
            name = trace.name if panel.code == "findings_by_rule" else ""
            if panel.query == "agency_years" and isinstance(value, str):
                written = trace.text[number].removesuffix(" [d]").replace(",", "")
                found[(*origin, name)] = float(written) if written.isdigit() else None
            elif panel.query in BY_AGENCY or isinstance(place, str) or abs(place - round(place)) < 0.4:
                found[(*origin, name)] = value
    return found


def answered(panel: Panel, rows: list[dict[str, Any]]) -> dict[tuple[Any, ...], float | None]:
    """The same from the rows of the shown SQL."""
    found = {}
    for row in rows:
        if panel.series and row["series"] not in panel.series:
            continue
        agency = [row["agency_id"]] if "agency_id" in row else []
        if panel.code == "findings_by_rule":
            found[None, row["category"], Words("zh").coded("severity", row["series"])] = row["value"]
        else:
            found[(row.get("year"), row["series"], *agency, "")] = row["value"]
    return found


@pytest.mark.parametrize(("code", "filters"), CASES, ids=lambda value: value)
def test_the_shown_sql_gives_the_figures_of_the_chart(
    samples_data: Path, snapshot: Snapshot, code: str, filters: str
) -> None:
    panel = PANELS[code]
    parameters = {**SETTINGS, **FILTERS[filters].parameters(), **panel.parameters, **of_one(snapshot, panel)}
    sql = queries.shown(queries.load(panel.query), parameters)
    result = CliRunner().invoke(
        warehouse, ["sql", sql, "--data", str(samples_data), "--format", "json", "--limit", "0"], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    wanted = {key: value for key, value in answered(panel, _rows(result.output)).items() if value is not None}
    shown = {
        key: value for key, value in drawn(panel, ask(snapshot, panel.query, parameters)).items() if value is not None
    }
    left_out = set(wanted) - set(shown)
    assert shown == pytest.approx({key: value for key, value in wanted.items() if key not in left_out})
    assert not left_out or (
        panel.query in BY_AGENCY and len({key[2] for key in wanted}) > len({key[2] for key in shown}) >= 12
    )
    assert wanted or code in {"declined_grounds", "declined_changes"}


def _rows(output: str) -> list[dict[str, Any]]:
    text = output.strip()
    return json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines()]


def points(panel: Panel, frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    series = panel.series or tuple(frame["series"].unique())
    return (row for row in frame.iter_rows(named=True) if row["series"] in series)


@pytest.mark.parametrize("code", PANELS)
def test_only_figures_of_the_chart_are_offered_and_its_first_one_first(snapshot: Snapshot, code: str) -> None:
    panel = PANELS[code]
    filters = {**FILTERS["everything"].parameters(), **panel.parameters, **of_one(snapshot, panel)}
    frame = ask(snapshot, panel.query, filters)
    series = (*(panel.series or tuple(frame["series"].unique().sort())), *panel.beside)
    offered = points_of(panel, frame, series, None)
    if "category" not in frame.columns:
        assert {point.series for point in offered} <= set(series)
    if "year" in frame.columns and not {"agency", "category"} & set(frame.columns):
        of_newest = [point.series for point in offered if point.year == offered[0].year]
        assert of_newest == sorted(of_newest, key=series.index)


NOT_SUMS = {
    *(
        "carry_over_by_year",
        "rates_by_year",
        "place_years",
        "application_flow",
        "change_by_applicant",
        "change_by_ground",
    ),
    *("rate_among_peers", *BY_AGENCY),
}


@pytest.mark.parametrize("code", [code for code in SUMS if PANELS[code].query not in NOT_SUMS])
def test_each_point_is_the_sum_of_the_reports_behind_it(snapshot: Snapshot, code: str) -> None:
    panel = PANELS[code]
    scope = {**FILTERS["everything"].parameters(), **panel.parameters, "missing_first": False, "row_limit": 1_000_000}
    for row in points(panel, ask(snapshot, panel.query, scope)):
        years = {"from_year": row["year"], "to_year": row["year"]} if "year" in row else {}
        rows = ask(snapshot, panel.evidence, {**scope, **years, **panel.point(row["series"])})
        given = rows.filter(pl.col("value").is_not_null())
        assert len(rows) == row["reports"], row
        assert len(given) == row["given"], row
        assert (given["value"].sum() if len(given) else None) == (
            None if row["value"] is None else pytest.approx(row["value"])
        ), row


def test_what_came_in_and_went_names_just_the_reports_that_it_sums(snapshot: Snapshot) -> None:
    panel = PANELS["flow"]
    scope = {**FILTERS["everything"].parameters(), "missing_first": False, "row_limit": 1_000_000}
    for row in ask(snapshot, panel.query, scope).drop_nulls("value").iter_rows(named=True):
        years = {"from_year": row["year"], "to_year": row["year"], "series": row["series"]}
        rows = ask(snapshot, panel.evidence, {**scope, **years})
        assert (len(rows), rows["value"].sum()) == (row["given"], row["value"]), row


def test_each_place_is_the_sum_of_its_reports_and_leads_to_them(snapshot: Snapshot) -> None:
    panel = PANELS["places_received"]
    places = ("青岚省", "青岚省溪云市", "朔野省")
    scope = {**Filters(2019, 2025, regions=places).parameters(), **panel.parameters}
    listing = {"missing_first": False, "row_limit": 1_000_000}
    frame = ask(snapshot, panel.query, scope)
    assert set(frame["series"]) == set(places)
    for row in frame.iter_rows(named=True):
        years = {"from_year": row["year"], "to_year": row["year"]}
        rows = ask(snapshot, panel.evidence, {**scope, **years, **listing, **panel.point(row["series"])})
        assert (len(rows), rows["value"].count(), rows["value"].sum()) == (row["reports"], row["given"], row["value"])
        assert all(region.startswith(row["series"]) for region in rows["region"])


def test_each_point_of_the_coverage_is_the_number_of_agencies_behind_it(snapshot: Snapshot) -> None:
    panel = PANELS["coverage"]
    scope = {**FILTERS["everything"].parameters(), "row_limit": 1_000_000}
    for row in ask(snapshot, panel.query, scope).iter_rows(named=True):
        rows = ask(snapshot, panel.evidence, {**scope, "to_year": row["year"], "series": row["series"]})
        assert len(rows) == row["value"], row


def test_agencies_without_a_report_come_first(snapshot: Snapshot) -> None:
    scope = {**FILTERS["everything"].parameters(), "row_limit": 1_000_000, "to_year": 2025}
    rows = ask(snapshot, "coverage_reports", {**scope, "series": "agencies_expected"})
    reported = set(snapshot.frame("select agency_id from reports where year = 2025")["agency_id"])
    missing = rows.filter(pl.col("status") == "no_report")
    assert set(missing["agency_id"]) == set(rows["agency_id"]) - reported
    assert rows["status"].to_list()[: len(missing)] == ["no_report"] * len(missing)


def test_the_correction_rate_leaves_undecided_cases_out(snapshot: Snapshot) -> None:
    disputes = snapshot.frame("select * from disputes where kind = 'reconsideration' and year = 2022")
    whole = disputes.drop_nulls(["corrected", "total", "pending"])
    (row,) = [
        row
        for row in ask(
            snapshot,
            "rates_by_year",
            {**FILTERS["everything"].parameters(), "measures": ["correction_reconsideration"]},
        ).to_dicts()
        if row["year"] == 2022
    ]
    assert row["cases"] == whole["total"].sum() - whole["pending"].sum()
    assert row["value"] == pytest.approx(whole["corrected"].sum() / row["cases"])
    assert row["given"] == len(whole)


def test_the_carry_over_counts_agencies_whose_two_figures_differ(snapshot: Snapshot) -> None:
    applications = snapshot.frame("select agency_id, year, carried_in, carried_out from applications").to_dicts()
    before = {(row["agency_id"], row["year"] + 1): row["carried_out"] for row in applications}
    pairs = [
        (before[row["agency_id"], row["year"]], row["carried_in"])
        for row in applications
        if row["year"] == 2023 and (row["agency_id"], row["year"]) in before
    ]
    whole = [(out, into) for out, into in pairs if out is not None and into is not None]
    frame = ask(snapshot, "carry_over_by_year", FILTERS["everything"].parameters()).filter(pl.col("year") == 2023)
    found = dict(frame.select("series", "value").iter_rows())
    assert found == {
        "carried_out_before": sum(out for out, _ in whole),
        "carried_in": sum(into for _, into in whole),
        "carry_over_differing": sum(out != into for out, into in whole),
    }


def test_evidence_names_the_cell_that_the_figure_rests_on(snapshot: Snapshot) -> None:
    """The value in the list is the value of the very cell that its link marks."""
    scope = {**FILTERS["everything"].parameters(), "missing_first": False, "row_limit": 1_000_000}
    for code in ("applications", "decisions", "reconsideration_results", "applicants"):
        panel = PANELS[code]
        for series in panel.series:
            rows = ask(snapshot, panel.evidence, {**scope, **panel.parameters, **panel.point(series)})
            printed = rows.filter((pl.col("status") == "printed") & (pl.col("year") >= 2019)).to_dicts()
            cells = snapshot.frame(
                "select report_id, value from cells where table_no = $table_no and row_code = $row_code "
                "and column_code = $column_code",
                {key: printed[0][key] for key in ("table_no", "row_code", "column_code")},
            )
            values = dict(cells.iter_rows())
            assert all(values[row["report_id"]] == row["value"] for row in printed), (code, series)


def test_reports_that_do_not_give_the_figure_come_first_when_asked(snapshot: Snapshot) -> None:
    scope = {**FILTERS["everything"].parameters(), "row_limit": 1_000_000, "series": "publication_items"}
    first = ask(snapshot, "publications_reports", {**scope, "missing_first": True})["value"].to_list()
    assert first[0] is None
    last = ask(snapshot, "publications_reports", {**scope, "missing_first": False})["value"].to_list()
    assert last[-1] is None


def test_a_place_takes_in_what_lies_below_it(snapshot: Snapshot) -> None:
    found = ask(
        snapshot,
        "agencies_in_scope",
        {**FILTERS["a place and some years"].parameters(), **search(""), "row_limit": 99},
    )
    regions = set(snapshot.frame("select region from agencies where region like '青岚省%'")["region"])
    assert set(found["region"]) == regions
    assert len(regions) > 1


def test_every_series_is_in_the_frame_of_its_query(snapshot: Snapshot) -> None:
    for panel in PANELS.values():
        frame = ask(
            snapshot, panel.query, {**FILTERS["everything"].parameters(), **panel.parameters, **of_one(snapshot, panel)}
        )
        assert {*panel.series, *panel.beside} - {*frame["series"], "notice"} == set(), panel.code


def test_every_figure_has_a_name_and_a_definition(snapshot: Snapshot) -> None:
    from dashboard.source import terms  # noqa: PLC0415

    for language in ("zh", "en"):
        words = Words(language, terms(snapshot, language))
        for panel in PANELS.values():
            for code in panel.terms:
                assert words.full_name(code) != code
                assert words.definition(code) != words("definition.none"), code


def test_a_constant_panel_has_the_same_agencies_in_every_year(snapshot: Snapshot) -> None:
    filters = Filters(2021, 2024, is_constant=True)
    counts = ask(snapshot, "applications_by_year", filters.parameters())["reports"].unique().to_list()
    agencies = snapshot.frame(
        "select agency_id from reports where year between 2021 and 2024 group by agency_id having count(*) = 4"
    )
    assert counts == [len(agencies)]
    one_year = {**filters.parameters(), "from_year": 2022, "to_year": 2022}
    assert ask(snapshot, "applications_by_year", one_year)["reports"].unique().to_list() == counts


def test_every_rate_is_its_numerator_over_its_denominator_and_leads_to_its_reports(snapshot: Snapshot) -> None:
    scope = {**FILTERS["everything"].parameters(), "from_year": 2023, "to_year": 2023}
    listing = {"missing_first": False, "row_limit": 1_000_000}
    for measure in MEASURES:
        panel = PANELS[f"peers_{measure}"]
        frame = ask(snapshot, panel.query, {**scope, **panel.parameters})
        rows = ask(snapshot, panel.evidence, {**scope, **listing, **panel.point(measure)})
        behind = {row["agency_id"]: row for row in rows.iter_rows(named=True)}
        assert frame.filter(pl.col("value").is_not_null()).height > 3, measure
        for row in frame.iter_rows(named=True):
            found = behind[row["agency_id"]]
            assert row["events"] is None or (row["events"], row["cases"]) == (found["value"], found["cases"])
            assert (row["value"] is None) == (row["cases"] is None or row["cases"] < 10), row
            assert row["value"] is None or row["value"] == pytest.approx(row["events"] / row["cases"])


def test_an_agency_is_beyond_a_limit_just_where_its_interval_leaves_the_peers_out(snapshot: Snapshot) -> None:
    beyond = 0
    for measure in MEASURES:
        frame = ask(snapshot, "rates_by_agency", {**FILTERS["everything"].parameters(), "measure": measure})
        for row in frame.drop_nulls("value").iter_rows(named=True):
            low, high = wilson(row["events"], row["cases"])
            outside = row["mean"] < low or row["mean"] > high
            assert outside == (row["position"] != "within"), row
            beyond += outside
        silent = frame.filter(pl.col("value").is_null())
        assert silent.select("low_95", "high_95", "low_998", "high_998").null_count().row(0) == (len(silent),) * 4
    assert beyond > 5


def test_peers_do_not_change_with_the_place_that_stands_out(snapshot: Snapshot) -> None:
    whole, place = (
        ask(snapshot, "rates_by_agency", {**filters.parameters(), "measure": "share_refused"})
        for filters in (Filters(2021, 2024), Filters(2021, 2024, regions=("青岚省",)))
    )
    assert whole["mean"].unique().to_list() == place["mean"].unique().to_list()
    assert whole["is_chosen"].all()
    assert set(place.filter("is_chosen")["region"].str.head(3)) == {"青岚省"}
    assert 0 < place["is_chosen"].sum() < len(place)


def test_changes_of_agencies_and_those_left_out_make_up_the_difference_of_the_totals(snapshot: Snapshot) -> None:
    scope = FILTERS["everything"].parameters()
    for year in range(2020, 2026):
        rows = ask(snapshot, "change_by_agency", {**scope, "to_year": year})
        sums = dict(
            ask(snapshot, "applications_by_year", scope)
            .filter((pl.col("series") == "received") & pl.col("year").is_between(year - 1, year))
            .select("year", "given")
            .iter_rows()
        )
        row = rows.row(0, named=True)
        assert (len(rows) + row["gone_agencies"], len(rows) + row["new_agencies"]) == (sums[year - 1], sums[year])
        assert rows["value"].sum() == row["total_now"] - row["total_before"]


def test_a_year_without_a_report_has_a_cell_that_says_so(snapshot: Snapshot) -> None:
    panel = PANELS["heat_received"]
    frame = ask(snapshot, panel.query, {**FILTERS["everything"].parameters(), **panel.parameters})
    assert len(frame) == frame["agency_id"].n_unique() * frame["year"].n_unique()
    reported = snapshot.frame("select distinct agency_id, year from reports").rows()
    silent = frame.filter(pl.col("status") == "no_report").select("agency_id", "year").rows()
    assert silent
    assert not set(silent) & set(reported)


def test_what_came_in_equals_what_went_unless_a_report_is_named(snapshot: Snapshot) -> None:
    frame = ask(snapshot, "application_flow", FILTERS["everything"].parameters())
    years = 0
    for (_,), rows in frame.drop_nulls("value").group_by("year"):
        values = dict(rows.select("series", "value").iter_rows())
        came_in = values.pop("received") + values.pop("carried_in")
        assert (came_in == sum(values.values())) or rows["disputed"][0] > 0
        assert rows["given"][0] <= rows["reports"][0]
        years += 1
    assert years >= 6


def test_the_peers_of_an_agency_are_those_of_its_level_and_kind_without_itself(snapshot: Snapshot) -> None:
    panel = PANELS["among_peers_share_refused"]
    one = of_one(snapshot, panel)
    frame = ask(snapshot, panel.query, {**FILTERS["everything"].parameters(), **panel.parameters, **one})
    row = frame.filter(pl.col("year") == 2023).row(0, named=True)
    peers = snapshot.frame(
        "select refused / concluded as rate from applications as p, (select level from agencies where agency_id = $a) as own "
        "where year = 2023 and function = 'government' and p.level = own.level and agency_id <> $a and concluded >= 10 "
        "and refused is not null",
        {"a": one["agencies"][0]},
    )["rate"]
    assert row["peers"] == len(peers) > 0
    assert row["middle"] == pytest.approx(peers.median())


@pytest.mark.parametrize("query", ["rates_by_agency", "change_by_agency", "agency_years"])
def test_agencies_left_out_for_their_number_are_counted_and_change_no_sum(snapshot: Snapshot, query: str) -> None:
    scope = {**FILTERS["everything"].parameters(), "measure": "share_refused", "figure": "received", "to_year": 2024}
    whole, few = (ask(snapshot, query, {**scope, "agency_limit": limit}) for limit in (1500, 3))
    assert few["agency_id"].n_unique() == 3
    assert few["agencies"].unique().to_list() == whole["agencies"].unique().to_list() == [whole["agency_id"].n_unique()]
    for column in {"mean", "with_cases", "total_now", "total_before"} & set(few.columns):
        assert few[column].unique().to_list() == whole[column].unique().to_list()
