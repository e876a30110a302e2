"""Every page, run as the server runs it, in both languages and with filters."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import dashboard
import etl
from dashboard import DATA_VARIABLE
from dashboard.language import Words
from etl.run import run
from warehouse.snapshot import Snapshot, current_snapshot

APP = str(Path(dashboard.__file__).with_name("app.py"))
PAGES = (
    "overview",
    "coverage",
    "publications",
    "applications",
    "disputes",
    "peers",
    "agency",
    "findings",
    "decisions",
    "changes",
    "sql",
)
NAMELESS = Path(etl.__file__).parent / "samples" / "reports" / "土默特右旗司法局_2022.txt"
CHARTS = {
    "coverage": 0,
    "decisions": 0,
    "changes": 0,
    "overview": 3,
    "publications": 5,
    "applications": 9,
    "disputes": 4,
    "peers": 3,
    "agency": 0,
    "findings": 2,
    "sql": 0,
}
Open = Callable[..., AppTest]


@pytest.fixture
def open_page(samples_data: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv(DATA_VARIABLE, str(samples_data))

    def opened(page: str, **address: str | list[str]) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=60)
        app._page_hash = calc_hash("" if page == "overview" else page)
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return opened


@pytest.fixture
def snapshot(samples_data: Path) -> Snapshot:
    return current_snapshot(samples_data)


def words_of(app: AppTest) -> str:
    kinds = (
        app.title,
        app.header,
        app.subheader,
        app.markdown,
        app.caption,
        app.metric,
        app.warning,
        app.info,
        app.success,
    )
    return "\n".join(
        str(element.label if element.type == "metric" else element.value) for kind in kinds for element in kind
    )


def charts(app: AppTest) -> int:
    return len(app.get("bidi_component"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_its_charts_without_an_error(open_page: Open, page: str, language: str) -> None:
    app = open_page(page, lang=language)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == Words(language)(f"nav.{page}")
    assert charts(app) == CHARTS[page]


@pytest.mark.parametrize("page", PAGES)
def test_no_code_and_no_blank_of_a_text_reaches_the_screen(open_page: Open, page: str) -> None:
    text = words_of(open_page(page))
    assert re.findall(r"\{\w*\}|\bNone\b|\bnan\b", text) == []
    assert re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", text) == []


@pytest.mark.parametrize("page", ["coverage", "publications", "applications", "disputes", "findings"])
def test_filters_of_the_address_hold_on_every_page(open_page: Open, page: str) -> None:
    app = open_page(page, **{"from": "2021", "to": "2023"}, region="青岚省", level="county")
    assert not app.exception
    assert app.slider[0].value == (2021, 2023)
    chosen = {field.label: field.value for field in app.sidebar.multiselect}
    assert chosen[Words("zh")("filter.regions")] == ["青岚省"]
    assert chosen[Words("zh")("filter.levels")] == ["county"]
    assert not app.warning


def test_a_field_changed_by_hand_goes_into_the_address(open_page: Open) -> None:
    app = open_page("applications", ground="unable")
    app.slider[0].set_value((2020, 2022)).run()
    app.sidebar.multiselect[0].set_value(["青岚省"]).run()
    assert app.query_params == {"from": "2020", "to": "2022", "region": "青岚省", "ground": "unable"}


def test_clearing_the_filters_clears_the_address(open_page: Open) -> None:
    app = open_page("applications", region="青岚省", lang="en")
    next(button for button in app.sidebar.button if button.label == Words("en")("filter.clear")).click().run()
    assert app.query_params == {"lang": "en"}


def test_the_address_that_was_only_read_is_left_as_it_came(open_page: Open) -> None:
    app = open_page("applications", region=["青岚省"], level="nonsense")
    assert app.query_params["level"] == "nonsense"


def test_what_cannot_be_followed_is_named(open_page: Open) -> None:
    app = open_page("applications", level="nonsense", lang="xx", stray="1", ground="none")
    said = "\n".join(warning.value for warning in app.warning)
    for part in ("level=nonsense", "lang=xx", "stray=1", "ground=none"):
        assert part in said


def test_a_filter_that_leaves_nothing_says_what_to_do(open_page: Open) -> None:
    app = open_page("applications", region="青岚省", function="market_regulation")
    assert not app.exception
    assert charts(app) == 0
    assert Words("zh")("app.nothing_here") in [info.value for info in app.info]


def test_a_headline_leads_to_its_reports(open_page: Open) -> None:
    app = open_page("applications")
    app.button(key="headline_applications_received").click().run()
    assert not app.exception
    label = app.get("page_link")[-1].proto
    assert "organ" in label.query_string
    assert "row=received" in label.query_string


def test_the_figure_chosen_under_a_chart_leads_to_its_reports(open_page: Open) -> None:
    app = open_page("findings")
    app.button(key="show_findings_by_rule").click().run()
    assert not app.exception
    assert "finding=" in app.get("page_link")[-1].proto.query_string


def test_findings_of_one_rule_by_the_address(open_page: Open) -> None:
    app = open_page("findings", rule="dispute_sum")
    links = [link.proto for link in app.get("page_link") if "finding=" in link.proto.query_string]
    assert links
    assert all(Words("zh").coded("rule", "dispute_sum") in link.label for link in links)


def test_a_finding_in_english_says_the_rule_and_its_cells_above_the_stored_sentence(
    open_page: Open, snapshot: Snapshot
) -> None:
    app = open_page("findings", rule="dispute_sum", lang="en")
    en = Words("en")
    labels = [link.proto.label for link in app.get("page_link") if "finding=" in link.proto.query_string]
    assert all("each total must be upheld" in label and "Total" in label for label in labels)
    assert re.findall(r"总计为", "".join(labels)) == []
    stored = [element.proto.body for element in app.get("html") if 'class="stored"' in element.proto.body]
    messages = snapshot.frame("select message from findings where rule = 'dispute_sum' and report_id is not null")
    assert sorted(re.findall(r'<span lang="zh">(.*)</span>', "".join(f"{body}\n" for body in stored))) == sorted(
        messages["message"]
    )
    assert all(en("told.stored") in body for body in stored)


def some_cell(snapshot: Snapshot, status: str) -> dict[str, object]:
    return snapshot.frame(
        'select r.agency_id as organ, r.year, c.table_no as "table", c.row_code as row, c.column_code as "column", c.printed '
        "from cells as c join reports as r using (report_id) where c.status = $status order by all limit 1",
        {"status": status},
    ).row(0, named=True)


def form_tables(app: AppTest) -> str:
    """The tables that are set again in the form's order; those of the document itself stand apart."""
    return "".join(element.proto.body for element in app.get("html") if 'class="form"' in element.proto.body)


