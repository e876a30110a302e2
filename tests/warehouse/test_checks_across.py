"""Rules that need several reports: rows in, findings out, on a real snapshot."""

from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.make import ABSENT, BLANK, SLASH, SMUDGE, Form, document, published, put_catalogue, report, take
from warehouse.duplicates import LEAST_BANDS, plain, signature, text_share
from warehouse.expectations import BrokenExpectations, deadlines, expectations
from warehouse.publish import publish
from warehouse.records import DocumentRecord
from warehouse.snapshot import Snapshot

Cells = list[tuple[int, str, str]]
NOTHING = (BLANK, SLASH, SMUDGE, ABSENT)


def yearly(year: int, form: Form = {}, name: str = "", **fields: Any) -> DocumentRecord:  # noqa: B006 - only read
    """A document with the report of one year, published in time and without findings of its own."""
    known: dict[str, Any] = {"year": year, "published_on": f"{year + 1}-01-15", "findings": ()}
    known |= {"edition": "2021" if year > 2020 else "2019"} | fields
    return document(name or f"{known.get('agency_id', 'a1')} {year}", report(form, **known))


def found(snapshot: Snapshot, rule: str) -> list[tuple[int, str, str, Cells]]:
    """Year of the report, severity, message, cells."""
    rows = snapshot.frame(
        "select year, severity, message, cells from findings where rule = $rule order by year, finding_no",
        {"rule": rule},
    ).rows()
    return [
        (year, severity, message, [tuple(cell.values()) for cell in cells]) for year, severity, message, cells in rows
    ]


def carried(row: str, **columns: Any) -> Form:
    return {(3, row, column): printed for column, printed in columns.items()}


# carry_over


def test_what_is_carried_over_agrees(tmp_path: Path) -> None:
    snapshot = published(
        tmp_path,
        yearly(2022, carried("carried_out", total=7, company=7)),
        yearly(2023, carried("carried_in", total=7, company=7)),
    )
    assert found(snapshot, "carry_over") == []
    assert snapshot.frame("select count(*) from findings").item() == 0


@pytest.mark.parametrize(("first", "second"), [(2021, 2022), (2020, 2021)], ids=["one form", "over a change of form"])
def test_a_break_names_both_figures_and_years(tmp_path: Path, first: int, second: int) -> None:
    later = yearly(second, carried("carried_in", total=5, company=4, natural_person=1))
    earlier = yearly(first, carried("carried_out", total=7, company=7))
    ((year, severity, message, cells),) = found(published(tmp_path, later, earlier), "carry_over")
    assert (year, severity) == (second, "error")
    assert cells == [(3, "carried_in", "total"), (3, "carried_in", "natural_person"), (3, "carried_in", "company")]
    assert message == (
        f"上年（{first}年度）报告“结转下年度继续办理”与本年（{second}年度）报告“上年结转”应当相等，但不一致："
        "“总计”列上年报告为7，本年报告为5；“自然人”列上年报告为0，本年报告为1；“商业企业”列上年报告为7，本年报告为4。"
    )


def test_a_break_between_applicants_alone_is_a_warning(tmp_path: Path) -> None:
    snapshot = published(
        tmp_path,
        yearly(2022, carried("carried_out", total=7, company=7)),
        yearly(2023, carried("carried_in", total=7, natural_person=7)),
    )
    ((_, severity, _, cells),) = found(snapshot, "carry_over")
    assert severity == "warning"
    assert cells == [(3, "carried_in", "natural_person"), (3, "carried_in", "company")]


def test_what_is_not_printed_is_not_compared(tmp_path: Path) -> None:
    snapshot = published(
        tmp_path,
        *(
            yearly(year, form, agency_id=f"a{n}")
            for n, nothing in enumerate(NOTHING)
            for year, form in (
                (2021, carried("carried_out", total=nothing)),
                (2022, {**carried("carried_in", total=5), **carried("carried_out", total=6)}),
                (2023, carried("carried_in", total=nothing)),
            )
        ),
    )
    assert snapshot.frame("select count(*) from reports").item() == 3 * len(NOTHING)
    assert found(snapshot, "carry_over") == []


