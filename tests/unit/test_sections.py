"""The statutory sections, found whatever their headings and the layout are."""

from typing import Any

import pytest

from etl.kind import is_report
from etl.model import Cell, Content, Grid, Paragraph
from etl.pipeline import document_of
from etl.readers import read
from etl.sections import PREAMBLE, headings, split
from tests.unit.known_reports import known_reports

CODES = ["overview", "publications", "applications", "disputes", "problems", "other_matters"]
FORM = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
TITLE = "云岫省澄江市民政局2023年政府信息公开工作年度报告"
TABLE = Grid((Cell(0, 0, "规章"), Cell(0, 1, "3")), 1, 2)


def content(*blocks: str | Grid, **metadata: str) -> Content:
    return Content(tuple(Paragraph(b) if isinstance(b, str) else b for b in blocks), metadata=metadata)


def report(*named: str) -> Content:
    """A report with these headings, a line of prose under each."""
    return content(
        TITLE, "依照条例编写。", *(line for heading in named for line in (heading, f"{heading[-4:]}之下的文字。"))
    )


def found(text: Content) -> list[str]:
    return [code for code in split(text) if code != PREAMBLE]


def test_the_form_itself() -> None:
    sections = split(report(*FORM))
    assert list(sections) == [PREAMBLE, *CODES]
    assert sections[PREAMBLE].text == "依照条例编写。"
    assert sections["overview"].text == "总体情况之下的文字。"
    assert [s.heading for s in sections.values()] == [None, *FORM]
    assert [(s.first, s.last) for s in sections.values()] == [(1, 1)] + [(n, n + 1) for n in range(2, 14, 2)]


