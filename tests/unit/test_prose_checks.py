"""The prose against the tables, the year and the form: what is found, how much it weighs, and what the message says."""

from typing import Any

import pytest

from etl.checks import prose
from etl.checks.spoken import spoken
from etl.model import Finding, Paragraph, Reading, Report, Severity, Status
from etl.narrative import read_statements
from etl.sections import Section, headings

YEAR = 2023
DISPUTES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
APPLICANTS = (
    "natural_person",
    "company",
    "research_institution",
    "public_interest_organisation",
    "legal_service",
    "other",
)


def reading(table: int, row: str, column: str, value: int | None) -> Reading:
    status = Status.BLANK if value is None else Status.REPORTED
    return Reading(table, row, column, value, "" if value is None else str(value), status)


def report(
    prose: str = "",
    *,
    agency: str = "云岫省澄江市民政局",
    year: int | None = YEAR,
    edition: str = "2021",
    sections: dict[str, str] | None = None,
    **table: int | None,
) -> Report:
    """A report with this overview, and the figures of its tables by the names of their rows."""
    texts = {heading.code: "文字。" for heading in headings()} | {"overview": prose} | (sections or {})
    split = {code: Section(code, None, tuple(map(Paragraph, text.split("\n"))), 0, 0) for code, text in texts.items()}
    readings = [reading(3, row, "total", value) for row, value in table.items() if row not in (*DISPUTES, "issued")]
    readings += [reading(4, row, "total", table[row]) for row in DISPUTES if row in table]
    if "issued" in table:
        readings.append(reading(2, "normative_documents", "issued", table["issued"]))
    statements = read_statements(split, year)
    return Report(agency, year, edition, None, tuple(readings), (), statements, (), texts)


def check_prose(made: Report) -> list[Finding]:
    return prose.check_prose(made, {reading.key: reading for reading in made.readings}, spoken(made))


def found(made: Report, rule: str) -> list[Finding]:
    findings = check_prose(made)
    assert {finding.rule for finding in findings} <= {rule}, [finding.message for finding in findings]
    return findings


def weights(made: Report, rule: str) -> list[str]:
    return [finding.severity.value for finding in found(made, rule)]


@pytest.mark.parametrize(
    ("prose", "table", "severities"),
    [
        ("收到政府信息公开申请26件。", {"received": 26}, []),
        ("收到政府信息公开申请26件。", {"received": 19}, ["warning"]),
        ("全年未收到政府信息公开申请。", {"received": 3}, ["warning"]),
        ("全年未收到政府信息公开申请。", {"received": 0}, []),
        # Nothing printed in the table: nothing to hold the prose against.
        ("收到政府信息公开申请26件。", {"received": None}, []),
        ("收到政府信息公开申请26件。", {}, []),
        # 收到 with those carried in: a matter of words.
        ("收到政府信息公开申请43件。", {"received": 42, "carried_in": 1}, ["notice"]),
        ("办理政府信息公开申请43件。", {"received": 42, "carried_in": 1, "concluded": 40}, ["notice"]),
        ("上年结转申请2件，收到政府信息公开申请5件。", {"received": 5, "carried_in": 1}, ["warning"]),
        ("收到政府信息公开申请5件，办结4件，结转下年度1件。", {"received": 5, "concluded": 4, "carried_out": 1}, []),
        (
            "收到政府信息公开申请5件，办结4件，结转下年度1件。",
            {"received": 5, "concluded": 5, "carried_out": 0},
            ["warning", "warning"],
        ),
        # An organ's table is its own; the region's figure is another one.
        ("全市收到政府信息公开申请95件。", {"received": 17}, ["notice"]),
        ("我局收到政府信息公开申请95件。", {"received": 17}, ["warning"]),
        # Round figures agree if they can.
        ("收到政府信息公开申请30余件。", {"received": 31}, []),
        ("收到政府信息公开申请30余件。", {"received": 58}, ["notice"]),
        # One place of the prose agrees with the table, another does not.
        ("收到政府信息公开申请19件。共受理政府信息公开申请26件。", {"received": 19}, ["notice"]),
        (
            "政府信息公开行政复议3件、行政诉讼7件。",
            {"reconsideration": 3, "litigation_direct": 4, "litigation_after_reconsideration": 3},
            [],
        ),
        (
            "政府信息公开行政复议3件、行政诉讼7件。",
            {"reconsideration": 2, "litigation_direct": 4, "litigation_after_reconsideration": 2},
            ["warning", "warning"],
        ),
        ("政府信息公开行政诉讼7件。", {"litigation_direct": 4, "litigation_after_reconsideration": None}, []),
        ("本年度制发行政规范性文件0件。", {"issued": 4}, ["warning"]),
        ("本年度制发行政规范性文件4件。", {"issued": 4}, []),
        ("截至2022年底收到政府信息公开申请26件。", {"received": 19}, ["warning"]),
        ("2022年收到政府信息公开申请26件，2023年收到政府信息公开申请19件。", {"received": 19}, []),
    ],
)
def test_prose_against_the_tables(prose: str, table: dict[str, int | None], severities: list[str]) -> None:
    assert weights(report(prose, **table), "prose_vs_table") == severities