def test_a_gap_another_organ_and_a_superseded_version_break_nothing(tmp_path: Path) -> None:
    snapshot = published(
        tmp_path,
        yearly(2021, carried("carried_out", total=1)),
        yearly(2023, carried("carried_in", total=2)),
        yearly(2022, carried("carried_in", total=3), agency_id="a2", agency="乙县司法局"),
        yearly(2021, carried("carried_out", total=4), agency_id="a3", name="first", published_on="2022-01-10"),
        yearly(2021, carried("carried_out", total=5), agency_id="a3", name="corrected", published_on="2022-01-20"),
        yearly(2022, carried("carried_in", total=5), agency_id="a3"),
        yearly(2022, carried("carried_in", total=9), agency_id=None, name="unknown organ"),
    )
    assert found(snapshot, "carry_over") == []


# in_force_stock


def stock(row: str, **columns: Any) -> Form:
    return {(2, row, column): printed for column, printed in columns.items()}


def test_stock_in_force_follows_from_the_year_before(tmp_path: Path) -> None:
    snapshot = published(
        tmp_path,
        yearly(2021, stock("normative_documents", in_force=10)),
        yearly(2022, stock("normative_documents", issued=5, repealed=2, in_force=13)),
        yearly(2023, stock("normative_documents", issued=1, repealed=0, in_force=20)),
    )
    ((year, severity, message, cells),) = found(snapshot, "in_force_stock")
    assert (year, severity) == (2023, "notice")
    assert "上年（2022年度）报告为13，加本年制发1，减本年废止0，应为14；本年（2023年度）报告为20" in message
    assert cells == [(2, "normative_documents", column) for column in ("in_force", "issued", "repealed")]


def test_stock_needs_all_its_figures(tmp_path: Path) -> None:
    broken = {"issued": 5, "repealed": 2, "in_force": 99}
    cases = [broken, *(broken | {column: nothing} for column in broken for nothing in NOTHING)]
    snapshot = published(
        tmp_path,
        *(
            yearly(year, stock("regulations", **columns), agency_id=f"a{n}")
            for n, case in enumerate(cases)
            for year, columns in ((2021, {"in_force": 10}), (2022, case))
        ),
    )
    assert snapshot.frame("select agency_id from findings where rule = 'in_force_stock'").rows() == [("a0",)]


def test_stock_is_not_carried_over_a_change_of_form(tmp_path: Path) -> None:
    snapshot = published(
        tmp_path,
        yearly(2020, stock("normative_documents", published_total=10)),
        yearly(2021, stock("normative_documents", in_force=99)),
    )
    assert found(snapshot, "in_force_stock") == []


def test_items_of_the_year_before_follow_from_its_report(tmp_path: Path) -> None:
    snapshot = published(
        tmp_path,
        yearly(
            2019, {**stock("licensing", items_last_year=10, items_change=-2), **stock("penalties", items_last_year=3)}
        ),
        yearly(2020, {**stock("licensing", items_last_year=9), **stock("penalties", items_last_year=3)}),
    )
    ((year, severity, message, cells),) = found(snapshot, "in_force_stock")
    assert (year, severity, cells) == (2020, "notice", [(2, "licensing", "items_last_year")])
    assert "“上一年项目数量”为10，“本年增/减”为-2，年末应为8；本年（2020年度）报告“上一年项目数量”为9" in message


# outlier_jump


FEES = [
    (30, 300, "notice", "上年（2021年度）报告为30，本年（2022年度）报告为300，相差约10倍，请核对"),
    (300, 30, "notice", "相差约10倍"),
    (30, 299, None, ""),
    (12.5, 125000, "warning", "疑将“元”与“万元”混用"),
    (98000, 12.25, "warning", "报告为98000，本年（2022年度）报告为12.25，相差约8000倍，疑将“元”与“万元”混用"),
    (2, 500, "warning", "相差约250倍，请核对"),
    (0, 500, None, ""),
    (0.5, 500, None, ""),
    (BLANK, 500, None, ""),
    (500, SMUDGE, None, ""),
]


