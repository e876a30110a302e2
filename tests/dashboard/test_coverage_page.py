"""The page of who reported: the squares, the table beside them, and the names to take away."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import dashboard
from dashboard import DATA_VARIABLE, filing_list, source
from dashboard.address import choices_of
from dashboard.charts.tiles import Tile, province_map, rows
from dashboard.filters import Filters
from dashboard.language import Words
from dashboard.view import View
from tests.warehouse.make import document, published, report
from warehouse import taking
from warehouse.ledger import Ledger
from warehouse.records import RosterEntry
from warehouse.snapshot import current_snapshot

APP = str(Path(dashboard.__file__).with_name("app.py"))
ZH, EN = Words("zh"), Words("en")
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two organs of 明月省 on a roster, one of them silent; one of another place, late; one whose name is hostile."""
    folder = tmp_path_factory.mktemp("coverage")
    place = ("990101", "明月省甲县", "county", "justice")
    with Ledger.open(folder) as ledger:
        taking.put_roster(
            ledger,
            [
                RosterEntry(2, "a1", "甲县司法局", *place, 2022),
                RosterEntry(3, "a9", "甲县*民政*局", *place, 2022, 2022),
            ],
        )
    published(
        folder,
        document("a1", report(region="明月省甲县", findings=())),
        document(
            "a2",
            report(
                agency_id="a2", agency="乙市<b>局", region="远山省乙市", region_code=None, published_on="2023-03-02"
            ),
        ),
    )
    return folder


@pytest.fixture
def open_page(data: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv(DATA_VARIABLE, str(data))

    def opened(**address: str | list[str]) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=60)
        app._page_hash = calc_hash("coverage")
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return opened


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def lines(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.get("page_link") if link.proto.icon.endswith("account_balance:")][:-1]


def test_the_year_in_figures_and_every_late_or_missing_organ_by_name(open_page: Open) -> None:
    app = open_page(year="2022")
    assert not app.exception
    figures = re.findall(r'<li><a href="([^"]+)"><span>(.+?)</span><b>(.+?)</b>', html(app))
    assert [(name, number) for _, name, number in figures] == [
        ("应报", "3"), ("收到", "2"), ("按期", "1"), ("逾期", "1"), ("日期不明", "0"), ("缺报", "1"), ("待收", "0"),
    ]  # fmt: skip
    said = "2022 年应报机关 3 个：收到年报 2 个，缺报 1 个（甲县\\*民政\\*局），待收 0 个。"
    assert [text.value for text in app.markdown if text.value.startswith(said)]
    for address, _, number in figures:
        asked = parse_qs(urlsplit(unescape(address)).query)
        assert len(lines(open_page(year="2022", state=asked["state"]))) == int(number)
    assert lines(app) == [
        r"**缺报 · 甲县\*民政\*局**（县级）：应于 2023-01-31 前公布，没有收到（应报名册所列）",
        r"**逾期 · 乙市\<b\>局**（县级）：应于 2023-01-31 前公布，2023-03-02 才公布，晚 30 天",
    ]


def test_other_states_are_listed_when_asked_for(open_page: Open) -> None:
    app = open_page(year="2022", state="on_time")
    assert len(lines(app)) == 1
    assert "甲县司法局" in lines(app)[0]
    assert open_page(year="2022", lang="en").multiselect(key="page_coverage_states").value == ["missing", "late"]


def test_what_the_address_asks_for_in_vain_is_named(open_page: Open) -> None:
    said = "\n".join(warning.value for warning in open_page(year="1999", measure="none", state="lost").warning)
    assert [part for part in ("year=1999", "measure=none", "state=lost") if part not in said] == []


def test_squares_and_table_say_the_same_and_lead_to_the_parts_of_a_place(open_page: Open) -> None:
    text = html(open_page(year="2022", lang="en"))
    assert 'title="明月省: 50% (1/2)"' in text
    assert 'title="江苏省: no agency is expected"' in text
    (line,) = re.findall(r'<th scope="row">明月省</th>(.*?)</tr>', text)
    assert re.findall(r">(\d+)<", line) == ["2", "1", "1", "0", "0", "1", "1"]
    missing = parse_qs(urlsplit(unescape(re.findall(r'href="([^"]+)"', line)[2])).query)
    assert (missing["region"], missing["state"], missing["year"]) == (["明月省"], ["missing"], ["2022"])
    (address,) = re.findall(r'<a href="(coverage[^"]+)"><b>明月省', text)
    assert "region=%E6%98%8E%E6%9C%88%E7%9C%81" in address
    assert "lang=en" in address
    inside = html(open_page(year="2022", region="明月省"))
    assert 'title="明月省甲县：50%（1/2）"' in inside
    assert "<b>甲县</b>" in inside


def test_a_share_of_those_that_came_in_leaves_the_silent_ones_out(open_page: Open) -> None:
    assert 'title="明月省：100%（1/1）"' in html(open_page(year="2022", measure="without_errors"))


def test_every_province_has_a_square_of_its_own() -> None:
    text = province_map([], ZH, lambda place: place)
    places = re.findall(r"grid-column:(\d+);grid-row:(\d+)", text)
    assert (len(places), len(set(places))) == (34, 34)
    assert text.count("step-none") == 34
    assert "<a " not in text


def test_a_share_that_is_not_whole_is_never_shown_as_whole() -> None:
    text = rows([Tile("甲省乙市", 999, 1000)], EN, lambda place: place, within="甲省")
    assert "99%" in text
    assert "100%" not in text
    assert "step-3" in text


def test_names_of_places_are_text_and_not_markup() -> None:
    text = rows([Tile("<script>", 1, 1), Tile(None, None, 3)], ZH, lambda place: f'x"{place}', within="")
    assert "<script" not in text
    assert 'href="x&quot;&lt;script&gt;"' in text
    assert "全国性机关" in text


def test_the_download_has_every_organ_with_codes_in_words(data: Path) -> None:
    snapshot = current_snapshot(data)
    choices = choices_of(snapshot, [])
    view = View(snapshot, Words("zh", source.terms(snapshot, "zh")), Filters(2022, 2022), choices, False, {}, {})
    table = filing_list.whole_table(view, 2022, ["missing", "late"])
    assert table.select("机关", "地区", "职能", "报送状态", "逾期天数").rows() == [
        ("甲县*民政*局", "明月省甲县", "司法行政", "缺报", None),
        ("乙市<b>局", "远山省乙市", "司法行政", "逾期", 30),
    ]
    assert table["公布期限"].dtype == pl.Date
