"""A reader's scope: of every view only the rows of his places, and no way around it."""

from pathlib import Path

import duckdb
import pytest

from tests.warehouse.make import document, published, report
from warehouse.apart import Request, ask_apart
from warehouse.cage import Refused, ask
from warehouse.scope import OPEN_TO_ALL, ScopedSnapshot, narrow
from warehouse.snapshot import Snapshot, connect

HERE, THERE, NOWHERE = (
    {"agency_id": f"a{number}", "agency": name, "region_code": code, "region": region}
    for number, (name, code, region) in enumerate(
        [("甲县司法局", "990101", "明月省甲县"), ("乙县司法局", "990102", "明月省乙县"), ("某局", None, None)]
    )
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    documents = [document(fields["agency"], report(**fields)) for fields in (HERE, THERE, NOWHERE)]
    return published(tmp_path_factory.mktemp("scope"), *documents, document("nothing"))


def names(snapshot: Snapshot, view: str = "reports", column: str = "agency") -> list[str]:
    return sorted(snapshot.frame(f"select distinct {column} from {view}").to_series().to_list())


def views(snapshot: Snapshot) -> list[str]:
    return (
        snapshot.frame("select view_name from duckdb_views() where schema_name = 'main' and not internal")
        .to_series()
        .to_list()
    )


def test_a_scope_holds_its_places_and_what_lies_below(snapshot: Snapshot) -> None:
    assert names(ScopedSnapshot(snapshot, ["明月省甲县"])) == ["甲县司法局"]
    assert names(ScopedSnapshot(snapshot, ["明月省"])) == ["乙县司法局", "甲县司法局"]
    assert names(ScopedSnapshot(snapshot, ["明月省甲县", "明月省乙县"])) == ["乙县司法局", "甲县司法局"]


@pytest.mark.parametrize("places", [[], ["别处"], ["明月省丙县"]])
def test_without_a_place_that_is_there_nothing_is_seen(snapshot: Snapshot, places: list[str]) -> None:
    scope = ScopedSnapshot(snapshot, places)
    told = {view for view in views(snapshot) if scope.frame(f'select count(*) from "{view}"').item()}
    open_views = {
        *OPEN_TO_ALL,
        *snapshot.frame("select zh from terms where code in $open", {"open": sorted(OPEN_TO_ALL)})["zh"],
    }
    assert told == open_views & told
    assert "terms" in told


def test_the_snapshot_and_the_runs_tell_a_scope_nothing_of_the_whole(snapshot: Snapshot) -> None:
    scope = ScopedSnapshot(snapshot, ["明月省甲县"])
    assert scope.frame("select report_count, agency_count from snapshot_info").row(0) == (1, 1)
    assert snapshot.frame("select report_count, agency_count from snapshot_info").row(0) == (3, 3)
    twin = {
        "view": "select zh from terms where code = 'snapshot_info'",
        "count": "select zh from terms where code = 'report_count'",
    }
    view, count = (scope.frame(sql).item() for sql in twin.values())
    assert scope.frame(f'select "{count}" from "{view}"').item() == 1
    assert scope.frame("select count(*) from runs").item() == 0


def test_every_view_and_its_twin_hold_nothing_of_other_places(snapshot: Snapshot) -> None:
    scope = ScopedSnapshot(snapshot, ["明月省甲县"])
    for view in views(snapshot):
        text = scope.frame(f'select * from "{view}"').write_json()
        assert "乙县" not in text, view
        assert "某局" not in text, view
    assert names(scope, "依申请公开", "机关名称") == names(scope, "applications") == ["甲县司法局"]


def test_a_view_without_a_tie_to_a_place_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "warehouse-x.duckdb"
    with duckdb.connect(file) as made:
        made.execute("create view terms as select 'a' as zh, 'b' as code")
        made.execute("create view reports as select 'r' as report_id, '明月省' as region")
        made.execute("create view agencies as select 'a' as agency_id, '明月省' as region")
        made.execute("create view secrets as select 'anything' as told")
    with connect(file) as narrowed:
        narrow(narrowed, ["明月省"])
        assert narrowed.execute("select count(*) from reports").fetchall() == [(1,)]
        assert narrowed.execute("select count(*) from secrets").fetchall() == [(0,)]


@pytest.mark.parametrize(
    "statement",
    [
        "select * from core.reports",
        "select * from main.reports",
        "summarize core.reports",
        "show tables from core",
        "with r as (select * from core.reports) select * from r",
        "select (select count(*) from main.reports)",
        "select * from query_table('core.reports')",
    ],
)
def test_no_prefix_leads_around_the_scope(snapshot: Snapshot, statement: str) -> None:
    with pytest.raises(Refused), ask(snapshot.connection, statement, places=["明月省甲县"]) as answer:
        list(answer.chunks())


def test_a_strangers_sql_sees_the_scope(snapshot: Snapshot) -> None:
    request = Request(str(snapshot.path), "select agency from reports order by all", places=("明月省甲县",))
    assert ask_apart(request).frame["agency"].to_list() == ["甲县司法局"]


def test_a_hostile_place_is_no_sql(snapshot: Snapshot) -> None:
    assert names(ScopedSnapshot(snapshot, ["') or true --", "%"])) == []
