"""What was retrieved from where is kept by version, and each source's yield by run."""

import msgspec
import pytest

from warehouse.ledger import Ledger
from warehouse.provenance import holdings, take_retrievals
from warehouse.records import FileRecord, RetrievalRecord, SourceRunRecord
from warehouse.source_runs import take_source_runs, usual_yield

PAGE = "http://a.example/nb/1.html"
FIRST = RetrievalRecord(
    "甲市", PAGE, "aa", 30, "甲.zip", "2026-01-05T06:00:00.250000+00:00", "2026-01-05T06:00:00.250000+00:00",
    (
        FileRecord(PAGE, "a1", 10, "页面.html", "text/html", '"v1"', "Mon, 05 Jan 2026 00:00:00 GMT"),
        FileRecord("http://a.example/nb/附件.pdf", "a2", 20, "附件01.pdf"),
    ),
    "甲市2025年政府信息公开工作年度报告", "2026-01-04", "甲市人民政府",
)  # fmt: skip
SECOND = msgspec.structs.replace(
    FIRST, sha256="bb", retrieved_at="2026-01-12T06:00:00.000000+00:00", confirmed_at="2026-01-12T06:00:00.000000+00:00"
)


def source_run(found, outcome="ok", source="甲市"):
    return SourceRunRecord(
        source, "site", outcome, "2026-01-05T06:00:00+00:00", "2026-01-05T06:10:00+00:00", found=found
    )


def test_what_is_taken_is_what_is_held(tmp_path):
    with Ledger.open(tmp_path) as ledger:
        take_retrievals(ledger, [FIRST])
        assert holdings(ledger) == [FIRST]


def test_both_versions_stay_and_the_later_is_held(tmp_path):
    with Ledger.open(tmp_path) as ledger:
        take_retrievals(ledger, [FIRST])
        take_retrievals(ledger, [SECOND])
        assert holdings(ledger) == [SECOND]
        kept = ledger.connection.execute("select count(*), count(distinct sha256) from retrievals").fetchall()
        assert kept == [(4, 2)]


def test_a_version_that_is_served_again_is_confirmed_and_not_doubled(tmp_path):
    again = msgspec.structs.replace(FIRST, confirmed_at="2026-01-19T06:00:00.000000+00:00")
    with Ledger.open(tmp_path) as ledger:
        take_retrievals(ledger, [FIRST])
        take_retrievals(ledger, [SECOND])
        take_retrievals(ledger, [again])
        assert holdings(ledger) == [again]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([], None),
        ([source_run(10)], 10),
        ([source_run(10), source_run(4, "alarm")], 10),
        ([source_run(0, "failed")], None),
    ],
)
def test_what_a_source_usually_gives(tmp_path, runs, expected):
    with Ledger.open(tmp_path) as ledger:
        for number, run in enumerate(runs):
            take_source_runs(ledger, f"run{number}", [run, source_run(99, source="乙市")])
        assert usual_yield(ledger, "甲市") == expected