@pytest.mark.parametrize("status", ["reported", "blank", "not_applicable", "unreadable"])
def test_the_asked_cell_is_shown_as_printed_and_marked(open_page: Open, snapshot: Snapshot, status: str) -> None:
    cell = some_cell(snapshot, status)
    app = open_page("agency", **{key: str(value) for key, value in cell.items() if key != "printed"})
    assert not app.exception
    card = app.success[0].value
    assert ("读作" if status == "reported" else Words("zh")(f"status.{status}")) in card
    tables = form_tables(app)
    assert tables.count('asked"') == 1
    assert f'class="{status} ' in tables


def test_the_cells_of_a_group_are_all_marked(open_page: Open, snapshot: Snapshot) -> None:
    organ = snapshot.frame("select agency_id from reports where edition = '2021' and cell_count > 100")["agency_id"][0]
    year = snapshot.frame("select max(year) as y from reports where agency_id = $a and edition = '2021'", {"a": organ})[
        "y"
    ][0]
    app = open_page("agency", organ=organ, year=str(year), table="3", row="refused", column="total")
    assert form_tables(app).count('asked"') == 8


def test_a_figure_from_before_2019_leads_to_its_indicator(open_page: Open, snapshot: Snapshot) -> None:
    row = snapshot.frame(
        "select a.agency_id, a.year from applications as a where a.edition = 'pre2019' and a.received is not null limit 1"
    ).row(0, named=True)
    app = open_page("agency", organ=row["agency_id"], year=str(row["year"]), table="3", row="received", column="total")
    assert not app.exception
    assert not app.warning
    assert len(app.success) == 1


def test_a_finding_leads_to_its_cells(open_page: Open, snapshot: Snapshot) -> None:
    row = snapshot.frame(
        "select agency_id, year, finding_no, cells from findings where rule = 'dispute_sum' limit 1"
    ).row(0, named=True)
    app = open_page("agency", organ=row["agency_id"], year=str(row["year"]), finding=str(row["finding_no"]))
    assert form_tables(app).count('asked"') == len(row["cells"])


