"""Every entry of the catalogue is used, and everything that needs an entry has one."""

import re
import tomllib
from pathlib import Path

import pytest

from etl.agencies import functions
from etl.editions import editions
from etl.labels import variants
from tests.house.tree import ROOT, files
from warehouse.snapshot import Snapshot, current_snapshot

CATALOGUE = ROOT / "etl" / "catalogue"
SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)
CHINESE = re.compile(r"[\u3400-\u9fff]")


def catalogue(name: str) -> dict:
    return tomllib.loads((CATALOGUE / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def snapshot(samples_data: Path) -> Snapshot:
    return current_snapshot(samples_data)


def test_every_file_of_the_catalogue_is_read() -> None:
    code = "\n".join(path.read_text("utf-8") for path in files("etl", suffix=".py"))
    unread = [path.name for path in CATALOGUE.iterdir() if path.suffix in {".toml", ".csv"} and path.stem not in code]
    assert unread == []


def test_variants_stand_for_labels_of_a_form() -> None:
    labels = {
        label
        for edition in editions().values()
        for _, row, column in edition.cells()
        for label in (row.label, row.parent, column.label, column.parent)
    }
    assert set(variants()) - labels == set()


def test_every_function_is_met_by_its_own_words() -> None:
    words = [(word, function.code) for function in functions() for word in function.words]
    repeated = {word for word, _ in words if [w for w, _ in words].count(word) > 1}
    assert repeated == set()


def test_every_count_of_the_prose_has_a_pattern() -> None:
    narrative = catalogue("narrative.toml")
    defined = {concept["code"] for concept in narrative["concepts"]}
    stated = {code for pattern in narrative["patterns"] for code in pattern["concepts"]}
    assert stated - defined == set()
    code = (ROOT / "etl" / "narrative.py").read_text("utf-8")
    assert [concept for concept in defined - stated if f'"{concept}"' not in code] == []


def test_every_term_names_something_in_the_snapshot(snapshot: Snapshot) -> None:
    terms = set(snapshot.frame("select code from terms")["code"])
    views = set(snapshot.frame("select distinct view_name from duckdb_views() where schema_name = 'main'")["view_name"])
    columns = snapshot.frame(
        "select table_name, column_name from duckdb_columns() where schema_name = 'main' and not internal"
    )
    names = {column for _, column in columns.rows()} | {f"{view}.{column}" for view, column in columns.rows()}
    codes = set(
        snapshot.frame(
            "select row_code as code from cell_catalogue union select column_code from cell_catalogue "
            "union select distinct kind from disputes union select distinct outcome_group from application_outcomes"
        )["code"]
    )
    assert terms - views - names - codes == set()


def test_every_view_and_column_says_what_it_is_in_both_languages(snapshot: Snapshot) -> None:
    comments = snapshot.frame(
        "select view_name as name, comment from duckdb_views() where schema_name = 'main' and not internal union all "
        "select table_name || '.' || column_name, comment from duckdb_columns() where schema_name = 'main' and not internal"
    )
    silent = [
        name
        for name, comment in comments.rows()
        if not comment or not CHINESE.search(comment) or not re.search(r"[A-Za-z]{2}", comment)
    ]
    assert silent == []


def test_every_view_has_its_twin(snapshot: Snapshot) -> None:
    views = snapshot.frame("select view_name from duckdb_views() where schema_name = 'main' and not internal")[
        "view_name"
    ]
    twins = dict(snapshot.frame("select code, zh from terms").rows())
    english = [view for view in views if not CHINESE.search(view)]
    assert [view for view in english if twins.get(view) not in set(views)] == []
    for view in english:
        mine, its = (snapshot.frame(f'select count(*) from "{name}"') for name in (view, twins[view]))
        assert mine.equals(its) or mine.item() == its.item(), view


@pytest.mark.parametrize("example", SQL.findall((ROOT / "README.md").read_text("utf-8")))
def test_sql_examples_answer(example: str, snapshot: Snapshot) -> None:
    assert len(snapshot.frame(example)) > 0


def test_changelog_names_every_view_and_rule(snapshot: Snapshot) -> None:
    named = set(re.findall(r"`(\w+)`", (ROOT / "CHANGELOG.md").read_text("utf-8")))
    views = snapshot.frame("select view_name from duckdb_views() where schema_name = 'main' and not internal")[
        "view_name"
    ]
    rules = snapshot.frame("select distinct rule from findings")["rule"]
    assert {view for view in views if not CHINESE.search(view)} - named == set()
    assert set(rules) - named == set()
