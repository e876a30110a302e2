"""The ledger: what counts as the same document, what a batch is, and what no accident can do to it."""

import math
import os
import signal
import subprocess
import sys
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.make import NOON, document, published, report, take
from warehouse import taking
from warehouse.frames import BrokenRecord, report_id
from warehouse.ledger import Ledger, ledger_path
from warehouse.lock import WarehouseLocked
from warehouse.records import DocumentRecord, IndicatorRecord, ReadingRecord, RunRecord

TABLES = ("documents", "reports", "readings", "indicators", "statements", "findings", "sections", "seen_files")


def contents(data: Path) -> dict[str, list[tuple]]:
    """Every row of every table, in one order, but for the number of the batch."""
    with duckdb.connect(ledger_path(data), read_only=True) as connection:
        return {
            table: sorted(
                connection.execute(f"select columns(lambda name: name <> 'batch_no') from {table}").fetchall(), key=repr
            )
            for table in TABLES
        }


def test_a_document_read_twice_changes_nothing(tmp_path: Path) -> None:
    first = take(tmp_path, document("a", report()))
    before = contents(tmp_path)
    again = take(tmp_path, document("a", report()), document("a", report()), at=NOON + timedelta(days=7))
    assert (first.documents_new, first.reports_new) == (1, 1)
    assert (again.documents_new, again.documents_unchanged, again.reports_new, again.reports_changed) == (0, 2, 0, 0)
    assert contents(tmp_path) == before


def test_one_batch_may_hold_one_document_twice(tmp_path: Path) -> None:
    summary = take(tmp_path, document("a", report()), document("a", report(), source_path="/copy/a.html"))
    assert (summary.documents_new, summary.documents_unchanged, summary.reports_new) == (1, 1, 1)
    assert [path for path, *_ in contents(tmp_path)["seen_files"]] == ["/copy/a.html", "/in/a.html"]


def test_another_reader_replaces_what_was_read_and_keeps_the_day_it_came_in(tmp_path: Path) -> None:
    take(tmp_path, document("a", report({(3, "received", "total"): 5})), document("b", report(agency_id="b")))
    summary = take(
        tmp_path,
        document("a", report({(3, "received", "total"): 6}), reader_version="2"),
        at=NOON + timedelta(days=7),
    )
    assert (summary.documents_new, summary.documents_read_again, summary.reports_changed) == (0, 1, 1)
    snapshot = published(tmp_path)
    rows = snapshot.frame(
        "select agency_id, received, loaded_at from applications join reports using (report_id, agency_id)"
    )
    assert sorted(rows.rows()) == [("a1", 6, NOON.replace(tzinfo=None)), ("b", 0, NOON.replace(tzinfo=None))]
    assert len(contents(tmp_path)["readings"]) == 2 * len(report().readings)


def test_what_another_reader_no_longer_finds_is_gone(tmp_path: Path) -> None:
    take(tmp_path, document("a", report()))
    take(tmp_path, document("a", reader_version="2", reason="不是年度报告"))
    rows = contents(tmp_path)
    assert [len(rows[table]) for table in ("documents", "reports", "readings", "findings", "sections")] == [
        1,
        0,
        0,
        0,
        0,
    ]


def test_which_version_is_current_does_not_depend_on_the_order_of_reading(tmp_path: Path) -> None:
    orders = list(permutations(("first", "corrected", "undated")))
    printed = {"first": (1, "2023-01-20"), "corrected": (2, "2023-05-01"), "undated": (3, None)}
    for n, order in enumerate(orders):
        for day, version in enumerate(order):
            received, published_on = printed[version]
            form = report({(3, "received", "total"): received}, agency_id=f"a{n}", published_on=published_on)
            take(tmp_path, document(f"{version} {n}", form), at=NOON + timedelta(days=day))
    snapshot = published(tmp_path)
    assert snapshot.frame("select received from applications").rows() == [(2,)] * len(orders)
    assert snapshot.frame("select count(*) from report_versions").rows() == [(3 * len(orders),)]
    chain = """
        select count(*), o.source_name[:5], n.source_name[:5]
        from report_versions as older
        join report_versions as newer on newer.report_id = older.superseded_by
        join documents as o on o.sha256 = older.sha256
        join documents as n on n.sha256 = newer.sha256
        group by all order by all
    """
    assert snapshot.frame(chain).rows() == [(len(orders), "first", "corre"), (len(orders), "undat", "first")]