@pytest.mark.parametrize(
    ("code", "heading"),
    [
        ("overview", "一、 总体情况"),
        ("overview", "—、总体情况"),
        ("overview", "一 、概 述"),
        ("overview", "一、信息公开总体情况"),
        ("overview", "一、2023年政务公开总体情况"),
        ("overview", "一、2019年政府信息公开工作的总体情况"),
        ("overview", "一、工作基本情况"),
        ("overview", "总体情况"),
        ("overview", "第一部分 总体情况"),
        ("overview", "１．总体情况"),
        ("publications", "二、主动公开政府信息的情况"),
        ("publications", "二、主动公开政府信息工作情况"),
        ("publications", "二、行政机关主动公开政府信息情况"),
        ("publications", "二、主動公開政府信息情況"),
        ("applications", "三、行政机关收到和处理政府信息公开申请情况"),
        ("applications", "三、收到和处理政府信息公开申请的情况："),
        ("applications", "三、收到和处理政府信息依申请公开情况"),
        ("applications", "三、政府信息依申请公开工作情况"),
        ("disputes", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
        ("disputes", "因政府信息公开工作被申请行政复议和提起行政诉讼情况"),
        ("disputes", "政府信息公开行政复议行政诉讼情况"),
        ("problems", "五、存在的主要问题及改进措施"),
        ("problems", "五、存在的主要問題及改進情況"),
        ("problems", "五、政府信息公开工作存在的主要问题及改进情况"),
        ("problems", "存在问题及改进情况"),
        ("problems", "五、存在的问题和下一步工作打算"),
        ("other_matters", "六、其他需要报告的情况"),
        ("other_matters", "六、其它需要说明的事项"),
        ("other_matters", "其他报告的事项"),
        ("other_matters", "六、其他需要报告事项"),
    ],
)
def test_headings_as_they_are_met(code: str, heading: str) -> None:
    others = list(FORM)
    others[CODES.index(code)] = heading
    sections = split(report(*others))
    assert list(sections)[1:] == CODES
    assert sections[code].text == f"{heading[-4:]}之下的文字。".strip()


def test_a_list_inside_the_first_section_is_not_mistaken_for_the_form() -> None:
    nested = [
        "一、主动公开情况",
        "二、依申请公开情况",
        "三、政府信息管理情况",
        "四、行政复议、诉讼情况",
        "五、平台建设",
        "六、监督保障",
    ]
    sections = split(report(FORM[0], *nested, *FORM[1:]))
    assert list(sections)[1:] == CODES
    assert len(sections["overview"].paragraphs) == 1 + 2 * len(nested)


def test_a_list_of_contents_in_the_opening_is_not_mistaken_for_the_form() -> None:
    opening = "本报告共六部分：" + "；".join(FORM) + "。"
    blocks = [TITLE, opening, *(line for heading in FORM for line in (heading, "正文。", TABLE))]
    sections = split(content(*blocks))
    assert sections[PREAMBLE].text == opening
    assert [sections[code].text for code in CODES] == ["正文。"] * 6


def test_headings_inside_one_paragraph() -> None:
    body = "文字。".join(FORM) + "文字。"
    sections = split(content("首页 政务公开 " + TITLE + " 开头。" + body))
    assert list(sections)[1:] == CODES
    assert [sections[code].text for code in CODES] == ["文字。"] * 6
    assert {(s.first, s.last) for s in sections.values()} == {(0, 0)}


def test_row_labels_of_the_tables_are_no_headings() -> None:
    rows = [
        "一、本年新收政府信息公开申请数量",
        "0",
        "二、上年结转政府信息公开申请数量",
        "0",
        "三、本年度办理结果",
        "四、结转下年度继续办理",
    ]
    blocks = [TITLE, *FORM[:3], *rows, *FORM[3:]]
    sections = split(content(*blocks))
    assert [p.text for p in sections["applications"].paragraphs] == rows


def test_a_missing_section_is_missing() -> None:
    assert found(report(*FORM[:3], *FORM[4:])) == [c for c in CODES if c != "disputes"]


def test_the_page_around_the_report_stays_outside() -> None:
    text = content(
        "首页", "2022年政府信息公开工作年度报告", TITLE, "开头。", *FORM, "无。", "附件下载", "主办单位：云岫省人民政府"
    )
    sections = split(text)
    assert sections[PREAMBLE].text == "开头。"
    assert sections["other_matters"].text == "无。"


def test_tables_belong_to_the_section_that_they_stand_in() -> None:
    sections = split(content(TITLE, FORM[0], "文字。", FORM[1], TABLE, TABLE, FORM[2], TABLE))
    assert (sections["publications"].first, sections["publications"].last) == (3, 5)
    assert sections["publications"].text == ""


def test_a_text_without_headings_has_no_sections() -> None:
    assert split(content("关于放假的通知", "各科室：")) == {}


@pytest.mark.parametrize(("name", "content", "truth"), known_reports())
def test_known_reports_have_the_sections_that_they_print(name: str, content: bytes, truth: dict[str, Any]) -> None:
    text = read(document_of(name, content))
    if truth["edition"] == "pre2019":
        expected = {"applications", "problems"}
    else:
        missing = {quirk.removeprefix("missing_") for quirk in truth["quirks"]}
        # Where the prose was left out, the heading of the first section went with it.
        expected = set(CODES) - missing - ({"overview"} if "crawler" in truth["form"] else set())
    assert expected <= set(found(text))
    assert is_report(text, split(text)) == (True, "")


EMPTY_FORM = Grid((Cell(0, 0, "行政规范性文件"), Cell(0, 1, "")), 1, 2)
LONG = "为了做好公开工作，本机关开展了许多具体工作。" * 20


@pytest.mark.parametrize(
    ("blocks", "is_one"),
    [
        ((TITLE, *FORM), True),
        ((TITLE, LONG), True),
        ((TITLE, Grid((Cell(0, 0, "主动公开文件数"), Cell(0, 1, "12")), 1, 2)), True),
        (("2023年报告", Grid((Cell(0, 0, "行政规范性文件"), Cell(0, 1, "12")), 1, 2)), True),
        ((), False),
        (("", "  "), False),
        ((TITLE, "附件下载"), False),
        (("关于做好2023年政府信息公开工作年度报告编制工作的通知", LONG), False),
        (("关于放假的通知", LONG), False),
        (("云岫省澄江市民政局2023年法治政府建设年度报告", "一、总体情况", LONG, "二、存在的主要问题", LONG), False),
        (("云岫省澄江市2023年政务公开第三方评估报告", "一、总体情况", LONG, "二、主动公开", LONG), False),
        (("云岫省澄江市民政局2023年度工作总结", "一、总体情况", LONG, "二、主动公开", LONG), False),
        (("云岫省澄江市民政局", "一、总体情况", LONG, "二、主动公开政府信息情况", LONG), True),
        (("关于编制2023年政府信息公开工作年度报告的通知", "XX单位", "（请据实填写）", *FORM, EMPTY_FORM), False),
        (("关于印发2023年政府信息公开工作年度报告的通知", *FORM, EMPTY_FORM), True),
        (("2023年政府信息公开工作年度报告", "（请据实填写）", *FORM, EMPTY_FORM), True),
        (tuple(f"云岫省澄江市民政局{year}年政府信息公开工作年度报告" for year in range(2015, 2024)), False),
    ],
)
def test_what_is_a_report(blocks: tuple[str | Grid, ...], is_one: bool) -> None:
    text = content(*blocks)
    verdict, reason = is_report(text, split(text))
    assert verdict is is_one
    assert bool(reason) is not is_one


def test_the_catalogue_has_the_six_sections_in_order() -> None:
    assert [heading.code for heading in headings()] == CODES
    assert "".join(heading.ordinal for heading in headings()) == "一二三四五六"