def test_a_count_of_the_prose_leads_to_its_sentence(open_page: Open, snapshot: Snapshot) -> None:
    row = snapshot.frame(
        "select r.agency_id, r.year, s.sentence from statements as s join reports as r using (report_id) "
        "where s.concept = 'publication_items' and r.year >= 2021 limit 1"
    ).row(0, named=True)
    app = open_page("agency", organ=row["agency_id"], year=str(row["year"]), statement="publication_items")
    assert any(row["sentence"][:10] in card.value for card in app.success)


@pytest.mark.parametrize(
    "address",
    [
        {"organ": "nobody"},
        {"year": "1999"},
        {"finding": "999"},
        {"table": "3", "row": "nonsense", "column": "total"},
    ],
)
def test_an_organ_page_names_what_it_does_not_have(
    open_page: Open, snapshot: Snapshot, address: dict[str, str]
) -> None:
    organ = snapshot.frame("select agency_id from reports order by agency_id")["agency_id"][0]
    app = open_page("agency", **{"organ": organ, **address})
    assert not app.exception
    assert [
        warning for warning in app.warning if list(address.values())[-1 if "organ" in address else 0] in warning.value
    ]


def test_a_report_opens_by_its_own_identifier(open_page: Open, snapshot: Snapshot) -> None:
    row = snapshot.frame("select report_id, agency from reports where cell_count > 0 order by report_id limit 1").row(
        0, named=True
    )
    app = open_page("agency", report=row["report_id"], table="3", row="received", column="total")
    assert not app.exception
    assert app.markdown[0].value.replace("<wbr>", "") == f"# {row['agency']}"
    assert len(app.success) == 1


def test_what_is_on_no_chart_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents that could not be read and reports of no known organ are listed on the overview."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "坏文件.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "in" / "无名.txt").write_bytes(
        NAMELESS.read_bytes().replace("土默特右旗司法局".encode(), b"").replace(b"2022", b"")
    )
    run([tmp_path / "in", NAMELESS], tmp_path / "data", jobs=1, progress=lambda stage, done, total: None)
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception
    assert any("坏文件" in text.value for text in app.markdown)
    assert [link.proto.label for link in app.get("page_link") if "无名" in link.proto.label]


def test_streamlit_finds_no_pages_to_run_by_itself() -> None:
    assert not Path(APP).with_name("pages").exists()


def test_an_organ_is_found_by_a_part_of_its_name(open_page: Open) -> None:
    app = open_page("agency")
    app.text_input(key="page_search").set_value("司法局").run()
    labels = [link.proto.label for link in app.get("page_link") if "organ=" in link.proto.query_string]
    assert labels
    assert all("司法局" in label for label in labels)


def test_without_a_snapshot_the_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception
    assert app.error[0].value == Words("zh")("app.no_snapshot")


def test_an_error_of_ours_shows_as_a_number_that_the_log_knows(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("dashboard.render.chart", fails)
    app = open_page("overview")
    assert not app.exception
    number = re.search(r"[0-9a-f]{8}", app.error[0].value)
    assert number
    assert "secret detail" not in app.error[0].value
    assert number[0] in caplog.text
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_page_leads_from_questions_to_their_pages(open_page: Open, language: str) -> None:
    app = open_page("overview", region="青岚省", lang=language)
    links = {link.proto.label: link.proto for link in app.get("page_link")}
    for code in ("coverage", "applications", "peers", "findings", "changes"):
        link = links[Words(language)(f"ask.{code}")]
        assert link.page == code
        assert "region=" in link.query_string


def test_a_list_longer_than_a_page_can_be_turned_to_its_end(open_page: Open, snapshot: Snapshot) -> None:
    app = open_page("agency")
    listed = [link.proto.label for link in app.get("page_link") if "份年报" in link.proto.label]
    app.session_state["agencies_page"] = 2
    app.run()
    listed += [link.proto.label for link in app.get("page_link") if "份年报" in link.proto.label]
    agencies = snapshot.frame("select agency from agencies")["agency"].to_list()
    assert sorted(label.split("**")[1] for label in listed) == sorted(agencies)
