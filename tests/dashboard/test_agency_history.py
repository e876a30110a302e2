"""The organ page tells the names that an organ has borne and the organs that it is linked with."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import dashboard
from dashboard import DATA_VARIABLE
from dashboard.language import Words
from tests.warehouse.make import document, published, report
from warehouse.deciding import on_agency
from warehouse.decisions import add_decisions
from warehouse.publish import publish
from warehouse.snapshot import current_snapshot

APP = str(Path(dashboard.__file__).with_name("app.py"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An organ with a former name, put together by a person; and one with a single name."""
    folder = tmp_path_factory.mktemp("history")
    before = published(
        folder,
        document("old", report(agency_id="a0", agency="甲县*法制*办", year=2018, published_on="2019-01-20")),
        document("new", report(agency_id="a1", agency="甲县司法局", year=2022)),
        document("single", report(agency_id="a2", agency="甲县民政局", year=2022)),
    )
    add_decisions(folder, [on_agency(before, "a0", "same_as", "王五", "机构改革", other="a1")])
    publish(folder)
    return folder


def organ(data: Path, monkeypatch: pytest.MonkeyPatch, agency_id: str, language: str) -> AppTest:
    monkeypatch.setenv(DATA_VARIABLE, str(data))
    app = AppTest.from_file(APP, default_timeout=60)
    app._page_hash = calc_hash("agency")
    app.query_params["organ"] = agency_id
    app.query_params["lang"] = language
    return app.run()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_former_names_are_told_with_their_years(data: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    app = organ(data, monkeypatch, "a1", language)
    words = Words(language)
    assert not app.exception
    text = "\n".join(str(one.value) for one in app.markdown)
    years = words("page.agency.of_year", year=2018)
    assert words("history.name", name=r"甲县\*法制\*办", kind=words("name_kind.former"), years=years) in text
    assert words("name_kind.current") in text


def test_an_organ_of_one_name_has_no_history(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    labels = [one.label for one in organ(data, monkeypatch, "a2", "zh").expander]
    assert [label for label in labels if label.startswith("名称与沿革")] == []


def test_a_link_leads_to_the_other_organ(samples_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = current_snapshot(samples_data).frame("select to_agency_id from agency_links where kind = 'related'").item()
    app = organ(samples_data, monkeypatch, key, "zh")
    assert any("同一地区另有 福建省福州市平潭县人民政府" in str(one.value) for one in app.markdown)
