"""What the prose states: sentences in the manner of published reports, and the figures that stand in them."""

from typing import Any

import pytest

from etl.identity import identify
from etl.model import Paragraph, Statement
from etl.narrative import concepts, publication_items, read_statements
from etl.pipeline import document_of
from etl.readers import read
from etl.sections import Section, split
from etl.wording import number
from tests.unit.known_reports import known_reports

YEAR = 2023


def stated(text: str, section: str = "overview", year: int | None = YEAR) -> tuple[Statement, ...]:
    lines = tuple(Paragraph(line) for line in text.split("\n"))
    return read_statements({section: Section(section, None, lines, 0, len(lines))}, year)


def values(text: str, **options: object) -> dict[str, object]:
    found: dict[str, object] = {}
    for statement in stated(text, **options):
        assert statement.concept not in found, f"two statements of {statement.concept}"
        found[statement.concept] = statement.value
    return found


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("全年主动公开政府信息450条。", 450),
        ("通过门户网站主动公开政府信息共计2383条。", 2383),
        ("本年度累计主动公开各类政府信息4164条。", 4164),
        ("全年公开发布信息2368条，内容涵盖机构职能、政策文件与工作动态。", 2368),
        ("2023年全年，累计主动发布政府信 86 条。", 86),
        ("通过政府门户网站全年主动公开各类政府信息10407条。", 10407),
        ("2023 年，我区在政府网站平台主动公开政府信息 1136 条。", 1136),
        ("2023年，我局通过区政府网站、微信公众号等渠道主动公开政府信息1,256条。", 1256),
        ("主动公开政府文件、项目审批、通知公告等各类政府信息1136条。", 1136),
        ("本年度共公开政府信息一百二十三条。", 123),
        ("２０２３年，全县主动公开政府信息４５１１条。", 4511),
        ("2023年全年公开各类政府信息1.2万条，比2022年的1.1万条增加1000条。", 12000),
        ("公开率100%，全年共公开1356条政府信息。", 1356),
        ("今年以来，主动公开政府信息共89条。", 89),
        ("2022年主动公开政府信息300条，2023年主动公开政府信息450条，同比增长50%。", 450),
        ("与2022年相比，栏目更加清楚，主动公开政府信息450条。", 450),
        ("截至2023年12月31日，我镇2023年累计主动公开政府信息312条。", 312),
        ("截至2023年底，历年累计主动公开政府信息12106条。2023年主动公开政府信息2069条。", 2069),
        ("2023年，我局扎实推进公开。累计主动公开政府信息312条。", 312),
        ("全年主动公开政府信息260条，其中门户网站发布信息200条，微信公众号发布信息60条。", 260),
        ("到年底累计主动公开政府信息5928条，其中，本年度新增主动公开政府信息2110条。", 2110),
        ("网站开通以来累计公开信息4005条，其中2023年主动公开政府信息586条。政务新媒体发布信息19条。", 586),
        ("全市全年在门户网站主动公开信息17020条。\n政务新媒体发布信息137条。", 17020),
        ("2023年，我局紧扣重点，累计公开政府信息1293条。", 1293),
        ("通过门户网站和融媒体号等渠道，发布不动产登记、规划公示等各类信息近5000条。", 5000),
        ("主动公开政府信息（条）：345。", 345),
        ("2023年共主动公开政府信息345条，累计主动公开政府信息4345条。", 345),
        ("本机关全年在门户网站主动公开信息4941条，网站年访问量633464次。", 4941),
        ("全年主动公开政府信息总数171条：基层政务公开领域信息124条，工作动态34条。", 171),
        ("2023年，我局主动在门户网站公开政府信息50条。在主动公开的信息中，政策法规类的信息4条。", 50),
        ("2023年发布宣传信息86条。全年主动公开政府信息86条。", 86),
        ("全年主動公開政府信息共計45條，收到政府信息公開申請3件，未發生行政複議。", 45),
        ("报告：全年主動(dòng)公開(kāi)政府信息45條。", 45),
        (
            "（一）主动公开情况。2023 年，市政府网站主动公开各类政\n府信息 5500 余条，全年新增公开市政府规章 1 件。",
            5500,
        ),
    ],
)
def test_items_of_the_year(text: str, items: int) -> None:
    assert publication_items(stated(text)) == items