def test_the_scope_of_a_government_is_its_area() -> None:
    government = {"agency": "云岫省澄江市人民政府", "received": 95}
    (own,) = found(report("本级收到政府信息公开申请17件。", **government), "prose_vs_table")
    assert own.severity is Severity.NOTICE
    assert "本机关" in own.message
    (whole,) = found(report("全市收到政府信息公开申请17件。", **government), "prose_vs_table")
    assert whole.severity is Severity.WARNING


def test_the_message_names_both_figures_and_the_sentence_and_the_cells() -> None:
    (finding,) = found(
        report("本年度收到政府信息公开申请26件，结转办理0件。", received=19, carried_in=0), "prose_vs_table"
    )
    for part in ("26", "19", "本年度收到政府信息公开申请26件", "本年新收政府信息公开申请数量"):
        assert part in finding.message
    assert finding.cells == ((3, "received", "total"),)


def test_lawsuits_are_held_against_both_cells() -> None:
    made = report("政府信息公开行政诉讼7件。", litigation_direct=4, litigation_after_reconsideration=2)
    (finding,) = found(made, "prose_vs_table")
    assert finding.cells == ((4, "litigation_direct", "total"), (4, "litigation_after_reconsideration", "total"))
    assert "6" in finding.message


def test_a_blank_total_is_held_by_its_parts() -> None:
    made = report("收到政府信息公开申请26件。", received=None)
    parts = tuple(reading(3, "received", column, 4) for column in APPLICANTS)
    (finding,) = check_prose(Report(**{**_fields(made), "readings": made.readings + parts}))
    assert "24" in finding.message
    broken = (*parts[:-1], reading(3, "received", "other", None))
    assert check_prose(Report(**{**_fields(made), "readings": made.readings + broken})) == []


def _fields(made: Report) -> dict[str, Any]:
    return {name: getattr(made, name) for name in made.__struct_fields__}


@pytest.mark.parametrize(
    ("prose", "said"),
    [
        ("收到政府信息公开申请20件，其中网络申请15件、信函申请5件。", None),
        ("收到政府信息公开申请20件，其中网络申请15件、信函申请8件。", "分项之和23"),
        ("收到政府信息公开申请20件，其中自然人申请25件。", "分项25"),
        ("收到政府信息公开申请20件，其中网络申请15件，办结18件。", None),
        ("主动公开政府信息100条，其中网站80条，微信60条。", "分项之和140"),
        ("主动公开政府信息100余条，其中网站80条，微信60条。", None),
        ("主动公开政府信息100条，其中门户网站80条，举办培训60次。", None),
        ("主动公开政府信息100条，比上年增加120条。", None),
    ],
)
def test_parts_do_not_exceed_their_total(prose: str, said: str | None) -> None:
    findings = found(report(prose), "prose_parts")
    assert [said in finding.message for finding in findings if said] == [True] * bool(said)
    assert len(findings) == bool(said)


