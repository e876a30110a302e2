"""Every chart on the samples: chart, shown SQL and the reports behind each point say the same number."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from dashboard import queries
from dashboard.filters import Filters
from dashboard.language import Words
from dashboard.marks import is_suppressed
from dashboard.panels import PANELS, Panel
from warehouse.__main__ import warehouse
from warehouse.snapshot import Snapshot, current_snapshot

FILTERS = {
    "everything": Filters(2014, 2025),
    "a place and some years": Filters(2020, 2023, regions=("青岚省",)),
    "levels and functions": Filters(2014, 2025, levels=("county", "township"), functions=("government", "justice")),
}
CASES = list(product(PANELS, FILTERS))
SUMS = [code for code, panel in PANELS.items() if panel.evidence.endswith("_reports") and code != "coverage"]


@pytest.fixture(scope="module")
def snapshot(samples_data: Path) -> Snapshot:
    return current_snapshot(samples_data)


def ask(snapshot: Snapshot, query: str, parameters: dict[str, Any]) -> pl.DataFrame:
    text = queries.load(query)
    return snapshot.frame(text, queries.bound(text, parameters))


def drawn(panel: Panel, frame: pl.DataFrame) -> dict[tuple[int | None, str, str], float | None]:
    """Year, series and name of the trace -> value, as the figure has it; breaks are no points."""
    series = panel.series or tuple(frame["series"].unique().sort())
    kept = frame.filter(pl.col("series").is_in(list(series)))
    found = {}
    for trace in panel.chart(kept, series, Words("zh"), False).data:
        values = trace.x if getattr(trace, "orientation", None) == "h" else trace.y
        places = trace.x if getattr(trace, "orientation", None) != "h" else trace.y
        for place, value, (year, code) in zip(places, values, trace.customdata, strict=True):
            if isinstance(place, str) or abs(place - round(place)) < 0.4:
                found[year, code, trace.name or ""] = value
    return found


def answered(panel: Panel, rows: list[dict[str, Any]]) -> dict[tuple[int | None, str, str], float | None]:
    """The same from the rows of the shown SQL."""
    words = Words("zh")
    found = {}
    for row in rows:
        if panel.series and row["series"] not in panel.series:
            continue
        value = None if is_suppressed(row.get("decided")) else row["value"]
        if panel.code == "findings_by_rule":
            found[None, row["category"], words.coded("severity", row["series"])] = value
        else:
            name = words.label(row["series"]) if panel.series else ""
            found[row.get("year"), row["series"], name] = value
    return found


@pytest.mark.parametrize(("code", "filters"), CASES, ids=lambda value: value)
def test_the_shown_sql_gives_the_figures_of_the_chart(
    samples_data: Path, snapshot: Snapshot, code: str, filters: str
) -> None:
    panel = PANELS[code]
    parameters = {**FILTERS[filters].parameters(), **panel.parameters}
    sql = queries.shown(queries.load(panel.query), parameters)
    result = CliRunner().invoke(
        warehouse, ["sql", sql, "--data", str(samples_data), "--format", "json"], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    wanted = {key: value for key, value in answered(panel, _rows(result.output)).items() if value is not None}
    shown = {
        key: value for key, value in drawn(panel, ask(snapshot, panel.query, parameters)).items() if value is not None
    }
    assert shown == pytest.approx(wanted)
    assert wanted or code in {"declined_grounds"}


def _rows(output: str) -> list[dict[str, Any]]:
    text = output.strip()
    return json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines()]


def points(panel: Panel, frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    series = panel.series or tuple(frame["series"].unique())
    return (row for row in frame.iter_rows(named=True) if row["series"] in series)


@pytest.mark.parametrize("code", [code for code in SUMS if code not in {"carry_over", "correction_rate"}])
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


def test_each_point_of_the_coverage_is_the_number_of_agencies_behind_it(snapshot: Snapshot) -> None:
    panel = PANELS["coverage"]
    scope = {**FILTERS["everything"].parameters(), "row_limit": 1_000_000}
    for row in ask(snapshot, panel.query, scope).iter_rows(named=True):
        rows = ask(snapshot, panel.evidence, {**scope, "to_year": row["year"], "series": row["series"]})
        assert len(rows) == row["value"], row


def test_agencies_without_a_report_come_first(snapshot: Snapshot) -> None:
    scope = {**FILTERS["everything"].parameters(), "row_limit": 1_000_000, "to_year": 2025}
    rows = ask(snapshot, "coverage_reports", {**scope, "series": "agencies_known"})
    reported = set(snapshot.frame("select agency_id from reports where year = 2025")["agency_id"])
    missing = rows.filter(pl.col("status") == "no_report")
    assert set(missing["agency_id"]) == set(rows["agency_id"]) - reported
    assert rows["status"].to_list()[: len(missing)] == ["no_report"] * len(missing)


def test_the_correction_rate_leaves_undecided_cases_out(snapshot: Snapshot) -> None:
    disputes = snapshot.frame("select * from disputes where kind = 'reconsideration' and year = 2022")
    whole = disputes.drop_nulls(["corrected", "total", "pending"])
    (row,) = [
        row
        for row in ask(snapshot, "correction_rate_by_year", FILTERS["everything"].parameters()).to_dicts()
        if row["year"] == 2022 and row["series"] == "reconsideration"
    ]
    assert row["decided"] == whole["total"].sum() - whole["pending"].sum()
    assert row["value"] == pytest.approx(whole["corrected"].sum() / row["decided"])
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
        {**FILTERS["a place and some years"].parameters(), "pattern": None, "row_limit": 99},
    )
    regions = set(snapshot.frame("select region from agencies where region like '青岚省%'")["region"])
    assert set(found["region"]) == regions
    assert len(regions) > 1


def test_every_series_is_in_the_frame_of_its_query(snapshot: Snapshot) -> None:
    for panel in PANELS.values():
        frame = ask(snapshot, panel.query, {**FILTERS["everything"].parameters(), **panel.parameters})
        assert {*panel.series, *panel.beside} - {*frame["series"], "notice"} == set(), panel.code


def test_every_figure_has_a_name_and_a_definition(snapshot: Snapshot) -> None:
    from dashboard.source import terms  # noqa: PLC0415

    for language in ("zh", "en"):
        words = Words(language, terms(snapshot, language))
        for panel in PANELS.values():
            for code in panel.terms:
                assert words.full_name(code) != code
                assert words.definition(code) != words("definition.none"), code