@pytest.mark.parametrize(
    "text",
    [
        "截至2023年底，历年累计主动公开政府信息12106条。",
        "自2008年《条例》施行以来，累计公开政府信息5万条。",
        "累计主动公开政府信息312条。",
        "截至目前，网站共发布信息12000条。",
        "2022年主动公开政府信息300条。",
        "通过门户网站发布信息300条，政务微信发布信息150条。",
        "全年通过县政府门户网站主动公开政府信息4511条。督促县直部门在信息公开页面发布信息3044条。",
        "全年主动公开政府信息450条。\n2023年我局共公开政府信息512条。",
        "截止2023年12月31日我局通过官方网站发布政务类信息34条，概况类信息150条。",
        "2023年通过门户网站公开政府信息105条。通过微信公众平台发布各类信息185篇。",
        "主要类别为机构职能类信息1条，其他应当主动公开的政府信息3条。",
        "主动公开规章13件，行政规范性文件60件。",
        "主动公开财政信息35条、政策解读信息21条。",
        "依申请公开政府信息3条，予以公开政府信息2条。",
        "较上年多公开信息120条。",
        "主动公开政府信息4，511条。",
        "举办业务培训3次，接待咨询163人次。",
    ],
)
def test_no_items_rather_than_a_guess(text: str) -> None:
    assert publication_items(stated(text)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "本年度收到政府信息公开申请280件，结转办理7件。",
            {"applications_received": 280, "applications_carried_in": 7},
        ),
        ("依申请公开：收到12起，办结11起，结转1起。", {"applications_received": 12, "applications_concluded": 11}),
        (
            "全年制发行政规范性文件3件，废止2件，现行有效15件。",
            {
                "normative_documents_issued": 3,
                "normative_documents_repealed": 2,
                "normative_documents_in_force": 15,
            },
        ),
        (
            "制定政府规章2件。现行有效的行政规范性文件60件。",
            {"regulations_issued": 2, "normative_documents_in_force": 60},
        ),
        (
            "作出行政许可决定1,345件，行政处罚决定12件，采取行政强制措施3次。",
            {"licensing_decisions": 1345, "penalty_decisions": 12, "coercion_decisions": 3},
        ),
        ("受理行政许可申请35件，拟废止规范性文件2件。", {}),
        ("2023年共收到依申请公开18件，上年度结转1件。", {"applications_received": 18, "applications_carried_in": 1}),
        ("全年新收政府信息公开申请1件，上年结转0件。", {"applications_received": 1, "applications_carried_in": 0}),
        ("收到政府信息公开申请43件（含上年结转1件）。", {"applications_received": 43, "applications_carried_in": 1}),
        (
            "全市共受理政府信息公开申请 3119 件，答复 3050 件（含上年度结转申请 34 件，另有 103 件顺延到下年度答复）。",
            {
                "applications_received": 3119,
                "applications_concluded": 3050,
                "applications_carried_in": 34,
                "applications_carried_out": 103,
            },
        ),
        (
            "依申请公开：全区共收到70件申请，及时依法依规办结69件，1件结转下年度继续办理。",
            {"applications_received": 70, "applications_concluded": 69, "applications_carried_out": 1},
        ),
        (
            "全年共受理政府信息公开申请 749 件；共办理 718 件，结转下一年 31 件。",
            {"applications_received": 749, "applications_concluded": 718, "applications_carried_out": 31},
        ),
        ("全年办理政府信息公开申请218件。", {"applications_concluded": 218}),
        ("共收到依申请公开申请起3起，答复3起。", {"applications_received": 3, "applications_concluded": 3}),
        ("收到依申请公开信息申请三件，均已办结。", {"applications_received": 3}),
        (
            "2022年结转申请2件，2023年新收政府信息公开申请18件。",
            {"applications_carried_in": 2, "applications_received": 18},
        ),
        (
            "收到政府信息公开申请12件，比上年增加3件，3件结转至2024年办理。",
            {"applications_received": 12, "applications_carried_out": 3},
        ),
        ("受理政府信息公开申请35宗，其中予以公开答复20宗，不予公开答复15宗。", {"applications_received": 35}),
        ("全年未收到政府信息公开申请。", {"applications_received": 0}),
        (
            "本年度没有收到政府信息公开申请，无上年结转申请。",
            {"applications_received": 0, "applications_carried_in": 0},
        ),
        ("2023年度没有公民、法人和其他组织向我局提出政府信息公开申请。", {"applications_received": 0}),
        ("我单位无依申请公开政府信息事项。", {"applications_received": 0}),
        ("2023年度我街办未接到提出公开政府信息的申请。", {"applications_received": 0}),
        ("我镇未收到任何形式的依申请公开政府信息。", {"applications_received": 0}),
        ("全年未收到行政许可申请；全年未接到信息公开申请。", {"applications_received": 0}),
        ("接收到政府信息公开申请书55份。", {"applications_received": 55}),
        (
            "收到依申请公开件176件，其中，当面申请的72件。办结依申请公开件177件（含2022年结转的3件）。",
            {"applications_received": 176, "applications_concluded": 177, "applications_carried_in": 3},
        ),
        ("依申请公开3次，行政复议0次，行政诉讼0次。", {"reconsiderations": 0, "lawsuits": 0}),
        ("未发生因政府信息公开工作引发举报、投诉、提起行政诉讼等情况。", {"lawsuits": 0}),
        ("除此之外，未收到其他政府信息公开申请。", {}),
        ("未收到涉及国家秘密的政府信息公开申请。", {}),
        ("未收到公民、法人或者其他组织的政府信息公开申请。", {"applications_received": 0}),
        ("2023年未收到有关政府信息公开行政复议、提起行政诉讼的申请。", {"reconsiderations": 0, "lawsuits": 0}),
        ("本年度未发生因政府信息公开申请提起的行政复议、行政诉讼案件。", {"reconsiderations": 0, "lawsuits": 0}),
        ("政府信息公开行政复议和行政诉讼均为0件。", {"reconsiderations": 0, "lawsuits": 0}),
        ("信息公开类行政复议7件，诉讼9件，均获维持。", {"reconsiderations": 7, "lawsuits": 9}),
        ("因政府信息公开被申请行政复议3件、提起行政诉讼2件。", {"reconsiderations": 3, "lawsuits": 2}),
        ("政府信息公开行政复议 351 件，其中结果维持 72 件，结果纠正 64 件。", {"reconsiderations": 351}),
        ("全年政府信息公开行政复议、行政诉讼案件共5件。", {}),
        ("依法做好行政复议、行政诉讼案件的应诉工作，全县共办理相关案件 74 件。", {}),
        ("全年共受理行政复议案件56件，办结50件。", {}),
        ("未经复议直接起诉的政府信息公开案件已按时应诉。", {}),
        ("政府信息公开工作未发生行政诉讼败诉案件。", {}),
        ("全年办理人大建议20件、政协提案15件，受理行政许可申请300件。", {}),
        ("动态更新发布本年度制发行政规范性文件62件。", {"normative_documents_issued": 62}),
        (
            "2023年新制发行政规范性文件6件，废止3件，现行有效行政规范性文件32件。",
            {"normative_documents_issued": 6, "normative_documents_repealed": 3, "normative_documents_in_force": 32},
        ),
        ("本年度未制定规范性文件。", {"normative_documents_issued": 0}),
        ("全年收取政府信息公开信息处理费 3940 元。", {"fees_yuan": 3940}),
        ("按照《政府信息公开信息处理费管理办法》，2023年未收取信息处理费。", {"fees_yuan": 0}),
        ("2023年，无收取信息处理费情况。", {"fees_yuan": 0}),
        ("全年收取信息处理费1.5万元。", {"fees_yuan": 15000}),
        ("三、本年度办理结果（七）总计801000081四、结转下年度继续办理0000000", {}),
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请0000000", {}),
    ],
)
def test_applications_disputes_documents_and_fees(text: str, expected: dict[str, int]) -> None:
    assert values(text) == expected


