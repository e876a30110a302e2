"""Who reported and who should have: by the user's roster, or inferred; who is late, and why."""

from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.make import document, published, report
from warehouse import taking
from warehouse.ledger import Ledger
from warehouse.records import DocumentRecord, RosterEntry
from warehouse.snapshot import Snapshot

NOW = 2026
"""Deadlines of the years that these tests speak of are over for good."""


def listed(agency_id: str, first: int | None = None, last: int | None = None, line: int = 2) -> RosterEntry:
    return RosterEntry(
        line, agency_id, f"甲县第{agency_id}局", "990101", "明月省甲县", "county", "justice", first, last
    )


def yearly(agency_id: str, *years: int, **fields: Any) -> list[DocumentRecord]:
    return [
        document(
            f"{agency_id} {year}",
            report(year=year, agency_id=agency_id, agency=f"甲县第{agency_id}局", **{"published_on": f"{year + 1}-01-20", **fields}),
        )
        for year in years
    ]  # fmt: skip


def rostered(data: Path, roster: list[RosterEntry], *documents: list[DocumentRecord]) -> Snapshot:
    with Ledger.open(data) as ledger:
        taking.put_roster(ledger, roster)
    return published(data, *(one for some in documents for one in some))


def states(snapshot: Snapshot) -> dict[tuple[str, int], tuple[str, str | None]]:
    rows = snapshot.frame("select agency_id, year, state, basis from filings order by all").rows()
    return {(agency_id, year): (state, basis) for agency_id, year, state, basis in rows}


def test_an_organ_of_the_roster_that_never_reported_is_missing_by_name(tmp_path: Path) -> None:
    snapshot = rostered(tmp_path, [listed("a1", 2021, 2022), listed("a9", 2021, 2022)], yearly("a1", 2021, 2022))
    assert states(snapshot) == {
        ("a1", 2021): ("on_time", "roster"),
        ("a1", 2022): ("on_time", "roster"),
        ("a9", 2021): ("missing", "roster"),
        ("a9", 2022): ("missing", "roster"),
    }
    told = snapshot.frame("select report_id, agency, about, message from findings where rule = 'missing_report'").rows()
    assert told == [
        (
            None,
            "甲县第a9局",
            "2021、2022",
            "该机关在应报名册中，2021、2022年度报告的公布期限（2023年1月31日）已过，尚未收到。",
        )
    ]
    names = snapshot.frame("select agency, due_on::varchar, reason from filings where state = 'missing' order by year")
    assert names.rows()[0] == ("甲县第a9局", "2022-01-31", "应报名册中有此机关，公布期限已过")
    totals = "select sum(agencies_known), sum(expected), sum(on_roster), sum(received), sum(missing) from coverage"
    assert snapshot.frame(f"{totals} where year = 2022").row(0) == (2, 2, 2, 1, 1)


def test_the_roster_says_from_when_and_until_when(tmp_path: Path) -> None:
    roster = [listed("a1", 2022, 2022), listed("a2", 2020, 2021, line=3), listed("a2", 2023, 2023, line=4)]
    snapshot = rostered(tmp_path, roster, yearly("a1", 2021, 2022), yearly("a2", 2020, 2023))
    assert states(snapshot) == {
        ("a1", 2021): ("on_time", None),
        ("a1", 2022): ("on_time", "roster"),
        ("a2", 2020): ("on_time", "roster"),
        ("a2", 2021): ("missing", "roster"),
        ("a2", 2023): ("on_time", "roster"),
    }
    row = snapshot.frame("select sum(expected), sum(received), sum(unexpected) from coverage where year = 2021").row(0)
    assert row == (1, 1, 1)


def test_a_roster_without_years_begins_where_half_of_it_reported(tmp_path: Path) -> None:
    roster = [listed(f"a{n}", line=n) for n in range(2, 6)]
    snapshot = rostered(tmp_path, roster, yearly("a2", 2019, 2022, 2023), yearly("a3", 2022, 2023))
    assert [year for (agency, year) in states(snapshot) if agency == "a4"] == list(range(2022, NOW))
    found = states(snapshot)
    assert found["a4", 2022] == found["a5", 2023] == ("missing", "roster")
    assert ("a2", 2019) in found, "what came in is shown, expected or not"


def test_organs_that_are_not_on_the_roster_are_inferred(tmp_path: Path) -> None:
    snapshot = rostered(tmp_path, [listed("a1", 2021, 2021)], yearly("a1", 2021), yearly("b1", 2020, 2022))
    assert states(snapshot)["b1", 2021] == ("missing", "inferred")


def test_without_a_roster_one_that_stopped_is_missed_in_every_collected_year(tmp_path: Path) -> None:
    going_on = [one for n in range(3) for one in yearly(f"a{n}", 2020, 2021, 2022, 2023)]
    snapshot = rostered(tmp_path, [], yearly("b1", 2020, 2021), going_on)
    assert [states(snapshot)["b1", year][0] for year in (2022, 2023)] == ["missing", "missing"]
    told = snapshot.frame("select year, about, message from findings where rule = 'missing_report'").rows()
    assert told == [
        (2021, "2022、2023", "该机关有2021年度报告，2022、2023年度报告的公布期限（2024年1月31日）已过，尚未收到。")
    ]


def test_late_undated_and_awaited_stay_apart(tmp_path: Path) -> None:
    snapshot = rostered(
        tmp_path,
        [],
        yearly("a1", 2022, published_on="2023-02-05"),
        yearly("a2", 2022, published_on=None),
        yearly("a3", 2098, 2099),
        yearly("a4", 2097, 2098),
    )
    found = snapshot.frame("select agency_id, year, state, days_late, reason from filings order by all").rows()
    assert ("a1", 2022, "late", 5, "公布日期晚于期限 5 天") in found
    assert ("a2", 2022, "undated", None, "文档没有载明可用的公布日期") in found
    assert ("a4", 2099, "awaited", None, "公布期限未到") in found
    row = snapshot.frame("select sum(late), sum(undated), sum(received) from coverage where year = 2022").row(0)
    assert row == (1, 1, 2)


def test_a_report_read_without_a_figure_or_with_an_error_is_received(tmp_path: Path) -> None:
    empty = yearly("a1", 2022, readings=(), findings=())
    clean = yearly("a2", 2022, findings=())
    snapshot = rostered(tmp_path, [], empty, clean, yearly("a3", 2022))
    assert snapshot.frame("select received, read, without_errors from coverage").row(0) == (3, 2, 1)


@pytest.mark.parametrize("roster", [[], [listed("a1", 2021, 2021)]])
def test_a_new_roster_takes_the_place_of_the_old_one(tmp_path: Path, roster: list[RosterEntry]) -> None:
    rostered(tmp_path, [listed("a9", 2021, 2021)], yearly("a1", 2021))
    assert set(states(rostered(tmp_path, roster))) == {("a1", 2021)}


def test_findings_without_a_report_leave_the_counts_of_reports_alone(tmp_path: Path) -> None:
    snapshot = rostered(tmp_path, [listed("a9", 2021, 2021), listed("a8", 2021, 2021)], yearly("a1", 2021))
    counts = snapshot.frame("select finding_no, report_id from findings where rule = 'missing_report' order by all")
    assert counts.rows() == [(1, None), (2, None)]
    assert snapshot.frame("select finding_count from reports").item() == 1
