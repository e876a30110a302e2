"""The queries as they are shown: values written in, idle conditions left out, nothing that a value could break."""

from pathlib import Path

import duckdb
import pytest

from dashboard import queries

QUERIES = sorted(path.stem for path in (Path(queries.__file__).parent / "sql").glob("*.sql"))


def test_a_condition_without_a_value_is_left_out() -> None:
    text = "select 1\nwhere true\n  and ($levels is null or level in $levels)\nlimit $row_limit"
    assert queries.shown(text, {"levels": None, "row_limit": 5}) == "select 1\nwhere true\nlimit 5"


def test_a_condition_with_a_value_loses_its_guard() -> None:
    text = "where true\n  and ($levels is null or level in $levels)"
    assert queries.shown(text, {"levels": ["a", "b"]}) == "where true\n  and level in ['a', 'b']"


def test_a_quote_in_a_value_stays_a_value() -> None:
    text = queries.shown("select $name as name", {"name": "x' or 'a'='a"})
    assert duckdb.sql(text).fetchall() == [("x' or 'a'='a",)]


@pytest.mark.parametrize("value", [True, None, 3, 2.5, "文", ["a", "b"]])
def test_a_literal_reads_as_its_value(value) -> None:
    assert duckdb.sql(queries.shown("select $value", {"value": value})).fetchall() == [(value,)]


def test_parameters_of_comments_do_not_count() -> None:
    assert queries.parameters_of("-- of one kind ($kind)\nselect $year") == {"year"}


def test_a_parameter_that_is_not_at_hand_is_our_fault() -> None:
    with pytest.raises(KeyError):
        queries.bound("select $year", {})


@pytest.mark.parametrize("name", QUERIES)
def test_no_value_is_pasted_into_a_query(name: str) -> None:
    assert "{" not in queries.load(name).replace("{'", "").replace("map {", "")


def test_every_query_is_asked_somewhere() -> None:
    code = "\n".join(path.read_text("utf-8") for path in Path(queries.__file__).parent.rglob("*.py"))
    assert [name for name in QUERIES if f'"{name}"' not in code] == []