def test_a_case_without_a_word_of_disclosure_counts_in_its_own_section_only() -> None:
    assert values("全年发生行政复议案件3件。") == {}
    assert values("全年发生行政复议案件3件。", section="disputes") == {"reconsiderations": 3}


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("2023年，全市共收到政府信息公开申请5件。", "region"),
        ("本机关收到政府信息公开申请5件。", "own"),
        ("全区收到申请95件，其中区本级收到政府信息公开申请17件。", "own"),
        ("我局收到政府信息公开申请5件。", "own"),
        ("我市收到政府信息公开申请5件。", "region"),
        ("收到政府信息公开申请5件。", None),
    ],
)
def test_scope_is_the_last_one_named(text: str, scope: str | None) -> None:
    assert [s.scope for s in stated(text) if s.concept == "applications_received"][-1:] == [scope]


def test_round_figures_say_so() -> None:
    about, more, exact = stated("主动公开政府信息约300条。\n主动公开政府信息82余条。\n主动公开政府信息31条。")
    assert [about.is_approximate, more.is_approximate, exact.is_approximate] == [True, True, False]
    assert [about.value, more.value, exact.value] == [300, 82, 31]


def test_cumulative_counts_are_kept_and_marked() -> None:
    (statement,) = stated("截至2023年底，历年累计主动公开政府信息12106条。")
    assert (statement.value, statement.is_cumulative) == (12106, True)


