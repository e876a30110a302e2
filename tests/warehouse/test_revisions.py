"""Figures that changed after they were served: which, from what to what, and whether the organ or the reader changed them."""

from datetime import timedelta
from pathlib import Path

import duckdb

from tests.warehouse.make import NOON, document, published, put_catalogue, report, take
from warehouse import taking
from warehouse.ledger import Ledger, ledger_path
from warehouse.publish import publish
from warehouse.records import NOT_HAD, NOT_READ, IndicatorRecord, hash_of_place
from warehouse.snapshot import Snapshot, current_snapshot

RECEIVED, GRANTED = (3, "received", "total"), (3, "granted", "total")
CHANGES = """
    select row_code, column_code, old_printed, old_status, old_value, new_printed, new_status, new_value, reason
    from revisions order by row_code
"""


def changes(snapshot: Snapshot) -> list[tuple]:
    return snapshot.frame(CHANGES).rows()


def revised(snapshot: Snapshot) -> list[tuple[str, str]]:
    return snapshot.frame("select severity, message from findings where rule = 'revised'").rows()


def test_a_report_changed_after_publication_is_told_cell_by_cell_and_found(tmp_path: Path) -> None:
    first = document("a", report({RECEIVED: 5, GRANTED: "/"}))
    corrected = document("b", report({RECEIVED: 6, GRANTED: 2}, published_on="2023-02-20"), source_path="/in/a.html")
    take(tmp_path, first)
    snapshot = published(tmp_path, corrected)
    assert changes(snapshot) == [
        ("granted", "total", "/", "not_applicable", None, "2", "reported", 2.0, "republished"),
        ("received", "total", "5", "reported", 5.0, "6", "reported", 6.0, "republished"),
    ]
    assert snapshot.frame("select count(*) from report_versions").item() == 2
    ((severity, message),) = revised(snapshot)
    assert severity == "notice"
    assert "2 处" in message
    assert "“5”改为“6”" in message
    finding = snapshot.frame("select cells from findings where rule = 'revised'").item().to_list()
    assert {cell["row_code"] for cell in finding} == {"received", "granted"}


def test_items_of_the_prose_and_lines_of_an_indicator_table_are_told_too(tmp_path: Path) -> None:
    def version(name: str, items: int, applications: int, day: str):
        line = IndicatorRecord("applications_received", "收到申请数", "件", applications, printed=str(applications))
        stated = {"publication_items": items, "publication_items_status": "prose", "published_on": day}
        return document(name, report(edition="pre2019", year=2017, indicators=(line,), **stated))

    snapshot = published(tmp_path, version("a", 30, 4, "2018-03-01"), version("b", 31, 3, "2018-03-08"))
    assert [row[0] for row in changes(snapshot)] == ["applications_received", "publication_items"]
    assert "2 处" in revised(snapshot)[0][1]


def test_a_page_of_which_only_the_frame_changed_is_no_revision(tmp_path: Path) -> None:
    snapshot = published(tmp_path, document("a", report()), document("b", report()))
    assert (changes(snapshot), revised(snapshot)) == ([], [])


def test_another_form_of_the_report_is_no_revision(tmp_path: Path) -> None:
    other = document("b", report({RECEIVED: 6}), media_type="application/pdf")
    assert changes(published(tmp_path, document("a", report({RECEIVED: 5})), other)) == []


def test_a_newer_reader_that_reads_otherwise_is_told_apart_from_the_organ(tmp_path: Path) -> None:
    take(tmp_path, document("a", report({RECEIVED: 5})), document("b", report(agency_id="b")))
    later = NOON + timedelta(days=7)
    take(tmp_path, document("a", report({RECEIVED: "?", GRANTED: None}), reader_version="2"), at=later)
    snapshot = published(tmp_path)
    assert changes(snapshot) == [
        ("granted", "total", "0", "reported", 0.0, None, "absent", None, "reread"),
        ("received", "total", "5", "reported", 5.0, "?", "unreadable", None, "reread"),
    ]
    seen = snapshot.frame(
        "select distinct seen_at, old_reader_version, new_reader_version, agency from revisions"
    ).rows()
    assert seen == [(later.replace(tzinfo=None), "1", "2", "甲县司法局")]
    assert revised(snapshot) == []


