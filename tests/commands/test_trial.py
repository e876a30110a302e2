"""``python -m etl trial``: made-up reports at real places, published as any other, and marked wherever they are shown."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import DATA_VARIABLE
from dashboard.language import Words
from etl.__main__ import main
from etl.commands.trial import put_catalogue
from tests.dashboard.test_pages import APP, PAGES
from warehouse.ledger import Ledger
from warehouse.snapshot import Snapshot, current_snapshot
from warehouse.trial import Trial, fill


@pytest.fixture
def snapshot(trial_data: Path) -> Snapshot:
    return current_snapshot(trial_data)


def test_the_snapshot_says_that_it_is_synthetic(snapshot: Snapshot) -> None:
    assert snapshot.frame("select is_synthetic, agency_count from snapshot_info").rows() == [(True, 300)]
    assert snapshot.frame("select count(*) from agencies where not contains(agency, '虚构')").item() == 0
    assert snapshot.frame("select count(*) from agencies anti join regions using (region_code)").item() == 0


def test_the_figures_hold_together_but_for_the_errors_drawn(snapshot: Snapshot) -> None:
    unsound = """
        select count(*) from applications
        where report_id not in (select report_id from findings where rule in ('outcome_sum', 'unreadable_cell'))
            and status <> 'incomplete'
            and (
                received + carried_in <> concluded + carried_out
                or granted + granted_in_part + refused + unable + declined + other <> concluded
            )
    """
    assert snapshot.frame(unsound).item() == 0
    assert snapshot.frame("select count(*) from applications where received < 0").item() == 0
    checked = "select count(*) from applications where status = 'printed' and concluded > 0"
    assert snapshot.frame(checked).item() > 1000
    # What is not printed stays missing.
    kinds = snapshot.frame("select distinct status from cells order by all")["status"].to_list()
    assert {"blank", "not_applicable", "reported"} <= set(kinds)


def test_every_main_view_has_rows(snapshot: Snapshot) -> None:
    views = "reports cells findings publications applications disputes application_outcomes indicators filings coverage runs"
    assert [view for view in views.split() if snapshot.frame(f"select count(*) from {view}").item() == 0] == []


def filled(data: Path, seed: int) -> list[tuple[object, ...]]:
    with Ledger.open(data) as ledger:
        put_catalogue(ledger)
        fill(ledger, Trial(organs=20, years=7, seed=seed), {"justice": "司法局"}, lambda step: None)
        return ledger.connection.execute(
            "select report_id, row_code, column_code, printed from readings order by all"
        ).fetchall()


def test_the_same_seed_makes_the_same_figures(tmp_path: Path) -> None:
    first = filled(tmp_path / "first", 1)
    assert len(first) > 10_000
    assert filled(tmp_path / "again", 1) == first
    assert filled(tmp_path / "other", 2) != first


def test_it_is_not_mixed_with_other_data(trial_data: Path) -> None:
    answer = CliRunner().invoke(main, ["trial", "--out", str(trial_data)])
    assert answer.exit_code == 2
    assert "已有台账" in answer.output


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_the_data_are_synthetic(
    page: str, trial_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(trial_data))
    app = AppTest.from_file(APP, default_timeout=60)
    app._page_hash = calc_hash("" if page == "overview" else page)
    app.run()
    assert not app.exception
    assert [warning.value for warning in app.warning][:1] == [Words("zh")("snapshot.synthetic")]