def test_jumps_in_fees(tmp_path: Path) -> None:
    cell = (2, "administrative_fees", "amount_10k_yuan")
    snapshot = published(
        tmp_path,
        *(
            yearly(year, {cell: amount}, agency_id=f"a{n}")
            for n, (before, after, *_) in enumerate(FEES)
            for year, amount in ((2021, before), (2022, after))
        ),
    )
    told = snapshot.frame(
        "select agency_id, severity, message from findings where rule = 'outlier_jump' order by 1"
    ).rows()
    expected = {f"a{n}": (severity, words) for n, (_, _, severity, words) in enumerate(FEES) if severity}
    assert {agency_id: severity for agency_id, severity, _ in told} == {a: e[0] for a, e in expected.items()}
    assert [message for agency_id, _, message in told if expected[agency_id][1] not in message] == []
    assert all(cells == [cell] for _, _, _, cells in found(snapshot, "outlier_jump"))


def test_a_jump_in_items_published_has_no_cell(tmp_path: Path) -> None:
    stated = {"publication_items_status": "prose"}
    snapshot = published(
        tmp_path,
        yearly(2021, publication_items=800, **stated),
        yearly(2022, publication_items=80, **stated),
        yearly(2023),
    )
    assert [(year, severity, cells) for year, severity, _, cells in found(snapshot, "outlier_jump")] == [
        (2022, "notice", [])
    ]


def test_every_watched_figure_is_a_cell_of_a_form(tmp_path: Path) -> None:
    snapshot = published(tmp_path, yearly(2022))
    cells = set(snapshot.frame("select table_no, row_code, column_code from cell_catalogue").rows())
    assert {figure.cell for figure in expectations().jumps.figures} - cells == set()


# late


LATE = [
    (2022, "justice", "2023-01-31", None),
    (2022, "justice", "2023-02-01", "2023年1月31日"),
    (2022, "government", "2023-03-31", None),
    (2022, "government", "2023-04-01", "2023年3月31日"),
    (2018, "justice", "2019-03-31", None),
    (2018, "justice", "2019-04-01", "2019年3月31日"),
    (2022, "justice", None, None),
    (2022, "justice", "2020-05-01", None),
]


def test_late(tmp_path: Path) -> None:
    snapshot = published(
        tmp_path,
        *(
            yearly(year, agency_id=f"a{n}", function=function, published_on=published_on)
            for n, (year, function, published_on, _) in enumerate(LATE)
        ),
    )
    told = snapshot.frame("select agency_id, severity, message from findings where rule = 'late' order by 1").rows()
    expected = [
        (f"a{n}", "warning", f"晚于{year}年度报告的公布期限{deadline}。")
        for n, (year, _, _, deadline) in enumerate(LATE)
        if deadline
    ]
    assert [(agency_id, severity) for agency_id, severity, _ in told] == [(a, s) for a, s, _ in expected]
    assert [t for t, (_, _, words) in zip(told, expected, strict=True) if not t[2].endswith(words)] == []


def test_a_correction_of_a_report_in_time_is_not_late(tmp_path: Path) -> None:
    snapshot = published(
        tmp_path, yearly(2022, name="first"), yearly(2022, name="corrected", published_on="2023-06-01")
    )
    assert snapshot.frame("select published_on::varchar from reports").item() == "2023-06-01"
    assert found(snapshot, "late") == []


def test_a_user_sets_other_deadlines(tmp_path: Path) -> None:
    (tmp_path / "deadlines.toml").write_text(
        '[[deadlines]]\nby = "01-20"\nlevels = ["county"]\nregion = "9901"\n'
        '[[deadlines]]\nby = "02-28"\nplace = "乙县"\n'
    )
    snapshot = published(
        tmp_path,
        yearly(2022, published_on="2023-01-21"),
        yearly(2022, published_on="2023-01-21", agency_id="a2", region_code="990201"),
        yearly(2022, published_on="2023-01-21", agency_id="a3", region_code=None),
        yearly(2022, published_on="2023-02-20", agency_id="a4", region="乙县", region_code=None),
        yearly(2022, published_on="2023-02-20", agency_id="a5", region="丙县", region_code=None),
    )
    late = snapshot.frame("select agency_id, due_on::varchar from filings where state = 'late' order by all").rows()
    assert late == [("a1", "2023-01-20"), ("a5", "2023-01-31")], "what the user leaves open stays statutory"
    assert snapshot.frame("select count(*) from findings where rule = 'late'").item() == 2


