"""Publishing: a reader sees the old snapshot or the new one, and a warehouse that fails a check is never served."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from etl.concepts import load_concepts
from tests.warehouse.make import CATALOGUE, document, publish_these, published, put_catalogue, report, take
from warehouse import taking
from warehouse.acceptance import PublishRefused, try_as_reader
from warehouse.building import build
from warehouse.decided import put_decisions
from warehouse.dialect import register
from warehouse.expectations import put_expectations
from warehouse.ledger import Ledger, ledger_path
from warehouse.lock import WarehouseLocked
from warehouse.publish import publish
from warehouse.relations import BrokenHeader, Relation, checks, read_relation, relations
from warehouse.snapshot import NoSnapshot, current_path, current_snapshot
from warehouse.wording import TermMissing, word


def agencies(count: int) -> list:
    return [document(f"{n}", report(agency_id=f"a{n}")) for n in range(count)]


def files(data: Path) -> list[str]:
    return sorted(path.name for path in data.iterdir() if path.name.startswith(("warehouse-", ".")))


def test_a_reader_of_the_old_snapshot_goes_on_and_the_next_call_sees_the_new(tmp_path: Path) -> None:
    old = published(tmp_path, *agencies(1))
    new = published(tmp_path, *agencies(2))
    assert old.path != new.path
    assert old.frame("select count(*) from reports").rows() == [(1,)]
    assert new.frame("select count(*) from reports").rows() == [(2,)]
    assert current_snapshot(tmp_path) is new


def test_a_snapshot_that_somebody_holds_stays_open_however_many_follow(tmp_path: Path) -> None:
    held = published(tmp_path, *agencies(1))
    for count in (2, 3, 4, 5):
        published(tmp_path, *agencies(count))
    assert held.frame("select count(*) from reports").rows() == [(1,)]


def test_a_reader_in_another_process_keeps_its_file(tmp_path: Path) -> None:
    published(tmp_path, *agencies(1))
    code = (
        "import sys; from pathlib import Path; from warehouse.snapshot import current_snapshot\n"
        "data = Path(sys.argv[1]); before = current_snapshot(data); print('open', flush=True); sys.stdin.readline()\n"
        "print([s.frame('select count(*) from reports').item() for s in (before, current_snapshot(data))])\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdin=-1, stdout=-1, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        published(tmp_path, *agencies(2))
        out, _ = reader.communicate("go\n", timeout=30)
    assert out == "[1, 2]\n"


def test_nothing_published_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot, match="python -m etl run"):
        current_snapshot(tmp_path)


def test_a_damaged_snapshot_names_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "warehouse-x.duckdb").write_bytes(b"junk")
    (tmp_path / "current").symlink_to("warehouse-x.duckdb")
    with pytest.raises(NoSnapshot, match="python -m etl run"):
        current_snapshot(tmp_path)


def test_there_must_be_a_ledger(tmp_path: Path) -> None:
    with pytest.raises(PublishRefused, match="python -m etl run"):
        publish(tmp_path)
    assert files(tmp_path) == []


def test_a_failed_check_leaves_the_old_snapshot_and_no_trace(tmp_path: Path) -> None:
    publish_these(tmp_path, agencies(1))
    before = files(tmp_path), current_path(tmp_path)
    with pytest.raises(PublishRefused, match="no_agency_at_all"):
        publish_these(tmp_path, agencies(2), extra_checks={"no_agency_at_all": "select agency_id from main.agencies"})
    assert (files(tmp_path), current_path(tmp_path)) == before
    assert current_snapshot(tmp_path).frame("select count(*) from reports").rows() == [(1,)]


def corrupt(data: Path, statement: str) -> None:
    with duckdb.connect(ledger_path(data)) as ledger:
        ledger.execute(statement)


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("insert into readings from readings", "grain_of_readings"),
        ("insert into documents from documents", "grain_of_"),
        ("update readings set value = 7 where status <> 'reported'", "missing_is_null"),
        ("update readings set value = null where row_code = 'licensing'", "missing_is_null"),
        ("update reports set publication_items = null", "missing_is_null"),
        ("update documents set outcome = 'unreadable'", "every_document_is_accounted_for"),
        ("update readings set row_code = 'nonesuch' where row_code = 'concluded'", "rows_are_in_the_catalogue"),
    ],
)
def test_a_broken_ledger_is_refused_by_name(tmp_path: Path, fault: str, check: str) -> None:
    printed = report({(3, "received", "company"): "/"}, publication_items=5, publication_items_status="prose")
    take(tmp_path, document("a", printed))
    put_catalogue(tmp_path)
    corrupt(tmp_path, fault)
    with pytest.raises(PublishRefused, match=check):
        publish(tmp_path)
    assert current_path(tmp_path) is None


def test_a_mart_that_differs_from_its_cells_is_refused(tmp_path: Path) -> None:
    take(tmp_path, document("a", report()))
    put_catalogue(tmp_path)
    for mart, figure in (("applications", "received"), ("disputes", "pending"), ("publications", "penalty_decisions")):
        wrong = [
            relation
            if relation.name != mart
            else altered(relation, f"select * replace ({figure} + 1 as {figure}) from ({{}})")
            for relation in relations()
        ]
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"attach '{ledger_path(tmp_path)}' as ledger (read_only)")
            connection.execute("set variable snapshot_id = 'x'")
            put_expectations(connection, tmp_path)
            put_decisions(connection, tmp_path)
            register(connection)
            build(connection, wrong)
            failing = connection.execute(checks()["figures_equal_cells"]).fetchall()
        assert failing, mart


def altered(relation: Relation, query: str) -> Relation:
    fields = {name: getattr(relation, name) for name in relation.__struct_fields__}
    return Relation(**{**fields, "query": query.format(relation.query)})


def test_fewer_rows_are_refused_unless_they_are_meant(tmp_path: Path) -> None:
    publish_these(tmp_path, agencies(3))
    before = current_path(tmp_path)
    corrupt(tmp_path, "delete from reports where agency_id = 'a0'")
    corrupt(tmp_path, "delete from documents where sha256 not in (select sha256 from reports)")
    with pytest.raises(PublishRefused, match=r"reports: 3 → 2.*2022 年度年报份数: 3 → 2"):
        publish(tmp_path)
    assert current_path(tmp_path) == before
    published = publish(tmp_path, allow_fall=True)
    assert (published.row_counts["reports"], published.row_counts_before["reports"]) == (2, 3)


def test_a_year_that_goes_is_refused_though_there_is_more_in_all(tmp_path: Path) -> None:
    publish_these(tmp_path, [*agencies(2), document("old", report(agency_id="a0", year=2021))])
    corrupt(tmp_path, "update reports set year = 2023 where year = 2021")
    take(tmp_path, *agencies(9))
    with pytest.raises(PublishRefused, match="2021 年度年报份数: 1 → 0"):
        publish(tmp_path)


def test_figures_that_can_no_longer_be_read_are_refused(tmp_path: Path) -> None:
    publish_these(tmp_path, agencies(3))
    corrupt(tmp_path, "update readings set value = null, status = 'unreadable' where row_code = 'licensing'")
    publish(tmp_path)  # a cell or two of two hundred: a reader that has become more careful
    corrupt(tmp_path, "update readings set value = null, status = 'unreadable' where table_no = 4")
    with pytest.raises(PublishRefused, match="2022 年度有数的单元格数"):
        publish(tmp_path)


def test_a_snapshot_that_is_damaged_holds_up_no_new_one(tmp_path: Path) -> None:
    damaged = publish_these(tmp_path, agencies(3)).path
    damaged.write_bytes(b"junk")
    assert publish(tmp_path).row_counts_before == {}


def test_a_file_that_its_readers_cannot_open_is_refused(tmp_path: Path) -> None:
    (tmp_path / "warehouse.duckdb").write_bytes(b"junk")
    with pytest.raises(PublishRefused, match="cannot be read"):
        try_as_reader(tmp_path / "warehouse.duckdb", ["reports"])
    whole = publish_these(tmp_path, agencies(1)).path
    with pytest.raises(PublishRefused, match="nonesuch"):
        try_as_reader(whole, ["reports", "nonesuch"])


def test_a_publish_takes_away_what_the_rule_spares_and_never_the_current(tmp_path: Path) -> None:
    current = publish_these(tmp_path, agencies(1)).path
    old = [f"warehouse-20190{month}0{day}-060000.duckdb" for month in (1, 2, 4) for day in (1, 8)]
    for name in (*old, "warehouse-of-somebody.duckdb"):
        (tmp_path / name).write_bytes(b"old")
    new = publish(tmp_path).path
    assert files(tmp_path) == sorted([current.name, new.name, old[0], old[4], "warehouse-of-somebody.duckdb"])
    assert current_path(tmp_path) == new


def test_publishing_waits_for_nobody(tmp_path: Path) -> None:
    publish_these(tmp_path, agencies(1))
    with Ledger.open(tmp_path), pytest.raises(WarehouseLocked):
        publish(tmp_path)


def test_a_full_disk_leaves_the_old_snapshot(tmp_path: Path) -> None:
    publish_these(tmp_path, agencies(1))
    take(tmp_path, *agencies(40))
    before = files(tmp_path), current_path(tmp_path)
    code = (
        "import resource, sys, duckdb; from pathlib import Path; from warehouse.publish import publish\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "try: publish(Path(sys.argv[1]))\n"
        "except duckdb.Error as error: print('full:', error)\n"
    )
    full = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert "full:" in full.stdout, full.stderr
    assert (files(tmp_path), current_path(tmp_path)) == before
    assert publish(tmp_path).row_counts["reports"] == 40


def test_the_leavings_of_a_killed_build_are_cleared_away(tmp_path: Path) -> None:
    publish_these(tmp_path, agencies(1))
    (tmp_path / "warehouse-20200101-000000.part").write_bytes(b"half")
    (tmp_path / ".current.4711").symlink_to("nowhere")
    (tmp_path / "tmp").mkdir(exist_ok=True)
    (tmp_path / "tmp" / "duckdb_temp_storage-0.tmp").write_bytes(b"spilt")
    publish(tmp_path)
    assert not [*tmp_path.glob("*.part*"), *tmp_path.glob(".current*"), *tmp_path.glob("tmp/*")]


def test_a_column_without_a_term_fails_the_build_naming_it(tmp_path: Path) -> None:
    take(tmp_path, document("a", report()))
    terms = [term for term in load_concepts().terms() if term.code not in ("received", "disputes")]
    with Ledger.open(tmp_path) as ledger:
        taking.put_catalogue(ledger, terms, CATALOGUE, [])
    with pytest.raises(TermMissing) as failure:
        publish(tmp_path)
    for name in (
        "disputes",
        "applications.received",
        "applications.received_status",
        "application_applicants.received",
    ):
        assert name in str(failure.value)
    assert "coverage.received" not in str(failure.value)
    assert current_path(tmp_path) is None


def test_a_new_column_without_a_term_is_refused() -> None:
    relation = Relation("marts", "disputes", "d", ("report_id",), "table", ("report_id", "surprise"), "select 1")
    with duckdb.connect(":memory:") as connection, pytest.raises(TermMissing, match=r"disputes\.surprise"):
        word(connection, [relation], load_concepts().terms())


def test_a_header_that_names_other_columns_than_its_query_is_refused() -> None:
    relation = Relation("marts", "thing", "d", ("a",), "table", ("a", "b"), "select 1 as a, 2 as c, 3 as b")
    with duckdb.connect(":memory:") as connection, pytest.raises(PublishRefused, match="thing"):
        build(connection, [relation])


@pytest.mark.parametrize(
    "text",
    [
        "select 1 as a",
        "-- A thing.\n-- grain: a\n-- kind: table\nselect 1",
        "-- A.\n-- grain: a\n-- kind: x\n-- columns: a\nselect 1",
    ],
)
def test_a_file_without_its_header_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "010_thing.sql"
    path.write_text(text)
    with pytest.raises(BrokenHeader):
        read_relation(path)


def test_one_relation_a_file_in_the_order_of_their_numbers() -> None:
    names = [relation.name for relation in relations()]
    assert len(names) == len(set(names))
    assert names.index("versions") < names.index("reports") < names.index("applications")


def test_a_client_finds_the_newest_by_the_link(tmp_path: Path) -> None:
    path = publish_these(tmp_path, agencies(1)).path
    with duckdb.connect(tmp_path / "current", read_only=True) as client:
        assert client.sql("select count(*) from 年度报告").fetchall() == [(1,)]
        storage = client.sql("select tags from duckdb_databases() where not internal").fetchall()[0][0][
            "storage_version"
        ]
    assert storage.startswith("v1.")
    assert path.resolve() == (tmp_path / "current").resolve()


def test_readings_made_and_checked_in_parts_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = "select * from cells order by report_id, table_no, row_code, column_code"
    whole = published(tmp_path, *agencies(5)).frame(cells)
    monkeypatch.setattr("warehouse.parts.PART_SIZE", 400)
    in_parts = published(tmp_path, *agencies(5))
    assert in_parts.frame(cells).equals(whole)
    # a report's cells stand together, in the order of the reports
    stored = in_parts.frame("select report_id from core.readings order by rowid")["report_id"]
    assert stored.is_sorted()
    assert stored.n_unique() == 5
    corrupt(
        tmp_path, "insert into readings from readings where report_id = (select min(report_id) from readings) limit 1"
    )
    with pytest.raises(PublishRefused, match="grain_of_readings"):
        publish(tmp_path)