def test_the_sentence_is_kept_as_printed_with_its_page() -> None:
    section = Section("overview", None, (Paragraph("开头。全年主动公开 政府信息４５ 条；其他。", page=2),), 0, 0)
    (statement,) = read_statements({"overview": section}, YEAR)
    assert (statement.sentence, statement.page) == ("全年主动公开 政府信息４５ 条；", 2)


def test_cells_set_one_a_line_are_no_sentence() -> None:
    cells = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\n申请人情况\n（四）无法提供"
    row = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请\n0\n四、结转下年度继续办理\n0\n4件"
    assert stated(cells + "\n1.本机关不掌握相关政府信息\n0\n" + row, section="applications") == ()


def test_other_years_are_left_out_only_if_the_year_is_known() -> None:
    text = "2022年主动公开政府信息300条。"
    assert stated(text) == ()
    assert [s.value for s in stated(text, year=None)] == [300]


def test_every_statement_has_a_concept_of_the_catalogue() -> None:
    text = "主动公开政府信息5条。收到政府信息公开申请3件，办结2件。无上年结转。行政复议1件。未收取信息处理费。"
    assert {s.concept for s in stated(text)} <= {concept.code for concept in concepts()}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.5万", 45000),
        ("1.12万", 11200),
        ("4,511", 4511),
        ("0.5", 0.5),
        ("两", 2),
        ("一百二十", 120),
        ("〇", 0),
        ("2亿", 200000000),
    ],
)
def test_numbers_of_prose(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(("name", "content", "truth"), known_reports("publication_items"))
def test_items_of_known_reports(name: str, content: bytes, truth: dict[str, Any]) -> None:
    document = document_of(name, content)
    text = read(document)
    sections = split(text)
    statements = read_statements(sections, identify(text, document, sections).year)
    assert publication_items(statements) == truth["publication_items"]
    for concept, value in truth.get("narrative", {}).items():
        if concept != "publication_items":
            assert {s.value for s in statements if s.concept == concept} == {value}