@pytest.mark.parametrize(
    "text",
    [
        "[[deadlines]]\nby = '02-30'",
        "[[deadlines]]\nby = 'soon'",
        "[[deadlines]]\nday = 1",
        "[",
        "[[deadlines]]\nby = '01-01'\nlevels = ['town']",
    ],
)
def test_deadlines_that_make_no_sense_are_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "deadlines.toml").write_text(text)
    with pytest.raises(BrokenExpectations, match=r"deadlines\.toml"):
        deadlines(tmp_path)


# missing_report


def test_a_gap_between_two_reports_is_missing(tmp_path: Path) -> None:
    snapshot = published(tmp_path, yearly(2022), yearly(2018, edition="pre2019"), yearly(2020), yearly(2023))
    assert [(year, severity, message) for year, severity, message, _ in found(snapshot, "missing_report")] == [
        (2018, "warning", "该机关有2018年度和2020年度报告，其间2019年度的报告没有收到。"),
        (2020, "warning", "该机关有2020年度和2022年度报告，其间2021年度的报告没有收到。"),
    ]


def test_several_missing_years_are_one_finding(tmp_path: Path) -> None:
    ((year, _, message, _),) = found(published(tmp_path, yearly(2019), yearly(2022)), "missing_report")
    assert (year, message) == (2019, "该机关有2019年度和2022年度报告，其间2020、2021年度的报告没有收到。")


def of_agencies(numbers: range, *years: int) -> list[DocumentRecord]:
    return [yearly(year, agency_id=f"a{n}", agency=f"甲县第{n}局") for n in numbers for year in years]


def test_an_agency_that_stops_is_missing_once_the_year_is_collected(tmp_path: Path) -> None:
    some = [*of_agencies(range(2), 2021, 2022), *of_agencies(range(2, 4), 2021, 2022, 2023)]
    snapshot = published(tmp_path, *some)
    assert [(year, severity, message) for year, severity, message, _ in found(snapshot, "missing_report")] == [
        (2022, "notice", "该机关有2022年度报告，2023年度报告的公布期限（2024年1月31日）已过，尚未收到。")
    ] * 2
    coverage = snapshot.frame("select year, agencies_known, received, missing from coverage order by year").rows()
    assert coverage == [(2021, 4, 4, 0), (2022, 4, 4, 0), (2023, 4, 2, 2)]


def test_a_year_hardly_begun_or_not_due_misses_nobody(tmp_path: Path) -> None:
    hardly = [*of_agencies(range(3), 2021, 2022), *of_agencies(range(3, 5), 2021, 2022, 2023)]
    assert found(published(tmp_path / "hardly", *hardly), "missing_report") == []
    ahead = [*of_agencies(range(1), 2097, 2098), *of_agencies(range(1, 5), 2097, 2098, 2099)]
    assert found(published(tmp_path / "due", *ahead), "missing_report") == []


def test_an_agency_met_once_is_not_expected_again(tmp_path: Path) -> None:
    snapshot = published(tmp_path, *of_agencies(range(1), 2022), *of_agencies(range(1, 4), 2022, 2023))
    assert found(snapshot, "missing_report") == []


# duplicate_text

SENTENCES = [
    "本机关坚持以公开为常态、不公开为例外，围绕重点领域和群众关切持续拓展公开的深度和广度",
    "全年召开专题会议研究部署公开工作，明确分管领导和责任科室，逐级压实责任",
    "办公室会同各科室对门户网站栏目逐一清查，补齐缺失内容并撤下失效链接",
    "针对企业办事的难点推出办事指南图解，窗口人员面对面讲解申报材料",
    "在镇村便民服务点设置查阅专区，配备查询设备并安排专人引导老年人使用",
    "建立公文公开属性源头认定机制，拟稿时同步填写公开方式和依据",
    "答复文书实行科室拟稿、法制审核、领导签发三道关口，说理更加充分",
    "邀请人大代表和群众代表旁听局务会议，会后公布决定事项与意见采纳情况",
    "存在的不足是部分栏目更新不够及时，政策解读形式单一，图表视频偏少",
    "改进措施是实行栏目更新台账，按月通报，岗位练兵与业务培训并重",
]
PROSE = "。".join(SENTENCES)
OTHER_PROSE = "。".join(sentence[::-1] for sentence in SENTENCES)


def with_prose(year: int, text: str, **fields: Any) -> DocumentRecord:
    return yearly(year, sections={"overview": text, "preamble": "略"}, **fields)