def test_a_reader_that_names_the_organ_otherwise_changes_no_figure(tmp_path: Path) -> None:
    take(tmp_path, document("a", report({RECEIVED: 5})))
    take(tmp_path, document("a", report({RECEIVED: 5}, agency_id="another"), reader_version="2"))
    assert changes(published(tmp_path)) == []


def test_a_report_that_a_newer_reader_does_not_find_is_told_figure_by_figure(tmp_path: Path) -> None:
    take(tmp_path, document("a", report()), document("b", report(agency_id="b")))
    take(tmp_path, document("a", reader_version="2"))
    gone = published(tmp_path).frame("select count(*), count(new_value) from revisions where new_status = 'absent'")
    assert gone.row(0) == (len(report().readings), 0)


def test_versions_read_by_different_readers_are_not_held_against_each_other(tmp_path: Path) -> None:
    """The difference might be the reader's; once both are read by one, it is told."""
    take(tmp_path, document("a", report({RECEIVED: 5})))
    take(tmp_path, document("b", report({RECEIVED: 6}, published_on="2023-02-20"), reader_version="2"))
    assert changes(published(tmp_path)) == []
    snapshot = published(tmp_path, document("a", report({RECEIVED: 5}), reader_version="2"))
    assert [row[-1] for row in changes(snapshot)] == ["republished"]


def test_what_was_read_stays_though_a_newer_reader_was_ended(tmp_path: Path) -> None:
    take(tmp_path, document("a", report({RECEIVED: 5})))
    ended = document("a", reader_version=NOT_READ, outcome="unreadable", reason="被系统结束")
    assert take(tmp_path, ended).documents_unchanged == 1
    with Ledger.open(tmp_path) as ledger:
        assert [stored.source_name for stored in ledger.outdated("2")] == ["a.html"]
    assert published(tmp_path).frame("select outcome from documents").item() == "report"


def test_a_document_that_was_not_read_to_its_end_is_tried_again(tmp_path: Path) -> None:
    take(tmp_path, document("a", reader_version=NOT_READ, outcome="unreadable", reason="被系统结束"))
    with Ledger.open(tmp_path) as ledger:
        assert ledger.outdated_count("1") == 1
    assert take(tmp_path, document("a", report())).documents_read_again == 1
    with Ledger.open(tmp_path) as ledger:
        assert ledger.outdated_count("1") == 0
        assert ledger.outdated_count("2") == 1


def test_what_could_not_be_had_is_forgotten_once_it_can(tmp_path: Path) -> None:
    place = "/in/a.html"
    missing = document(
        "x", sha256=hash_of_place(place), reader_version=NOT_HAD, outcome="unreadable", reason="无法打开", size=None,
        mtime_ns=None, source_path=place,
    )  # fmt: skip
    take(tmp_path, missing)
    with Ledger.open(tmp_path) as ledger:
        assert ledger.outdated_count("2") == 0
        assert ledger.changed([(place, 10, 1)]) == [0]
    take(tmp_path, document("a", report()))
    with duckdb.connect(ledger_path(tmp_path), read_only=True) as ledger:
        assert ledger.execute("select source_name, outcome from documents").fetchall() == [("a.html", "report")]


def test_documents_are_read_again_while_batches_are_taken(tmp_path: Path) -> None:
    take(tmp_path, *[document(f"{n}", report(agency_id=f"a{n}")) for n in range(5)])
    with Ledger.open(tmp_path) as ledger:
        for stored in ledger.outdated("2"):
            name = stored.source_name.removesuffix(".html")
            taking.take(ledger, [document(name, report(agency_id=f"a{name}"), reader_version="2")])
        assert ledger.outdated_count("2") == 0


def test_a_ledger_of_an_earlier_version_is_taken_on(tmp_path: Path) -> None:
    """Its runs lack the columns that came later, and it has no view and no table of rereadings."""
    take(tmp_path, document("a", report()))
    with duckdb.connect(ledger_path(tmp_path)) as ledger:
        ledger.execute("drop view figures")
        ledger.execute("drop table rereadings")
        for column in ("documents_read_again", "finding_count", "bytes_read", "reader_version", "message"):
            ledger.execute(f"alter table runs drop column {column}")
    put_catalogue(tmp_path)
    publish(tmp_path)
    assert current_snapshot(tmp_path).frame("select count(*) from revisions").item() == 0
