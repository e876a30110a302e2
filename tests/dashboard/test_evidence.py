"""Every figure of a table beside a chart leads to the reports that it rests on, by an address that a fresh browser follows."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import dashboard
from dashboard import DATA_VARIABLE, source
from dashboard.language import Words
from warehouse.snapshot import current_snapshot

APP = str(Path(dashboard.__file__).with_name("app.py"))
ZH = Words("zh")
Open = Callable[..., AppTest]


@pytest.fixture
def opened(samples_data: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv(DATA_VARIABLE, str(samples_data))

    def page(code: str, **asked: str | list[str]) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=60)
        app._page_hash = calc_hash("" if code == "overview" else code)
        for key, value in asked.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception
        return app

    return page


def links(app: AppTest) -> list[str]:
    """The addresses in the tables, by the figures that they belong to."""
    bodies = (element.proto.body for element in app.get("html"))
    return [unescape(href) for body in bodies for href in re.findall(r'<td><a href="(\?[^"]+)">', body)]


def dialog(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.get("page_link") if link.proto.icon.endswith("table_view:")]


def test_a_figure_of_a_table_leads_to_its_reports_under_the_same_filters(opened: Open) -> None:
    found = links(opened("disputes", region="青岚省", lang="en"))
    assert len(found) > 50
    asked = parse_qs(urlsplit(found[-1]).query)
    assert asked["region"] == ["青岚省"]
    app = opened("disputes", **asked)
    behind = dialog(app)
    assert behind
    assert all("青岚省" in label for label in behind)
    assert not app.warning


def test_an_agency_without_a_report_is_said_to_be_so_with_its_deadline(opened: Open, samples_data: Path) -> None:
    row = current_snapshot(samples_data).frame(
        "select agency_id, year, due_on::varchar as due_on from filings where state = 'missing' order by all limit 1"
    )
    agency_id, year, due_on = row.row(0)
    app = opened("peers", evidence=f"heat_received~{year}~received~{agency_id}")
    assert [info.value for info in app.info if due_on in info.value]
    assert due_on in opened("agency", organ=agency_id, year=str(year)).warning[0].value


@pytest.mark.parametrize(
    "asked", ["x", "applications~2023~lost~", "none~2023~received~", "applications~year~received~"]
)
def test_what_is_no_figure_is_named(opened: Open, asked: str) -> None:
    assert opened("runs", evidence=asked).warning[0].value.startswith(ZH("problem.title"))


def test_a_rate_marks_numerator_and_denominator(opened: Open, samples_data: Path) -> None:
    snapshot = current_snapshot(samples_data)
    row = snapshot.frame(
        "select agency_id, year from rates where measure = 'correction_reconsideration' and cases > 0 order by all limit 1"
    ).row(0, named=True)
    app = opened("agency", organ=row["agency_id"], year=str(row["year"]), rate="correction_reconsideration")
    tables = "".join(element.proto.body for element in app.get("html") if 'class="form"' in element.proto.body)
    assert len(re.findall(r'<td class="[^"]*asked', tables)) == 3
    name = Words("zh", source.terms(snapshot, "zh")).label("correction_reconsideration")
    assert name in app.success[0].value


def test_nothing_is_said_of_an_agency_that_is_not_there(opened: Open) -> None:
    app = opened("disputes", evidence="reconsideration_results~2024~corrected~nobody")
    assert ZH("filing_why.unknown") in [info.value for info in app.info]


@pytest.mark.parametrize("page", ["overview", "applications", "publications", "disputes", "peers"])
def test_the_list_of_figures_begins_with_a_year_whose_reports_are_in(opened: Open, page: str) -> None:
    """The samples have most reports of 2024, and few of 2025; how many agencies should report is known before they do."""
    fields = [field for field in opened(page).selectbox if str(field.key).startswith("point_")]
    years = {field.key: field.value.year for field in fields if field.value.year is not None}
    assert years
    assert {key: year for key, year in years.items() if year != 2024 and key != "point_coverage"} == {}


@pytest.mark.parametrize("page", ["applications", "publications"])
def test_the_first_figure_of_the_list_leads_to_its_reports(opened: Open, page: str) -> None:
    first = next(field for field in opened(page).selectbox if str(field.key).startswith("point_")).value
    app = opened(page, evidence=first.key)
    assert not app.warning
    assert dialog(app)
