"""The page of decisions: readers see the queue, a reviewer the form; what is recorded stands in the file, and is told at once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import dashboard
from dashboard import DATA_VARIABLE, REVIEWER_VARIABLE
from dashboard.language import Words
from tests.warehouse.make import document, published, report
from warehouse.decisions import DECISIONS, read_decisions
from warehouse.publish import publish

APP = str(Path(dashboard.__file__).with_name("app.py"))
ZH = Words("zh")
Open = Callable[..., AppTest]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two organs with an error each, and a report of nobody."""
    nobody = {"agency_id": None, "agency": None, "region_code": None, "region": None, "level": None, "function": None}
    published(
        tmp_path,
        document("a1", report()),
        document("a2", report(agency_id="a2", agency="甲县*民政*局")),
        document("nobody", report(findings=(), **nobody)),
    )
    return tmp_path


@pytest.fixture
def open_page(data: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv(DATA_VARIABLE, str(data))

    def opened(reviewer: str = "", **address: str) -> AppTest:
        monkeypatch.setenv(REVIEWER_VARIABLE, reviewer)
        app = AppTest.from_file(APP, default_timeout=60)
        app._page_hash = calc_hash("decisions")
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return opened


def buttons(app: AppTest, key: str) -> list[object]:
    return [button for button in app.button if button.label == ZH(key)]


def press(app: AppTest, key: str, number: int = 0) -> AppTest:
    return buttons(app, key)[number].click().run()  # type: ignore[attr-defined]


def table(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html") if "<table" in element.proto.body)


def said(app: AppTest) -> str:
    return "\n".join(
        str(e.value) for kind in (app.caption, app.success, app.info, app.error, app.warning) for e in kind
    )


@pytest.mark.parametrize("queue", ["findings", "identity", "reports", "agencies"])
def test_a_reader_sees_the_queue_and_no_form(open_page: Open, queue: str) -> None:
    app = open_page(queue=queue)
    assert not app.exception
    assert not app.error
    assert buttons(app, "decide.button") == []
    assert ZH("page.decisions.readers") in said(app)
    assert app.query_params["queue"] == queue


def test_a_reviewer_decides_a_finding_and_it_is_in_force_from_the_next_snapshot(open_page: Open, data: Path) -> None:
    app = press(open_page("王五"), "decide.button")
    assert not app.exception
    assert buttons(app, "decide.record")[0].disabled  # type: ignore[attr-defined]
    app.radio(key="decision_verdict").set_value("explained").run()
    app.text_input(key="decision_reason").set_value("电话核实").run()
    app = press(app, "decide.record")
    (made,) = read_decisions(data)
    assert (made.decided_by, made.verdict, made.reason, made.rule) == ("王五", "explained", "电话核实", "balance")
    assert ZH("decision_state.recorded") in table(app)
    assert ZH("page.decisions.recorded") in said(app)
    publish(data)
    after = open_page()
    assert ZH("decision_state.in_force") in table(after)
    assert ZH("page.decisions.count", count="1") in said(after)
    organ = AppTest.from_file(APP, default_timeout=60)
    organ._page_hash = calc_hash("agency")
    organ.query_params["organ"] = made.agency_id
    decided = [text.value for text in organ.run().markdown if "人工认定：" in str(text.value)]
    assert decided[0].endswith("【人工认定：已说明。王五：电话核实】")


def test_a_report_of_nobody_is_given_to_an_organ(open_page: Open, data: Path) -> None:
    app = press(open_page("王五", queue="reports"), "decide.button")
    app.radio(key="decision_verdict").set_value("belongs_to").run()
    app.text_input(key="decision_reason").set_value("页面标题").run()
    assert buttons(app, "decide.record")[0].disabled  # type: ignore[attr-defined]
    app.text_input(key="decision_other").set_value("甲县*民政*局").run()
    press(app, "decide.record")
    (made,) = read_decisions(data)
    assert (made.subject, made.other_agency_id, made.other_agency) == ("report", "a2", "甲县*民政*局")


def test_an_organ_that_ended_and_the_decision_taken_back(open_page: Open, data: Path) -> None:
    app = press(open_page("王五", queue="agencies"), "decide.button")
    app.radio(key="decision_verdict").set_value("ended").run()
    app.text_input(key="decision_reason").set_value("并入乙局").run()
    app = press(app, "decide.record")
    (made,) = read_decisions(data)
    assert (made.verdict, made.year) == ("ended", 2022)
    app.selectbox(key="page_take_back").set_value(made.decision_id).run()
    app = press(app, "decide.button", -1)
    app.text_input(key="decision_reason").set_value("弄错了").run()
    press(app, "decide.record")
    assert [decision.verdict for decision in read_decisions(data)] == ["ended", "reopened"]


def test_a_wrong_answer_and_a_file_that_cannot_be_read_are_told(open_page: Open, data: Path) -> None:
    app = press(open_page("王五", queue="agencies"), "decide.button")
    app.radio(key="decision_verdict").set_value("same_as").run()
    app.text_input(key="decision_other").set_value("a1" if "a1" in str(app.button) else "甲县司法局").run()
    app.text_input(key="decision_reason").set_value("同一网站").run()
    app = press(app, "decide.record")
    assert "无需决定" in said(app) or read_decisions(data)
    (data / DECISIONS).write_text("{", encoding="utf-8")
    broken = open_page("王五")
    assert not broken.exception
    assert "decisions.jsonl 第 1 行" in said(broken)


def test_a_folder_that_cannot_be_written_is_told(open_page: Open, data: Path) -> None:
    app = press(open_page("王五"), "decide.button")
    app.radio(key="decision_verdict").set_value("dismissed").run()
    app.text_input(key="decision_reason").set_value("读错").run()
    (data / "decisions.part").mkdir()
    app = press(app, "decide.record")
    assert ZH("decide.not_written", fault="Is a directory") in said(app)
    assert read_decisions(data) == []


def test_an_unknown_queue_is_named(open_page: Open) -> None:
    assert "queue=none" in said(open_page(queue="none"))
