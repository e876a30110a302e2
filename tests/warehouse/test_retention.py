"""Old snapshots: which stay, and how they are opened."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.make import document, publish_these, report
from warehouse.__main__ import warehouse
from warehouse.retention import KEPT_WHOLE, spare
from warehouse.snapshot import NoSnapshot, SnapshotFile, current_snapshot, path_as_of, snapshot_as_of, snapshots

NOW = datetime(2026, 11, 30, 6, tzinfo=UTC)
WEEKS_AGO = st.integers(0, 600).map(lambda weeks: NOW - timedelta(weeks=weeks, hours=1))


def call(*words: object) -> Result:
    return CliRunner().invoke(warehouse, [str(word) for word in words], catch_exceptions=False)


def file(published_at: datetime, *, is_current: bool = False) -> SnapshotFile:
    name = f"{published_at:%Y%m%d-%H%M%S}"
    return SnapshotFile(Path(f"warehouse-{name}.duckdb"), name, published_at, 1, is_current)


def test_after_three_years_of_weeks_the_last_eight_and_one_a_quarter_are_left() -> None:
    kept: list[SnapshotFile] = []
    for week in range(156):
        now = NOW + timedelta(weeks=week)
        kept = [*kept, file(now)]
        gone = spare(kept, now)
        kept = [one for one in kept if one not in gone]
    young = [one for one in kept if one.published_at >= now - KEPT_WHOLE]
    assert len(young) == 9  # the new one, and those one to eight weeks old
    quarters = [(one.published_at.year, (one.published_at.month - 1) // 3) for one in kept if one not in young]
    assert len(quarters) == len(set(quarters)) == 12


@given(st.lists(WEEKS_AGO, unique=True, max_size=40), st.data())
def test_neither_the_current_nor_a_young_one_goes_and_each_quarter_keeps_one(moments, data) -> None:
    current = data.draw(st.sampled_from(moments)) if moments else None
    kept = [file(moment, is_current=moment == current) for moment in moments]
    gone = spare(kept, NOW)
    assert all(not one.is_current and NOW - one.published_at > KEPT_WHOLE for one in gone)
    left = [one for one in kept if one not in gone]
    quarters = {(one.published_at.year, (one.published_at.month - 1) // 3) for one in kept}
    assert quarters == {(one.published_at.year, (one.published_at.month - 1) // 3) for one in left}
    assert spare(left, NOW) == []


@pytest.fixture
def two_snapshots(tmp_path: Path) -> tuple[Path, str, str]:
    """A snapshot of one report, some weeks old, and the current one of two."""
    old = publish_these(tmp_path, [document("a", report())]).path
    (tmp_path / "current").unlink()
    old = old.rename(tmp_path / "warehouse-20260302-060000.duckdb")
    (tmp_path / "current").symlink_to(old.name)
    new = publish_these(tmp_path, [document("b", report(agency_id="b"))]).path
    return tmp_path, old.stem.removeprefix("warehouse-"), new.stem.removeprefix("warehouse-")


def test_an_older_snapshot_is_opened_by_its_id_or_a_day(two_snapshots: tuple[Path, str, str]) -> None:
    data, old, new = two_snapshots
    assert [(one.snapshot_id, one.is_current) for one in snapshots(data)] == [(new, True), (old, False)]
    count = "select count(*) from reports"
    assert snapshot_as_of(data, old).frame(count).item() == 1
    assert snapshot_as_of(data, old) is snapshot_as_of(data, "2026-03-05")
    assert snapshot_as_of(data, new) is current_snapshot(data)
    with pytest.raises(NoSnapshot, match=old):
        path_as_of(data, "2026-02-01")
    with pytest.raises(NoSnapshot, match=new):
        path_as_of(data, "../ledger")


def test_the_command_line_reads_older_snapshots(two_snapshots: tuple[Path, str, str]) -> None:
    data, old, new = two_snapshots
    listed = call("snapshots", "--data", data).stdout.splitlines()
    assert [line.split()[0] for line in listed] == [new, old]
    assert "current" in listed[0]
    assert old in call("path", "--data", data, "--as-of", "2026-03-02").stdout
    query = "select count(*) as n from reports"
    answers = [call("sql", query, "--data", data, "--format", "csv", *more).stdout for more in ((), ("--as-of", old))]
    assert answers == ["n\n2\n", "n\n1\n"]
    missing = call("sql", query, "--data", data, "--as-of", "1999-01-01")
    assert (missing.exit_code, old in missing.stderr) == (1, True)
