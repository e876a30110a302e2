"""A statement in a process of its own: plain rows come back, and what goes wrong there stays there."""

from pathlib import Path

import polars as pl
import pytest

from tests.warehouse.make import document, published, report
from warehouse import apart
from warehouse.apart import Request, ask_apart
from warehouse.cage import QueryFailed, Refused


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(published(tmp_path_factory.mktemp("apart"), document("a", report())).path)


def test_rows_come_back_with_their_kinds(path: str) -> None:
    result = ask_apart(
        Request(path, "select agency, year, published_on, year / 2 as half, year > 0 as is_so from reports")
    )
    assert result.frame.dtypes == [pl.String, pl.Int64, pl.Date, pl.Float64, pl.Boolean]
    assert result.frame.rows()[0][:2] == ("甲县司法局", 2022)
    assert not result.is_cut


def test_what_has_no_plain_kind_is_its_text(path: str) -> None:
    statement = "select [1, null] l, interval 3 day i, {'a': '甲'} s, null n, 1.5::decimal(9, 1) d"
    assert ask_apart(Request(path, statement)).frame.rows() == [
        ("[1,null]", "3 days, 0:00:00", '{"a":"甲"}', None, 1.5)
    ]


def test_a_whole_number_beyond_64_bits_keeps_every_digit(path: str) -> None:
    result = ask_apart(Request(path, "select 170141183460469231731687303715884105727::hugeint"))
    assert result.frame.item() == "170141183460469231731687303715884105727"


@pytest.mark.parametrize(("count", "rows", "is_cut"), [(3, 3, False), (5, 5, False), (6, 5, True), (100_000, 5, True)])
def test_more_rows_than_the_limit_are_cut_and_said_to_be(path: str, count: int, rows: int, is_cut: bool) -> None:
    result = ask_apart(Request(path, f"select * from range({count})", row_limit=5))
    assert (result.frame.height, result.is_cut) == (rows, is_cut)


def test_no_rows_keep_their_columns(path: str) -> None:
    assert ask_apart(Request(path, "select agency, year from reports where false")).frame.columns == ["agency", "year"]


def test_what_the_cage_refuses_is_refused(path: str) -> None:
    for statement in ("select 1; select 2", "select * from read_csv('x.csv')", "drop view reports"):
        with pytest.raises(Refused):
            ask_apart(Request(path, statement))


def test_a_failure_says_why(path: str) -> None:
    with pytest.raises(QueryFailed, match="nothing_of_this_name"):
        ask_apart(Request(path, "select nothing_of_this_name from reports"))


def test_a_statement_without_end_is_ended(path: str) -> None:
    with pytest.raises(QueryFailed, match="1 秒"):
        ask_apart(Request(path, "select count(*) from range(1000000000) a, range(1000000000) b", timeout=1))


def test_a_snapshot_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryFailed, match="python -m etl run"):
        ask_apart(Request(str(tmp_path / "warehouse-x.duckdb"), "select 1"))


def test_a_process_that_dies_costs_its_query_alone(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(QueryFailed, match="内存"):
        ask_apart(Request(path, "select 1"))