def test_of_two_versions_of_one_day_the_later_retrieved_is_current(tmp_path: Path) -> None:
    take(tmp_path, document("new", report({(3, "received", "total"): 2}), retrieved_at="2026-02-08T00:00:00+00:00"))
    take(tmp_path, document("old", report({(3, "received", "total"): 1})))
    assert published(tmp_path).frame("select received from applications").rows() == [(2,)]


def test_another_version_counts_as_changed(tmp_path: Path) -> None:
    take(tmp_path, document("a", report()))
    summary = take(tmp_path, document("b", report()), document("c", report(year=2023)))
    assert (summary.reports_new, summary.reports_changed) == (1, 1)


def test_reports_of_no_known_agency_or_year_stand_side_by_side(tmp_path: Path) -> None:
    documents = [document(name, report(agency_id=None, agency=None)) for name in "ab"]
    documents += [document(name, report(year=None)) for name in "cd"]
    summary = take(tmp_path, *documents)
    assert summary.reports_new == 4
    snapshot = published(tmp_path)
    assert snapshot.frame("select count(*) from reports").rows() == [(4,)]
    assert snapshot.frame("select count(*) from agencies").rows() == [(0,)]
    assert snapshot.frame("select count(*) from documents where report_id is null").rows() == [(0,)]


def test_two_reports_of_one_agency_and_year_in_one_document_have_ids_of_their_own(tmp_path: Path) -> None:
    take(tmp_path, document("a", report(), report()))
    assert published(tmp_path).frame("select count(distinct report_id) from report_versions").rows() == [(2,)]


def test_a_report_id_can_be_typed_and_tells_agency_year_and_document_apart() -> None:
    ids = {
        report_id(agency, year, sha) for agency in ("a", "b", None) for year in (2021, 2022, None) for sha in ("x", "y")
    }
    assert len(ids) == 18
    assert report_id("a", 2022, "x")[:12] == report_id("a", 2022, "y")[:12]
    assert all(len(key) == 18 and key.isascii() and key == key.lower() for key in ids)


