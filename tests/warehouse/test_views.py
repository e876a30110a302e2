"""Rows in, rows out: what the views make of what reports print."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.warehouse.make import (
    ABSENT,
    BLANK,
    SLASH,
    SMUDGE,
    Form,
    document,
    published,
    report,
)
from warehouse.records import FindingRecord, IndicatorRecord, ReportRecord, StatementRecord
from warehouse.relations import relations
from warehouse.snapshot import Snapshot, current_snapshot

APPLICANTS = (
    "natural_person",
    "company",
    "research_institution",
    "social_organization",
    "legal_service",
    "other_organization",
)


def row_of_table_3(row: str, total: Any, *parts: Any) -> Form:
    return {(3, row, "total"): total, **{(3, row, c): p for c, p in zip(APPLICANTS, parts, strict=True)}}


def totals(table: int, row: str, **columns: Any) -> Form:
    return {(table, row, column): printed for column, printed in columns.items()}


def row_totals(**rows: Any) -> Form:
    return {(3, row, "total"): printed for row, printed in rows.items()}


KINDS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
RESULTS = ("upheld", "corrected", "other_result", "pending", "total")
THREE = ("other_correction_overdue", "other_fee_overdue", "other_remaining")
COMPLETE, INCOMPLETE = (1, 2, 3, 4, 5, 6), (1, 2, 3, 4, 5, BLANK)
CASES: dict[str, ReportRecord] = {
    "printed": report({**row_of_table_3("received", 9, *COMPLETE)}),
    "blank total": report(row_of_table_3("received", BLANK, *COMPLETE)),
    "blank total and part": report(row_of_table_3("received", BLANK, *INCOMPLETE)),
    "blank total and slash": report(row_of_table_3("received", BLANK, *COMPLETE[:5], SLASH)),
    "blank total, part absent": report(row_of_table_3("received", BLANK, *COMPLETE[:5], ABSENT)),
    "slash": report(row_of_table_3("received", SLASH, *COMPLETE)),
    "smudge": report(row_of_table_3("received", SMUDGE, *COMPLETE)),
    "absent": report(row_of_table_3("received", *[ABSENT] * 7)),
    "fraction": report(row_of_table_3("received", 1.5, *COMPLETE)),
    "refused": report(row_totals(refused_state_secret=2, refused_internal_affairs=3)),
    "refused from parts": report({**row_of_table_3("refused_state_secret", BLANK, *COMPLETE), **row_totals(refused_internal_affairs=3)}),
    "refused blank": report({**row_of_table_3("refused_state_secret", BLANK, *INCOMPLETE), **row_totals(refused_internal_affairs=3)}),
    "refused slash": report(row_totals(refused_state_secret=SLASH)),
    "refused smudge": report(row_totals(refused_state_secret=SMUDGE, refused_internal_affairs=BLANK)),
    "refused row absent": report(row_of_table_3("refused_state_secret", *[ABSENT] * 7)),
    "other in three": report(row_totals(other_correction_overdue=1, other_fee_overdue=2, other_remaining=4)),
    "other in one": report({
        **{(3, row, c): ABSENT for row in THREE for c in (*APPLICANTS, "total")},
        **row_of_table_3("other", 8, *COMPLETE),
    }),
    "other blank beside three": report({**row_of_table_3("other", BLANK, *INCOMPLETE), **row_totals(other_remaining=4)}),
    "other of 2019": report(row_of_table_3("other", 6, *COMPLETE), edition="2019", year=2019),
    "no table": report(readings=()),
    "before 2019": report(
        edition="pre2019", year=2015,
        indicators=(
            IndicatorRecord("publications", "主动公开政府信息数", "条", 120, 900, "120"),
            IndicatorRecord("applications_received", "收到申请数", "件", 7, None, "7"),
            IndicatorRecord("reconsiderations", "行政复议数量", "件", None, None, "", "blank"),
        ),
    ),
    "indicators that disagree": report(
        edition="pre2019", year=2015,
        indicators=(
            IndicatorRecord("applications_received", "收到申请数", "件", 7),
            IndicatorRecord("applications_received", "申请数", "件", 8),
        ),
    ),
    "total of four": report(totals(4, "reconsideration", upheld=1, pending=2, total=BLANK)),
    "total of three": report(totals(4, "reconsideration", upheld=SLASH, total=BLANK)),
    "wrong total": report(totals(4, "reconsideration", upheld=1, total=7)),
    "no table 4": report({(4, kind, result): ABSENT for kind in KINDS for result in RESULTS}),
    "publications": report(
        {**totals(2, "regulations", issued=SLASH), **totals(2, "normative_documents", issued=3),
         **totals(2, "administrative_fees", amount_10k_yuan=12.34)},
        publication_items=55, publication_items_status="prose",
    ),
    "publications of 2019": report(
        {**totals(2, "normative_documents", created=3), **totals(2, "licensing", decisions=BLANK)}, edition="2019", year=2019,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    documents = [
        document(
            name, ReportRecord(**{f: getattr(r, f) for f in r.__struct_fields__} | {"agency_id": name, "agency": name})
        )
        for name, r in CASES.items()
    ]
    return published(tmp_path_factory.mktemp("views"), *documents)


def of(snapshot: Snapshot, case: str, view: str, columns: str, where: str = "true") -> tuple[Any, ...]:
    (row,) = snapshot.frame(f"select {columns} from {view} where agency = $case and {where}", {"case": case}).rows()
    return tuple(row)


@pytest.mark.parametrize(
    ("case", "received", "received_status", "status"),
    [
        ("printed", 9, "printed", "printed"),
        ("blank total", 21, "from_parts", "from_parts"),
        ("blank total and part", None, "blank", "incomplete"),
        ("blank total and slash", None, "blank", "incomplete"),
        ("blank total, part absent", None, "blank", "incomplete"),
        ("slash", None, "not_applicable", "incomplete"),
        ("smudge", None, "unreadable", "incomplete"),
        ("absent", None, "absent", "incomplete"),
        ("fraction", None, "unreadable", "incomplete"),
        ("no table", None, "absent", "incomplete"),
        ("before 2019", 7, "printed", "incomplete"),
        ("indicators that disagree", None, "unreadable", "incomplete"),
    ],
)
def test_received(snapshot: Snapshot, case: str, received: int | None, received_status: str, status: str) -> None:
    found = of(snapshot, case, "applications", "received, received_status, status")
    assert found == (received, received_status, status)


@pytest.mark.parametrize(
    ("case", "refused", "refused_status", "status"),
    [
        ("printed", 0, "printed", "printed"),
        ("refused", 5, "printed", "printed"),
        ("refused from parts", 24, "from_parts", "from_parts"),
        ("refused blank", None, "blank", "incomplete"),
        ("refused slash", None, "not_applicable", "incomplete"),
        ("refused smudge", None, "unreadable", "incomplete"),
        ("refused row absent", None, "absent", "incomplete"),
        ("no table", None, "absent", "incomplete"),
        ("before 2019", None, "absent", "incomplete"),
    ],
)
def test_refused_is_the_sum_of_its_rows_or_nothing(
    snapshot: Snapshot, case: str, refused: int | None, refused_status: str, status: str
) -> None:
    assert of(snapshot, case, "applications", "refused, refused_status, status") == (refused, refused_status, status)


@pytest.mark.parametrize(
    ("case", "other"),
    [
        ("other in three", 7),
        ("other in one", 8),
        ("other blank beside three", 4),
        ("other of 2019", 6),
        ("no table", None),
    ],
)
def test_other_is_its_single_row_or_its_three(snapshot: Snapshot, case: str, other: int | None) -> None:
    assert of(snapshot, case, "applications", "other") == (other,)


def test_outcomes_are_the_rows_that_the_report_prints(snapshot: Snapshot) -> None:
    rows = snapshot.frame(
        "select outcome, outcome_group, value, value_status from application_outcomes where agency = 'refused from parts'"
    ).rows()
    assert len(rows) == 21
    assert ("refused_state_secret", "refused", 21, "from_parts") in rows
    assert ("granted", "granted", 0, "printed") in rows
    assert {row[1] for row in rows} == {"granted", "granted_in_part", "refused", "unable", "declined", "other"}


def test_applicants_are_the_columns_without_the_total(snapshot: Snapshot) -> None:
    rows = snapshot.frame(
        "select applicant, received, received_status, carried_in from application_applicants "
        "where agency = 'blank total and part' order by received nulls last"
    ).rows()
    assert rows == [(name, n, "printed", 0) for n, name in enumerate(APPLICANTS[:5], 1)] + [
        (APPLICANTS[5], None, "blank", 0)
    ]


@pytest.mark.parametrize(
    ("case", "kind", "total", "total_status", "status"),
    [
        ("printed", "reconsideration", 0, "printed", "printed"),
        ("total of four", "reconsideration", 3, "from_parts", "from_parts"),
        ("total of three", "reconsideration", None, "blank", "incomplete"),
        ("wrong total", "reconsideration", 7, "printed", "printed"),
        ("no table 4", "litigation_direct", None, "absent", "incomplete"),
        ("before 2019", "reconsideration", None, "blank", "incomplete"),
        ("before 2019", "litigation_direct", None, "absent", "incomplete"),
    ],
)
def test_disputes(snapshot: Snapshot, case: str, kind: str, total: int | None, total_status: str, status: str) -> None:
    found = of(snapshot, case, "disputes", "total, total_status, status", f"kind = '{kind}'")
    assert found == (total, total_status, status)


def test_every_report_has_a_row_in_each_view_of_figures(snapshot: Snapshot) -> None:
    counts = snapshot.frame(
        "select (select count(*) from publications), (select count(*) from applications), (select count(*) from disputes) / 3"
    ).rows()
    assert counts == [(len(CASES), len(CASES), len(CASES))]


def test_publications_keep_the_editions_apart(snapshot: Snapshot) -> None:
    columns = (
        "publication_items, publication_items_status, regulations_issued, regulations_issued_status, "
        "normative_documents_issued, normative_documents_created, normative_documents_created_status, "
        "administrative_fees_10k_yuan, licensing_decisions, licensing_decisions_status, status"
    )
    assert of(snapshot, "publications", "publications", columns) == (
        55, "prose", None, "not_applicable", 3, None, "absent", 12.34, 0, "printed", "incomplete",
    )  # fmt: skip
    assert of(snapshot, "publications of 2019", "publications", columns) == (
        None, "absent", None, "absent", None, 3, "printed", None, None, "blank", "incomplete",
    )  # fmt: skip
    assert of(snapshot, "printed", "publications", "status") == ("printed",)


def test_items_published_before_2019_come_from_the_indicators(snapshot: Snapshot) -> None:
    assert of(snapshot, "before 2019", "reports", "publication_items, publication_items_status") == (120, "printed")
    assert of(snapshot, "before 2019", "publications", "publication_items, status") == (120, "printed")


def test_cells_say_what_stands_where(snapshot: Snapshot) -> None:
    found = of(
        snapshot, "slash", "cells join reports using (report_id)",
        "value, printed, cells.status, row_label, column_label, grid_no",
        "table_no = 3 and row_code = 'received' and column_code = 'total'",
    )  # fmt: skip
    assert found == (None, "/", "not_applicable", "一、本年新收政府信息公开申请数量", "总计", 1)


def test_no_printed_blank_becomes_a_zero_anywhere(snapshot: Snapshot) -> None:
    zeros = "select count(*) from cells where value = 0 and status <> 'reported'"
    assert snapshot.frame(zeros).rows() == [(0,)]
    assert snapshot.frame("select count(*) from cells where status = 'blank'").rows()[0][0] > 0


def test_counts_beside_a_report(snapshot: Snapshot) -> None:
    assert of(snapshot, "no table", "reports", "cell_count, finding_count, error_count") == (0, 1, 1)
    assert of(snapshot, "slash", "reports", "cell_count") == (len(CASES["slash"].readings),)


def test_findings_name_their_cells(snapshot: Snapshot) -> None:
    found = of(snapshot, "slash", "findings", "rule, severity, message, finding_no, year, cells")
    assert found == (
        "balance",
        "error",
        "不平衡",
        1,
        2022,
        [{"table_no": 3, "row_code": "received", "column_code": "total"}],
    )


def test_every_view_has_a_twin_with_the_same_rows_under_chinese_names(snapshot: Snapshot) -> None:
    terms = dict(snapshot.frame("select code, zh from terms").rows())
    views = [
        name
        for (name,) in snapshot.frame(
            "select view_name from duckdb_views() where schema_name = 'main' and not internal"
        ).rows()
        if name.isascii()
    ]
    assert len(views) == sum(relation.is_public for relation in relations())
    for view in views:
        english = snapshot.frame(f"select * from {view} order by all")
        chinese = snapshot.frame(f'select * from "{terms[view]}" order by all')
        assert english.rows() == chinese.rows()
        assert all(not name.isascii() for name in chinese.columns), chinese.columns
        for code, zh in zip(english.columns, chinese.columns, strict=True):
            assert zh == terms.get(f"{view}.{code}", terms.get(code, zh))


def test_every_view_and_column_has_its_comment(snapshot: Snapshot) -> None:
    comments = snapshot.frame(
        "select view_name, comment from duckdb_views() where schema_name = 'main' and not internal union all "
        "select table_name || '.' || column_name, comment from duckdb_columns() where schema_name = 'main' and not internal"
    ).rows()
    assert len(comments) > 500
    assert [name for name, comment in comments if not comment or " / " not in comment] == []


def test_a_served_view_rests_on_what_is_in_the_file_alone(snapshot: Snapshot) -> None:
    text = snapshot.frame("select sql from duckdb_views() where not internal and sql ilike '%ledger%'")
    assert text.rows() == []


def test_coverage_counts_what_came_in_and_what_could_be_read(tmp_path: Path) -> None:
    clean: dict[str, Any] = {"findings": ()}
    view = published(
        tmp_path,
        document("1", report(agency_id="a", year=2022, **clean)),
        document("2", report(agency_id="a", year=2023)),
        document("3", report(agency_id="b", year=2022, readings=(), **clean)),
        document("4", report(agency_id="c", year=2023, level="township", **clean)),
        document("5", report(agency_id=None, year=2023)),
    )
    rows = view.frame(
        "select year, level, agencies_known, received, read, without_errors from coverage order by all"
    ).rows()
    assert rows == [
        (2022, "county", 2, 2, 1, 1),
        (2022, "township", 1, 0, 0, 0),
        (2023, "county", 2, 1, 1, 0),
        (2023, "township", 1, 1, 1, 1),
    ]


def test_agencies_are_named_as_in_their_latest_report(tmp_path: Path) -> None:
    view = published(
        tmp_path,
        document("1", report(agency="甲县法制办", year=2018, edition="pre2019", region="甲县")),
        document("2", report(agency="甲县司法局", year=2022, region=None)),
    )
    rows = view.frame("select agency, region, first_year, last_year, report_count from agencies").rows()
    assert rows == [("甲县司法局", "甲县", 2018, 2022, 2)]


def test_documents_without_a_report_say_why(tmp_path: Path) -> None:
    view = published(
        tmp_path, document("a", report()), document("b"), document("c", outcome="unreadable", reason="加密")
    )
    rows = view.frame(
        "select source_name, outcome, reason, report_id is null from documents order by source_name"
    ).rows()
    assert rows == [
        ("a.html", "report", None, False),
        ("b.html", "no_report", "不是年度报告", True),
        ("c.html", "unreadable", "加密", True),
    ]


def test_counts_of_the_prose_keep_their_sentence(tmp_path: Path) -> None:
    said = StatementRecord("received", 12, "收到申请12件。", "region", is_cumulative=True, page=2)
    view = published(
        tmp_path, document("a", report(statements=(said,), findings=(FindingRecord("late", "notice", "迟"),)))
    )
    rows = view.frame("select * exclude (report_id) from statements").rows()
    assert rows == [(1, "received", 12.0, "收到申请12件。", "region", False, True, 2)]
    assert view.frame("select rule, cells from findings").rows() == [("late", [])]


def test_a_snapshot_tells_what_it_is(tmp_path: Path) -> None:
    view = published(tmp_path, document("a", report()), document("b", report(year=2023), reader_version="2"))
    rows = view.frame(
        "select snapshot_id, report_count, agency_count, reader_version, is_synthetic from snapshot_info"
    ).rows()
    assert rows == [(view.snapshot_id, 2, 1, "1, 2", False)]
    assert view.path.name == f"warehouse-{view.snapshot_id}.duckdb"


def test_a_report_in_two_forms_counts_once_by_the_better_reading(tmp_path: Path) -> None:
    page = document("page", report(readings=(), findings=(), published_on="2023-01-20"))
    paper = document("paper", report(published_on=None, findings=()), media_type="application/pdf")
    view = published(tmp_path, page, paper)
    assert view.frame("select source_name from reports").rows() == [("paper.html",)]
    assert view.frame("select count(*) from report_versions").rows() == [(2,)]


def test_two_forms_that_differ_are_a_finding_on_the_cells(tmp_path: Path) -> None:
    other = {(3, "received", "total"): 7, (4, "reconsideration", "total"): 2}
    page = document("page", report(findings=()))
    paper = document("paper", report(other, findings=(), published_on=None), media_type="application/pdf")
    again = document("again", report({(3, "received", "total"): 9}, findings=(), published_on="2022-12-01"))
    view = published(tmp_path, page, paper, again)
    row, revised = view.frame("select rule, finding_no, message, cells from findings order by finding_no").rows()
    assert row[:2] == ("ambiguous_cell", 1)
    assert revised[0] == "revised"
    assert "paper.html" in row[2]
    assert [tuple(cell.values()) for cell in row[3]] == sorted(other)
    assert view.frame("select finding_count from reports").rows() == [(2,)]


def test_runs_are_the_years_without_a_gap(samples_data: Path) -> None:
    snapshot = current_snapshot(samples_data)
    for first, last in ((2019, 2024), (2022, 2023), (2024, 2024)):
        span = {"first": first, "last": last}
        by_run = "select agency_id from agency_runs where first_year <= $first and last_year >= $last order by all"
        by_report = """select agency_id from reports where year between $first and $last and agency_id is not null
            group by agency_id having count(*) = $last - $first + 1 order by all"""
        covered = snapshot.frame(by_run, span)
        assert covered.equals(snapshot.frame(by_report, span))
        assert len(covered) > 3


def test_changes_stand_beside_the_year_before(samples_data: Path) -> None:
    snapshot = current_snapshot(samples_data)
    columns = "report_id, received, carried_in, region, level, error_count"
    both = """select f.agency_id, f.year, f.report_id, f.received, b.received as received_before, f.carried_in,
            b.carried_out as carried_out_before, b.error_count as error_count_before
        from applications as f join applications as b on b.agency_id = f.agency_id and b.year = f.year - 1 order by all"""
    changes = snapshot.frame("select * from application_changes")
    pairs = changes.drop_nulls(["report_id", "report_id_before"])
    wanted = snapshot.frame(both)
    assert pairs.select(wanted.columns).sort("agency_id", "year").equals(wanted)
    every = f"select {columns} from applications where agency_id is not null and year is not null order by report_id"
    assert changes.drop_nulls("report_id").select(columns.split(", ")).sort("report_id").equals(snapshot.frame(every))
    gone = changes.filter(pl.col("report_id").is_null())
    assert 0 < len(gone) == len(changes) - len(changes.drop_nulls("report_id"))
    assert gone["received_before"].count() > 0 == gone["received"].count()
    assert gone["year"].max() <= snapshot.frame("select max(year) from reports").item()


def test_a_place_leads_to_every_report_of_its_agencies(samples_data: Path) -> None:
    snapshot = current_snapshot(samples_data)
    places = snapshot.frame("select distinct agency_id, region_code, region from agency_places order by all")
    reported = snapshot.frame(
        "select distinct agency_id, region_code, region from reports where agency_id is not null and year is not null"
    )
    assert len(reported.join(places, on=reported.columns, how="anti", nulls_equal=True)) == 0
    expected = snapshot.frame("select distinct agency_id, region_code, region from filings")
    assert len(expected.join(places, on=expected.columns, how="anti", nulls_equal=True)) == 0


def test_rates_in_the_order_of_peers_are_the_same(samples_data: Path) -> None:
    snapshot = current_snapshot(samples_data)
    rates, peer_rates = (snapshot.frame(f"from {view} order by report_id, measure") for view in ("rates", "peer_rates"))
    assert peer_rates.equals(rates)
    assert len(rates) > 100