def test_a_copied_text_is_told_on_both_sides(tmp_path: Path) -> None:
    mine = f"2022年，甲县司法局主动公开信息12条。{PROSE}。"
    theirs = f"2023年，乙县民政局主动公开信息3456条。{PROSE}。"
    snapshot = published(
        tmp_path,
        with_prose(2022, mine),
        with_prose(2023, theirs, agency_id="a2", agency="乙县民政局", region="乙县"),
        with_prose(2022, OTHER_PROSE, agency_id="a3", agency="丙县审计局"),
    )
    told = found(snapshot, "duplicate_text")
    assert [(year, severity) for year, severity, _, _ in told] == [(2022, "notice"), (2023, "notice")]
    assert "乙县民政局2023年度报告" in told[0][2]
    assert "甲县司法局2022年度报告" in told[1][2]
    assert "100%" in told[0][2]


def test_the_same_text_in_another_year_is_told_but_not_another_version(tmp_path: Path) -> None:
    snapshot = published(
        tmp_path,
        with_prose(2022, PROSE),
        with_prose(2022, PROSE, name="again", published_on="2023-01-20"),
        with_prose(2023, OTHER_PROSE),
    )
    assert found(snapshot, "duplicate_text") == []
    again = published(tmp_path, with_prose(2024, PROSE))
    assert [year for year, *_ in found(again, "duplicate_text")] == [2022, 2024]


def test_half_a_text_and_a_short_text_are_not_told(tmp_path: Path) -> None:
    half = "。".join([*SENTENCES[:6], *(sentence[::-1] for sentence in SENTENCES[6:])])
    short = "本年度没有收到申请，公开工作平稳有序"
    snapshot = published(
        tmp_path,
        *(with_prose(2022, text, agency_id=f"a{n}") for n, text in enumerate([PROSE, half, short, short])),
    )
    assert found(snapshot, "duplicate_text") == []


def test_each_of_many_copies_is_told(tmp_path: Path) -> None:
    snapshot = published(tmp_path, *(with_prose(2022, PROSE, agency_id=f"a{n}") for n in range(40)))
    assert len(found(snapshot, "duplicate_text")) == 40


def test_a_text_read_again_is_signed_again(tmp_path: Path) -> None:
    old = with_prose(2022, PROSE)
    read_again = document("a1 2022", with_prose(2022, OTHER_PROSE).reports[0], reader_version="2")
    take(tmp_path, old, with_prose(2022, PROSE, agency_id="a2"))
    take(tmp_path, read_again)
    put_catalogue(tmp_path)
    publish(tmp_path)
    assert found(published(tmp_path), "duplicate_text") == []


def test_likely_pairs_are_those_that_share_much() -> None:
    words = [f"{a}{b}" for a in "天地玄黄宇宙洪荒日月盈昃辰宿列张" for b in "寒来暑往秋收冬藏闰余成岁律吕调阳"]
    text = "".join(words)
    mine = set(signature({"overview": text}, ()))
    near = "".join([*words[:-8], *(word[::-1] for word in words[-8:])])
    assert text_share(text, [], near, []) > expectations().duplicates.share
    assert len(mine & set(signature({"overview": near}, ()))) >= LEAST_BANDS
    assert len(mine & set(signature({"overview": text[::-1]}, ()))) < LEAST_BANDS


def test_places_digits_and_formulas_are_not_compared() -> None:
    text = "2022年，青岚省沧屿市司法局（沧屿市）公开 12 条。按照《中华人民共和国政府信息公开条例》编制。完毕"
    assert plain(text, ["青岚省沧屿市司法局", "青岚省沧屿市", None]) == "年公开条完毕"


# all together


def test_findings_between_reports_are_numbered_after_those_of_the_document(tmp_path: Path) -> None:
    own = report().findings
    snapshot = published(
        tmp_path,
        yearly(2022, carried("carried_out", total=7, company=7)),
        yearly(2023, carried("carried_in", total=5), findings=own, published_on="2024-05-01"),
    )
    numbered = snapshot.frame("select finding_no, rule from findings where year = 2023 order by finding_no").rows()
    assert numbered == [(1, "balance"), (2, "carry_over"), (3, "late")]
    counts = snapshot.frame("select finding_count, error_count from reports where year = 2023").rows()
    assert counts == [(3, 2)]