@pytest.mark.parametrize(
    "sentence",
    [
        "2021年，未发生重大网络安全事件。",
        "2022年我局主动开展培训。",
        "2022年度，本机关举办业务培训3次。",
        "2022年全县举办培训3次。",
        "2024年，未发生责任追究情况。",
    ],
)
def test_another_year_as_its_own(sentence: str) -> None:
    (finding,) = found(report("文字。" + sentence), "stale_year")
    assert finding.severity is Severity.WARNING
    assert sentence.rstrip("。") in finding.message
    assert "2023年度报告" in finding.message


@pytest.mark.parametrize(
    "sentence",
    [
        "2023年，未发生重大网络安全事件。",
        "与2022年相比，栏目维护更加及时。",
        "2022年，全市收到申请5件，2023年收到申请3件。",
        "2022年，全市举办培训5次；2023年，举办3次。",
        "2022年，我局印发《政府信息公开工作制度》。",
        "2019年，新《条例》施行以来，本机关认真学习。",
        "截至2022年底，网站共有栏目12个。",
        "落实《2022年政务公开工作要点》。",
        "公布2022年部门决算和2023年部门预算。",
        "2024年，我局将继续做好公开工作。",
        "2022年底前完成改版。",
        "参加2022年度业务培训。",
    ],
)
def test_years_that_are_named_for_a_reason(sentence: str) -> None:
    assert found(report("文字。" + sentence), "stale_year") == []


def test_next_year_is_the_subject_of_the_plans() -> None:
    assert found(report(sections={"problems": "2024年，我局的工作分三步走。"}), "stale_year") == []


def test_the_period_is_that_of_the_year() -> None:
    period = "所列数据统计期限为{0}年1月1日至{0}年12月31日。"
    (finding,) = found(report(sections={"preamble": period.format(2022)}), "stale_year")
    assert "2022年" in finding.message
    assert found(report(sections={"preamble": period.format(2023)}), "stale_year") == []
    assert found(report(sections={"preamble": period.format(2022)}, year=None), "stale_year") == []


@pytest.mark.parametrize(
    "text",
    [
        "（请根据实际情况填写）",
        "报告电子版可从（具体网址）下载。",
        "该部分以表格形式报告。",
        "平台建设情况，包括政府网站、政务新媒体等。",
        "全年主动公开信息XX条。",
        "收到申请××件。",
        "（此处填写本单位名称）",
    ],
)
def test_what_a_template_leaves_in(text: str) -> None:
    (finding,) = found(report(text), "placeholder")
    assert finding.message.startswith("正文留有模板文字")


@pytest.mark.parametrize(
    "text", ["请拨打电话联系。", "平台建设情况良好，包括网站改版。", "（电话：0000-8012345）", "公开网址见首页。"]
)
def test_what_is_no_template(text: str) -> None:
    assert found(report(text), "placeholder") == []


def test_the_same_placeholder_is_found_once() -> None:
    assert len(found(report("全年公开XX条。又公开XX条。"), "placeholder")) == 1


def test_missing_sections_are_named() -> None:
    made = report("文字。")
    kept = {code: text for code, text in made.sections.items() if code not in {"problems", "disputes"}}
    findings = found(Report(**{**_fields(made), "sections": kept}), "missing_section")
    assert [finding.message for finding in findings] == [
        "没有找到“四、政府信息公开行政复议、行政诉讼情况”部分，年度报告应当包括这一部分。",
        "没有找到“五、存在的主要问题及改进情况”部分，年度报告应当包括这一部分。",
    ]


def test_older_reports_have_no_prescribed_sections() -> None:
    made = report("文字。", edition="pre2019")
    assert check_prose(Report(**{**_fields(made), "sections": {}})) == []
