"""Organs are found by any of their names and by pinyin letters; what begins so comes first."""

from pathlib import Path

import pytest

from dashboard import queries
from dashboard.search import search
from tests.warehouse.make import document, published, report
from warehouse.deciding import on_agency
from warehouse.decisions import add_decisions
from warehouse.publish import publish
from warehouse.snapshot import Snapshot, current_snapshot

NAMES = {
    "a1": "重庆市司法局",
    "a2": "六安市司法局",
    "a3": "厦门市A1管理局",
    "a4": "中国银行业协会",
    "a5": "长治市司法局",
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    data = tmp_path_factory.mktemp("search")
    before = published(
        data,
        *(document(key, report(agency_id=key, agency=name)) for key, name in NAMES.items()),
        document("old", report(agency_id="a6", agency="重庆市法制办公室", year=2018)),
    )
    add_decisions(data, [on_agency(before, "a6", "same_as", "王五", "机构改革", other="a1")])
    publish(data)
    return current_snapshot(data)


def found(snapshot: Snapshot, typed: str) -> list[str]:
    rows = snapshot.frame(queries.load("agencies_found"), {**search(typed), "row_limit": 10})
    return rows["agency_id"].to_list()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cqssfj", ["a1"]),
        ("CQS", ["a1"]),
        ("las", ["a2"]),
        ("xm", ["a3"]),
        ("a1", ["a3"]),
        ("yh", ["a4"]),
        ("cz", ["a5"]),
        ("重庆", ["a1"]),
        ("法制办", ["a1"]),
        ("cqsfzb", ["a1"]),
        ("司 法 局", ["a1", "a5", "a2"]),
        ("没有", []),
        ("%", []),
        ("'", []),
    ],
)
def test_by_a_part_of_any_name_or_by_letters(snapshot: Snapshot, typed: str, expected: list[str]) -> None:
    assert sorted(found(snapshot, typed)) == sorted(expected)


def test_everything_where_nothing_is_typed(snapshot: Snapshot) -> None:
    assert found(snapshot, " ") == found(snapshot, "")
    assert sorted(found(snapshot, "")) == sorted(NAMES)


def test_those_that_begin_so_come_first(snapshot: Snapshot) -> None:
    assert found(snapshot, "c")[:2] == ["a1", "a5"]
    assert found(snapshot, "司法")[0] == "a1", "the one with most reports, where none begins so"


def test_of_many_places_the_typed_ones_come_first_then_the_larger_ones(tmp_path: Path) -> None:
    regions = ("云南省昆明市官渡区", "云南省昆明市", "云南省", "重庆市渝中区")
    snapshot = published(
        tmp_path, *(document(name, report(agency_id=name, agency=name, region=name)) for name in regions)
    )
    question = queries.load("places_found")
    rows = snapshot.frame(question, {"pattern": None, "row_limit": 10})
    assert sorted(rows["place"]) == snapshot.frame(queries.load("places"))["place"].to_list()
    typed = snapshot.frame(question, {"pattern": "官渡", "row_limit": 1})
    assert typed.rows() == [("云南省昆明市官渡区", len(rows))]