CELL = (3, "received", "total")


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (document("c", report(readings=(*report().readings, report().readings[0]))), "regulations"),
        (document("c", report(readings=(ReadingRecord(*CELL, None, "5", "reported"),))), "status"),
        (document("c", report(readings=(ReadingRecord(*CELL, 0, "", "blank"),))), "status"),
        (document("c", report(readings=(ReadingRecord(*CELL, math.inf, "1e999", "reported"),))), "no number"),
        (document("c", report(indicators=(IndicatorRecord("refused", "不同意", "件", None),))), "status"),
        (document("c", report(publication_items=5)), "items"),
        (document("c", report(publication_items_status="prose")), "items"),
        (document("c", report(), outcome="unreadable", reason="加密"), "outcome"),
        (document("c", outcome="report"), "outcome"),
        (document("c", outcome="unreadable", reason=None), "no reason"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused_with_its_batch(
    tmp_path: Path, broken: DocumentRecord, says: str
) -> None:
    with pytest.raises(BrokenRecord, match=says):
        take(tmp_path, document("b", report(year=2023)), broken)
    assert contents(tmp_path)["documents"] == []


def test_it_knows_the_files_that_this_reader_has_read(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        assert ledger.changed([("/in/a.html", 10, 1)]) == [0]
        taking.take(ledger, [document("a", report())])
        assert ledger.changed([("/in/a.html", 10, 1)]) == []
    with Ledger.open(tmp_path) as ledger:
        assert ledger.changed([("/in/a.html", 10, 1)]) == []
        assert ledger.changed([("/in/a.html", 11, 1)]) == [0]
        assert ledger.changed([("/in/a.html", 10, 2)]) == [0]
        assert ledger.known(document("a").sha256, "1")
        assert not ledger.known(document("a").sha256, "2")
        assert not ledger.known(document("b").sha256, "1")


def test_a_file_that_changed_is_known_by_its_last_state(tmp_path: Path) -> None:
    take(tmp_path, document("a", report()))
    take(tmp_path, document("b", report(), source_path="/in/a.html", mtime_ns=2))
    with Ledger.open(tmp_path) as ledger:
        assert ledger.changed([("/in/a.html", 10, 1)]) == [0]
        assert ledger.changed([("/in/a.html", 10, 2)]) == []


def test_a_run_is_noted_as_it_ended(tmp_path: Path) -> None:
    with Ledger.open(tmp_path, clock=lambda: NOON) as ledger:
        run_id = ledger.begin_run()
        running = ledger.begin_run()
        ledger.end_run(RunRecord(run_id, NOON, "published", 0, 3, 2, 1, 0, 2, 0, "20260301-120000"))
    runs = published(tmp_path).frame("select run_id, outcome, exit_code, documents_read, snapshot from runs").rows()
    assert sorted(runs) == sorted(
        [(run_id, "published", 0, 2, "20260301-120000"), (running, "running", None, None, None)]
    )


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with Ledger.open(tmp_path), pytest.raises(WarehouseLocked, match=f"进程 {os.getpid()}"), Ledger.open(tmp_path):
        pass
    take(tmp_path, document("a", report()))


IN_ANOTHER_PROCESS = """
import os, resource, signal, sys
from pathlib import Path
from tests.warehouse.make import document, report
from warehouse import taking
from warehouse.ledger import Ledger
def batch():
    return [document(f"new {n}", report(agency_id=f"n{n}")) for n in range(400)]
"""


def in_another_process(body: str, data: Path) -> subprocess.CompletedProcess[str]:
    code = IN_ANOTHER_PROCESS + body
    return subprocess.run(
        [sys.executable, "-c", code, str(data)], capture_output=True, text=True, timeout=60, check=False
    )


def test_a_writer_killed_in_the_midst_of_a_batch_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    take(tmp_path, document("a", report()))
    before = contents(tmp_path)
    killed = in_another_process(
        """
taking._note_files = lambda ledger, batch: os.kill(os.getpid(), signal.SIGKILL)
with Ledger.open(Path(sys.argv[1])) as ledger:
    taking.take(ledger, batch())
""",
        tmp_path,
    )
    assert killed.returncode == -signal.SIGKILL
    assert contents(tmp_path) == before
    assert take(tmp_path, document("b", report(year=2023))).reports_new == 1


def test_a_writer_killed_after_its_batch_has_lost_nothing(tmp_path: Path) -> None:
    killed = in_another_process(
        """
with Ledger.open(Path(sys.argv[1])) as ledger:
    taking.take(ledger, batch())
    os.kill(os.getpid(), signal.SIGKILL)
""",
        tmp_path,
    )
    assert killed.returncode == -signal.SIGKILL
    with Ledger.open(tmp_path):
        pass
    assert len(contents(tmp_path)["readings"]) == 400 * len(report().readings)


def test_a_full_disk_fails_the_batch_and_not_the_ledger(tmp_path: Path) -> None:
    take(tmp_path, document("a", report()))
    before = contents(tmp_path)
    full = in_another_process(
        """
import duckdb
data = Path(sys.argv[1])
size = (data / "ledger.duckdb").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, size + 4096))
try:
    with Ledger.open(data) as ledger:
        taking.take(ledger, batch())
except duckdb.Error as error:
    print("full:", error)
    sys.stdout.flush()
    os._exit(7)
""",
        tmp_path,
    )
    assert full.returncode == 7, full.stderr
    assert "full:" in full.stdout
    assert contents(tmp_path) == before
    assert take(tmp_path, document("b", report(year=2023))).reports_new == 1
