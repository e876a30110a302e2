"""What people decided: it is applied to each new snapshot, changes no figure, and outlives whatever is read anew."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.make import document, published, put_catalogue, report, take
from warehouse import taking
from warehouse.__main__ import warehouse
from warehouse.deciding import on_agency, on_finding, on_report, taken_back
from warehouse.decisions import (
    DECISIONS,
    VERDICTS,
    BrokenDecisions,
    Decision,
    add_decisions,
    as_lines,
    parse_decisions,
    read_decisions,
)
from warehouse.ledger import Ledger, ledger_path
from warehouse.publish import publish
from warehouse.records import DocumentRecord, FindingRecord, NamedAgency
from warehouse.snapshot import Snapshot, current_snapshot

BALANCE = FindingRecord("balance", "error", "收结不平衡", ((3, "received", "total"), (3, "concluded", "total")))
WHO = ("王五", "核对了原件")
PRINTED = """
    select sha256, row_code, column_code, value, printed, c.status from cells as c join reports using (report_id)
    where table_no = 3 order by all
"""


def yearly(year: int = 2022, name: str | None = None, reader: str = "1", **fields: Any) -> DocumentRecord:
    one = report(year=year, **{"findings": (BALANCE,), "published_on": f"{year + 1}-01-20", **fields})
    return document(name or f"{one.agency_id} {year}", one, reader_version=reader)


def again(data: Path, *decisions: Decision) -> Snapshot:
    """The next snapshot, these decisions taken in."""
    add_decisions(data, decisions)
    publish(data)
    return current_snapshot(data)


def decided(snapshot: Snapshot) -> list[tuple[Any, ...]]:
    return snapshot.frame("select rule, decision, decided_by, decision_reason from findings order by all").rows()


def states(snapshot: Snapshot) -> list[tuple[str, str]]:
    return snapshot.frame("select verdict, state from decisions order by decided_at, decision_id").rows()


def finding(snapshot: Snapshot, verdict: str, number: int = 1) -> Decision:
    key = snapshot.frame("select report_id from findings order by all limit 1").item()
    return on_finding(snapshot, key, number, verdict, *WHO)


# findings


def test_a_decision_on_a_finding_shows_beside_it_and_changes_no_figure(tmp_path: Path) -> None:
    errors = {"accepted": 1, "explained": 1, "dismissed": 0}
    before = published(tmp_path, *(yearly(agency_id=verdict, agency=f"{verdict}局") for verdict in errors))
    figures = before.frame(PRINTED)
    keys = dict(before.frame("select agency_id, report_id from reports").rows())
    after = again(tmp_path, *(on_finding(before, keys[verdict], 1, verdict, *WHO) for verdict in errors))
    shown = after.frame("select agency_id, rule, decision, decided_by, decision_reason from findings").rows()
    assert sorted(shown) == sorted((verdict, "balance", verdict, "王五", "核对了原件") for verdict in errors)
    assert sorted(states(after)) == sorted((verdict, "in_force") for verdict in errors)
    assert after.frame(PRINTED).equals(figures)
    counts = after.frame("select agency_id, finding_count, error_count from reports").rows()
    assert sorted(counts) == sorted((verdict, 1, count) for verdict, count in errors.items())
    assert after.frame("select sum(without_errors) from coverage").item() == list(errors.values()).count(0)


def test_a_decision_outlives_a_newer_reader_other_cells_in_order_and_a_rebuilt_ledger(tmp_path: Path) -> None:
    add_decisions(tmp_path, [finding(published(tmp_path, yearly()), "explained")])
    turned = msgspec.structs.replace(BALANCE, cells=BALANCE.cells[::-1], message="另一种说法")
    more = FindingRecord("blank_total", "warning", "总计空白", ((3, "refused", "total"),))
    read_again = yearly(name="a1 2022", reader="2", agency_id="b7", agency="明月省甲县司法局", findings=(more, turned))
    assert ("balance", "explained", *WHO) in decided(published(tmp_path, read_again))
    ledger_path(tmp_path).unlink()
    assert ("balance", "explained", *WHO) in decided(published(tmp_path, read_again))


def test_a_decision_whose_finding_is_gone_is_expired_and_kept(tmp_path: Path) -> None:
    add_decisions(tmp_path, [finding(published(tmp_path, yearly()), "accepted")])
    corrected = published(tmp_path, yearly(reader="2", findings=()))
    assert states(corrected) == [("accepted", "expired")]
    assert corrected.frame("select message, reason from decisions").row(0) == ("收结不平衡", "核对了原件")
    assert states(published(tmp_path, yearly(reader="3"))) == [("accepted", "in_force")]


def test_a_decision_does_not_pass_to_the_corrected_report(tmp_path: Path) -> None:
    add_decisions(tmp_path, [finding(published(tmp_path, yearly()), "dismissed")])
    snapshot = published(tmp_path, yearly(name="corrected", published_on="2023-05-01"))
    assert decided(snapshot)[0][1] is None
    assert states(snapshot) == [("dismissed", "expired")]


def test_findings_without_cells_are_told_apart_by_what_they_say(tmp_path: Path) -> None:
    alike = tuple(FindingRecord("prose_parts", "warning", f"第{n}句") for n in (1, 2))
    before = published(tmp_path, yearly(findings=alike))
    after = again(tmp_path, finding(before, "dismissed", 2))
    assert after.frame("select message, decision from findings order by finding_no").rows() == [
        ("第1句", None),
        ("第2句", "dismissed"),
    ]


def test_two_reports_of_one_document_are_told_apart(tmp_path: Path) -> None:
    two = document("two", report(findings=(BALANCE,)), report(findings=(BALANCE,), agency_id="a2", agency="甲县民政局"))
    before = published(tmp_path, two)
    key = before.frame("select report_id from reports where agency_id = 'a2'").item()
    after = again(tmp_path, on_finding(before, key, 1, "accepted", *WHO))
    assert after.frame("select agency_id, decision from findings order by all").rows() == [
        ("a1", None),
        ("a2", "accepted"),
    ]


def test_a_missing_report_is_decided_for_the_years_it_speaks_of(tmp_path: Path) -> None:
    before = published(tmp_path, yearly(2019), yearly(2022))
    gap = before.frame("select report_id, finding_no from findings where rule = 'missing_report'").row(0)
    after = again(tmp_path, on_finding(before, *gap, "explained", *WHO))
    assert ("missing_report", "explained", *WHO) in decided(after)
    narrower = published(tmp_path, yearly(2020))
    assert ("missing_report", None, None, None) in decided(narrower), "2021 alone is another matter"


def test_a_later_decision_takes_the_place_of_an_earlier_one_and_may_be_taken_back(tmp_path: Path) -> None:
    before = published(tmp_path, yearly())
    first = msgspec.structs.replace(finding(before, "accepted"), decided_at="2026-01-01T00:00:00+00:00")
    second = msgspec.structs.replace(finding(before, "dismissed"), decided_at="2026-01-02T00:00:00+00:00")
    after = again(tmp_path, second, first)
    assert (decided(after)[0][1], states(after)) == (
        "dismissed",
        [("accepted", "superseded"), ("dismissed", "in_force")],
    )
    back = again(tmp_path, taken_back(second, *WHO))
    assert decided(back)[0][1] is None
    assert states(back)[1:] == [("dismissed", "superseded"), ("reopened", "in_force")]


# organs and reports


def organs(snapshot: Snapshot) -> list[tuple[Any, ...]]:
    return snapshot.frame("select agency_id, agency, report_count from agencies order by all").rows()


def test_two_organs_are_one_through_a_chain_and_no_figure_changes(tmp_path: Path) -> None:
    before = published(
        tmp_path,
        yearly(2021, agency_id="a1", agency="县司法局"),
        yearly(2022, agency_id="a2", agency="甲县司法局"),
        yearly(2023, agency_id="a3", agency="明月省甲县司法局"),
    )
    figures = before.frame(PRINTED)
    after = again(
        tmp_path,
        on_agency(before, "县司法局", "same_as", *WHO, other="甲县司法局"),
        on_agency(before, "a2", "same_as", *WHO, other="a3"),
    )
    assert organs(after) == [("a3", "明月省甲县司法局", 3)]
    assert after.frame(PRINTED).equals(figures)
    assert {state for _, state in states(after)} == {"in_force"}
    first, second = read_decisions(tmp_path)
    apart = again(tmp_path, taken_back(first, *WHO), taken_back(second, *WHO))
    assert [agency_id for agency_id, _, _ in organs(apart)] == ["a1", "a2", "a3"]


def test_organs_in_a_circle_are_left_alone_and_told(tmp_path: Path) -> None:
    before = published(tmp_path, yearly(2021), yearly(2022, agency_id="a2", agency="甲县民政局"))
    after = again(
        tmp_path,
        on_agency(before, "a1", "same_as", *WHO, other="a2"),
        on_agency(before, "a2", "same_as", *WHO, other="a1"),
    )
    assert len(organs(after)) == 2
    assert {state for _, state in states(after)} == {"contradictory"}


def test_an_organ_is_known_by_its_name_when_its_id_changes(tmp_path: Path) -> None:
    before = published(tmp_path, yearly(2021, agency="县局"), yearly(2022, agency_id="a2", agency="甲县民政局"))
    add_decisions(tmp_path, [on_agency(before, "a1", "same_as", *WHO, other="a2")])
    ledger_path(tmp_path).unlink()
    rebuilt = [yearly(2021, agency_id="b1", agency="县局"), yearly(2022, agency_id="b2", agency="甲县民政局")]
    assert organs(published(tmp_path, *rebuilt)) == [("b2", "甲县民政局", 2)]


def test_a_report_of_no_known_organ_is_given_to_one_that_has_none_yet(tmp_path: Path) -> None:
    nobody = {"agency_id": None, "agency": None, "region_code": None, "region": None, "level": None, "function": None}
    before = published(tmp_path, yearly(2022, name="nobody", **nobody))
    key = before.frame("select report_id from reports").item()
    with Ledger.open(tmp_path) as ledger:
        taking.put_named_agencies(ledger, [NamedAgency("a5", "乙县审计局", "990102", "明月省乙县", "county", "audit")])
    after = again(tmp_path, on_report(before, key, "belongs_to", *WHO, other="乙县审计局"))
    assert organs(after) == [("a5", "乙县审计局", 1)]
    assert after.frame("select report_id, region, level, function from reports").row(0) == (
        key, "明月省乙县", "county", "audit",
    )  # fmt: skip
    assert states(after) == [("belongs_to", "in_force")]


def test_what_is_no_report_is_set_aside_by_name_and_comes_back(tmp_path: Path) -> None:
    before = published(tmp_path, yearly(2021), yearly(2022))
    key = before.frame("select report_id from reports where year = 2022").item()
    after = again(tmp_path, on_report(before, key, "no_report", *WHO))
    assert after.frame("select year from reports")["year"].to_list() == [2021]
    assert after.frame("select outcome, reason from documents where report_id is null").row(0) == (
        "no_report", "人工判定不是年报（王五：核对了原件）",
    )  # fmt: skip
    (made,) = read_decisions(tmp_path)
    assert again(tmp_path, taken_back(made, *WHO)).frame("select count(*) from reports").item() == 2


def test_an_organ_that_ended_or_is_none_is_expected_no_more(tmp_path: Path) -> None:
    going_on = [yearly(year, agency_id=f"b{n}", agency=f"甲县第{n}局") for n in range(3) for year in (2020, 2021, 2022)]
    stopped = [yearly(year, agency_id=a, agency=f"{a}局") for a in ("a1", "a2") for year in (2019, 2020)]
    before = published(tmp_path, *going_on, *stopped)
    missed = "select agency_id, year from filings where state = 'missing' order by all"
    assert before.frame(missed).rows() == [("a1", 2021), ("a1", 2022), ("a2", 2021), ("a2", 2022)]
    after = again(
        tmp_path,
        on_agency(before, "a1", "ended", *WHO, year=2021),
        on_agency(before, "a2", "no_agency", *WHO),
    )
    assert after.frame(missed).rows() == [("a1", 2021)]
    told = "select agency_id, decision, last_expected_year from agencies where decision is not null order by all"
    assert after.frame(told).rows() == [("a1", "ended", 2021), ("a2", "no_agency", None)]
    assert organs(after) == organs(before)


# the file and the commands


def test_the_file_is_added_to_and_the_same_decision_stands_once(tmp_path: Path) -> None:
    one = finding(published(tmp_path, yearly()), "accepted")
    other = msgspec.structs.replace(one, verdict="dismissed")
    assert [add_decisions(tmp_path, [d]) for d in (one, one, other)] == [1, 0, 1]
    assert read_decisions(tmp_path) == [one, other]
    assert {path.name for path in tmp_path.glob("decisions*")} == {DECISIONS, "decisions.lock"}


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)


@given(
    st.lists(
        st.builds(
            Decision,
            decided_at=st.datetimes().map(lambda at: f"{at.isoformat(timespec='seconds')}+00:00"),
            decided_by=texts,
            subject=st.just("report"),
            verdict=st.just("no_report"),
            reason=texts,
            sha256=texts,
            agency=st.none() | texts,
            year=st.none() | st.integers(2008, 2030),
        ),
        max_size=5,
    )
)
def test_the_file_gives_back_what_was_written(decisions: list[Decision]) -> None:
    assert parse_decisions(as_lines(decisions), "file") == decisions


LINE = (
    '{"decided_at":"2026-03-01T08:00:00+00:00","decided_by":"王五","subject":"report",'
    '"verdict":"no_report","reason":"月报","sha256":"ab"}'
)
FAULTS = {
    "": "Input data was truncated",
    '"decided_by":" "': "decided_by 不能为空",
    '"reason":""': "reason 不能为空",
    '"verdict":"accepted"': "verdict 应为 belongs_to、no_report、reopened 之一",
    '"decided_at":"昨天"': "decided_at 应写作",
    '"decided_at":"2026-03-01"': "decided_at 应写作",
    '"sha256":null': "对报告的决定要有 sha256",
    '"verdict":"belongs_to"': "要指明另一个机关",
    '"subject":"town"': "town",
    '"sha":"ab"': "sha",
}


@pytest.mark.parametrize("change", FAULTS)
def test_a_broken_line_is_named_with_its_remedy(tmp_path: Path, change: str) -> None:
    key = change.partition(":")[0]
    broken = re.sub(f'{key}:"[^"]*"', change, LINE) if f"{key}:" in LINE else LINE[:-1] + f",{change}" + "}"
    (tmp_path / DECISIONS).write_text(f"{LINE}\n\n{broken if change else LINE[:-1]}\n", encoding="utf-8")
    with pytest.raises(BrokenDecisions, match=re.escape(FAULTS[change])) as told:
        read_decisions(tmp_path)
    assert "decisions.jsonl 第 3 行" in str(told.value)
    assert "请改正或删去这一行" in str(told.value)


def call(*arguments: object, stdin: str | None = None) -> Any:
    return CliRunner().invoke(warehouse, ["decisions", *map(str, arguments)], input=stdin, catch_exceptions=False)


def test_the_commands_record_list_export_import_and_take_back(tmp_path: Path) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    snapshot = published(data, yearly(2022), yearly(2021, agency_id="a2", agency="县局"))
    key = snapshot.frame("select report_id from reports where agency_id = 'a1'").item()
    who = ("--by", "王五", "--reason", "核对了原件", "--data", data)
    assert call("list", "--data", data).exit_code == 0
    assert "下次 etl run 起生效" in call("add", "finding", key, 1, "dismissed", *who).output
    assert call("add", "agency", "县局", "same_as", "--other", "甲县司法局", *who).exit_code == 0
    assert call("add", "report", key, "belongs_to", "--other", "明月省丙县审计局", *who).exit_code == 0
    publish(data)
    lines = call("list", "--data", data).output.splitlines()
    assert [line.split("\t")[3] for line in lines] == ["dismissed", "same_as", "belongs_to"]
    assert "生效" in lines[0]
    assert "对象已不存在" in lines[2], "nobody described the organ yet: that is for etl run"
    exported = call("export", "--data", data).output
    assert "新增 3 条" in call("import", "-", "--data", other, stdin=exported).output
    assert "新增 0 条" in call("import", "-", "--data", other, stdin=exported).output
    assert (other / DECISIONS).read_text("utf-8") == exported
    (tmp_path / "file").write_text(exported, encoding="utf-8")
    assert "新增 0 条" in call("import", tmp_path / "file", "--data", data).output
    assert call("reopen", lines[1].split("\t")[0], *who).exit_code == 0
    publish(data)
    assert current_snapshot(data).frame("select count(*) from agencies").item() == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "finding", "nothing-2022-x", 1, "accepted"), "没有这条发现：报告 nothing-2022-x 的第 1 条"),
        (("add", "agency", "没有的局", "no_agency"), "没有这个机关：没有的局"),
        (("add", "agency", "a1", "same_as"), "要指明另一个机关"),
        (("add", "agency", "a1", "same_as", "--other", "甲县司法局"), "a1 就是 甲县司法局"),
        (("add", "agency", "a1", "ended"), "ended 要有 year"),
        (("add", "report", "nothing", "no_report"), "没有这份报告：nothing"),
        (("reopen", "d000"), "没有这项决定：d000"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_writes_nothing(
    tmp_path: Path, arguments: tuple[Any, ...], told: str
) -> None:
    take(tmp_path, yearly())
    put_catalogue(tmp_path)
    publish(tmp_path)
    result = call(*arguments, "--by", "王五", "--reason", "试", "--data", tmp_path)
    assert result.exit_code == 2
    assert told in result.output
    assert not (tmp_path / DECISIONS).exists()


def test_before_anything_is_published_there_is_nothing_to_decide(tmp_path: Path) -> None:
    result = call("add", "agency", "a1", "no_agency", "--by", "王五", "--reason", "试", "--data", tmp_path)
    assert (result.exit_code, "还没有发布过快照" in result.output) == (1, True)


def test_every_verdict_is_explained_where_the_view_is() -> None:
    words = (Path(__file__).parents[2] / "etl" / "catalogue" / "concepts.toml").read_text("utf-8")
    (definition,) = [line for line in words.splitlines() if line.startswith("verdict = ")]
    assert [v for verdicts in VERDICTS.values() for v in verdicts if v not in definition] == []
