"""The page for SQL: every ready-made query runs, an answer can be taken along, and a cut or a fault is told."""

import json
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import dashboard
from dashboard import DATA_VARIABLE
from dashboard.charts.free import free
from dashboard.language import LANGUAGES, Words
from dashboard.saved import SHIPPED, saved_queries
from warehouse.cage import ask
from warehouse.snapshot import current_snapshot

APP = str(Path(dashboard.__file__).with_name("app.py"))


@pytest.fixture
def open_sql(samples_data: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(DATA_VARIABLE, str(samples_data))

    def opened(sql: str | None = None, language: str = "zh") -> AppTest:
        app = AppTest.from_file(APP, default_timeout=60)
        app._page_hash = calc_hash("sql")
        app.query_params["lang"] = language
        if sql is not None:
            app.query_params["sql"] = sql
        return app.run()

    return opened


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.sql")), ids=lambda file: file.stem)
def test_every_example_gives_rows(samples_data: Path, file: Path) -> None:
    with ask(current_snapshot(samples_data).connection, file.read_text("utf-8")) as answer:
        assert sum(len(rows) for rows in answer.chunks()) > 0


def test_every_example_has_a_title_in_each_language(tmp_path: Path) -> None:
    titles = [[query.title(number) for query in saved_queries(tmp_path)] for number in range(len(LANGUAGES))]
    assert all(len(set(named)) == len(named) for named in titles)
    assert not set(titles[0]) & set(titles[1])


def test_a_site_keeps_its_own_queries_as_files(tmp_path: Path) -> None:
    folder = tmp_path / "queries"
    folder.mkdir()
    (folder / "late.sql").write_text("-- 逾期\nselect 1\n", encoding="utf-8")
    (folder / "plain.sql").write_text("select 2", encoding="utf-8")
    (folder / "bytes.sql").write_bytes(b"\xff\xfe\x00")
    own = saved_queries(tmp_path)[-2:]
    assert [(query.title(0), query.title(1), query.text) for query in own] == [
        ("逾期", "逾期", "select 1"),
        ("plain", "plain", "select 2"),
    ]


def test_an_address_brings_back_the_answer(open_sql) -> None:
    app = open_sql("select agency, year from reports order by all limit 3")
    assert not app.exception
    assert app.text_area[0].value == "select agency, year from reports order by all limit 3"
    assert app.dataframe[0].value.drop(columns="→").shape == (3, 2)


def test_a_statement_is_run_and_put_into_the_address(open_sql) -> None:
    app = open_sql()
    app.text_area[0].set_value("select 7 as seven").run()
    assert len(app.dataframe) == 0
    next(button for button in app.button if button.label == "运行").click().run()
    assert app.query_params["sql"] == "select 7 as seven"
    assert app.dataframe[0].value.iloc[0, 0] == 7


@pytest.mark.parametrize(
    ("statement", "keys"),
    [
        ("select report_id, table_no, row_code, column_code from cells limit 2", {"report", "table", "row", "column"}),
        ("select f.* from findings as f where report_id is not null and cells <> [] limit 2", {"report", "finding"}),
        ("select 报告编号, 概念 from 正文数字 limit 2", {"report", "statement"}),
        ("select 机关名称, 年度, 新收申请 from 依申请公开 limit 2", {"organ", "year"}),
        ("select AGENCY_ID from agencies where report_count > 0 limit 2", {"organ"}),
        ("select sha256 from documents where outcome = 'report' limit 2", {"report"}),
    ],
)
def test_a_row_that_names_something_leads_there(open_sql, statement: str, keys: set[str]) -> None:
    address = open_sql(statement, language="en").dataframe[0].value["→"]
    assert len(address) == 2
    path, _, query = address.iloc[0].partition("?")
    asked = parse_qs(query)
    assert (path, set(asked)) == ("./agency", {"lang", *keys})
    app = AppTest.from_file(APP, default_timeout=60)
    app._page_hash = calc_hash("agency")
    for key, value in asked.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    assert [warning.value for warning in app.warning if warning.value.startswith(Words("en")("problem.title"))] == []


def test_rows_that_name_nothing_lead_nowhere(open_sql) -> None:
    for statement in (
        "select year, count(*) as n from reports group by 1",
        "select 'nobody' as agency, 2021 as year",
        'select agency, 1 as "→" from agencies limit 1',
    ):
        app = open_sql(statement)
        assert not app.exception
        assert app.dataframe[0].value.shape[1] == 2


def test_a_cut_answer_says_so(open_sql) -> None:
    app = open_sql("select * from range(20000)", language="en")
    assert any("Not complete" in warning.value for warning in app.warning)


@pytest.mark.parametrize(
    "statement", ["drop table core.reports", "select * from read_text('/etc/passwd')", "selec 1", "<b>x</b>"]
)
def test_what_is_not_run_is_told_without_running_anything(open_sql, statement: str) -> None:
    app = open_sql(statement)
    assert not app.exception
    assert len(app.error) == 1
    assert len(app.dataframe) == 0


def test_a_chart_of_an_answer_leaves_gaps_where_nothing_is() -> None:
    frame = pl.DataFrame({"year": [2021, 2022, 2021, 2022], "of": ["a", "a", None, None], "n": [1, None, 3, 4]})
    figure = free(frame, "line", "year", "n", "of")
    assert [(trace.name, tuple(trace.x), tuple(trace.y)) for trace in figure.data] == [
        ("a", (2021, 2022), (1, None)),
        ("None", (2021, 2022), (3, 4)),
    ]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([timedelta(1), None], "1 day, 0:00:00"),
        ([b"a", None], "b'a'"),
        ([{"a": 1}, None], "{'a': 1}"),
        ([[1, 2], None], "[1, 2]"),
        ([time(1, 2), None], "01:02:00"),
        ([Decimal("1.5"), None], 1.5),
        ([float("nan"), float("inf")], None),
    ],
)
def test_a_chart_of_an_answer_takes_columns_of_every_kind(values: list[object], text: object) -> None:
    frame = pl.DataFrame({"of": values, "n": [1, 2]})
    for across, series in (("of", None), ("n", "of")):
        written = free(frame, "bar", across, "n", series).finished().written
        (first, *_) = json.loads(written, parse_constant=pytest.fail)["data"]
        assert first["x"] == ([text, None] if series is None else [1])
