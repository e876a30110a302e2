"""A run that brings nothing new: the snapshot is copied, with the runs since; anything that could change it builds a new one."""

from pathlib import Path

import duckdb
import pytest

from tests.warehouse.make import document, publish_these, put_catalogue, report, take
from warehouse import taking
from warehouse.acceptance import PublishRefused
from warehouse.ledger import Ledger
from warehouse.publish import Published, publish
from warehouse.renewal import renew, standing
from warehouse.snapshot import connect, current_path, current_snapshot

BASIS = "the same"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    publish_these(tmp_path, [document("a", report())], basis=BASIS)
    return tmp_path


def renewed(data: Path) -> Published:
    with Ledger.open(data) as ledger:
        return renew(ledger, data, standing(current_path(data)))


def rows(path: Path, query: str) -> list[tuple]:
    connection = connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_a_copy_serves_what_was_built_and_the_runs_since(data: Path) -> None:
    before = current_path(data)
    with Ledger.open(data) as ledger:
        run_id = ledger.begin_run()
    published = renewed(data)
    assert published.is_renewed
    assert published.path != before
    assert published.row_counts == published.row_counts_before
    assert published.row_counts["cells"] == rows(before, "select count(*) from cells")[0][0] > 0
    assert rows(published.path, "select run_id from runs") == [(run_id,)]
    assert rows(published.path, "select snapshot_id from snapshot_info") == [(published.snapshot_id,)]
    same = "from cells order by all"
    assert rows(published.path, same) == rows(before, same)
    assert current_snapshot(data).snapshot_id == published.snapshot_id


def test_it_is_as_well_worded_as_the_one_before(data: Path) -> None:
    words = "select table_name, column_name, comment from duckdb_columns() where schema_name = 'main' order by all"
    before = rows(current_path(data), words)
    assert rows(renewed(data).path, words) == before


def test_the_ledger_goes_on_as_before(data: Path) -> None:
    with Ledger.open(data) as ledger:
        renew(ledger, data, standing(current_path(data)))
        run_id = ledger.begin_run()
        assert ledger.connection.execute("select run_id from runs").fetchall() == [(run_id,)]
    assert not list(data.glob("*.part*"))


def test_another_basis_or_none_is_built(data: Path) -> None:
    served = standing(current_path(data))
    assert served.is_renewable(BASIS, served.published_at)
    assert not served.is_renewable("another", served.published_at)
    publish(data)
    assert not standing(current_path(data)).is_renewable("", served.published_at)


def test_a_deadline_that_passed_makes_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "deadlines.toml").write_text('[[deadlines]]\nby = "03-31"\n', encoding="utf-8")
    take(tmp_path, document("a", report()))
    put_catalogue(tmp_path)
    publish(tmp_path, basis=BASIS)
    path = current_path(tmp_path)
    published_at, due = rows(path, "select published_at, max(due_on) from snapshot_info, filings group by all")[0]
    served = standing(path)
    assert served.is_renewable(BASIS, published_at)
    assert due.year == published_at.year + 1 or due < published_at.date()
    assert not served.is_renewable(BASIS, published_at.replace(year=published_at.year + 1))


def test_a_damaged_snapshot_has_no_standing(data: Path) -> None:
    current_path(data).write_bytes(b"not a database")
    assert standing(current_path(data)) is None


def test_a_snapshot_that_somebody_wrote_to_has_no_standing(data: Path) -> None:
    path = current_path(data)
    assert standing(path) is not None
    with duckdb.connect(path) as client:
        client.execute("create table main.notes as select 1 as note")
    assert standing(path) is None


def test_a_copy_that_cannot_be_read_is_not_published(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = current_path(data)
    monkeypatch.setattr("warehouse.renewal.RENEWED", ("no_such_view",))
    with pytest.raises(PublishRefused):
        renewed(data)
    assert current_path(data) == before
    assert list(data.glob("warehouse-*")) == [before]


def test_what_a_ledger_takes_in_is_another_state_and_a_run_is_not(data: Path) -> None:
    with Ledger.open(data) as ledger:
        before = ledger.state()
        ledger.begin_run()
        assert ledger.state() == before
        taking.take(ledger, [document("b", report(year=2023))])
        assert ledger.state() != before
