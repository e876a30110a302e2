"""Indicator tables of reports from before 2019 are read by lists that are data."""

import pytest

from etl.interpret.indicators import UNLISTED, indicator_lists, read_indicators
from etl.model import Cell, Content, Grid, Paragraph, Status


def grid(*rows):
    cells = tuple(Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Grid(cells, len(rows), max(map(len, rows)))


HEADING = ["指标名称", "计量单位", "2018年度", "历年累计"]
LINES = [
    ["主动公开文件数", "条", "2069", "12106"],
    ["其中：1.政府网站公开数", "条", "2069", "12106"],
    ["受理依申请公开信息总数", "条", "0", "/"],
    ["2. 同意部分公开答复数", "条", "", ""],
    ["行政复议数", "件", "1", "4"],
]


def by_code(content):
    return {indicator.code: indicator for indicator in read_indicators(content).indicators}


def test_each_line_has_its_figure_its_unit_and_its_label_as_printed():
    found = by_code(Content((grid(HEADING, *LINES),)))
    assert (found["publications"].value, found["publications"].cumulative) == (2069, 12106)
    assert found["published_on_website"].label == "其中：1.政府网站公开数"
    assert found["reconsiderations"].unit == "件"


def test_blank_and_none_are_not_zero():
    found = by_code(Content((grid(HEADING, *LINES),)))
    assert (found["applications_received"].value, found["applications_received"].cumulative) == (0, None)
    assert (found["granted_in_part"].value, found["granted_in_part"].status) == (None, Status.BLANK)


def test_the_year_and_all_years_are_told_apart_by_their_heading():
    turned = [[label, unit, cumulative, value] for label, unit, value, cumulative in LINES]
    found = by_code(Content((grid(["指标名称", "计量单位", "历年累计", "2018年度"], *turned),)))
    assert (found["publications"].value, found["publications"].cumulative) == (2069, 12106)


def test_a_table_that_became_one_run_of_words():
    text = "六、统计表 指标名称 计量单位 2014年度 历年累计 " + " ".join(
        ["主动公开文件数 条 2543 78967", "其中：1、政府网站公开数 条 2543 78967", "行政复议数 件 0 2", "附件下载"]
    )
    found = by_code(Content((Paragraph(text),)))
    assert (found["publications"].value, found["reconsiderations"].cumulative) == (2543, 2)
    assert len(found) == 3


def test_the_same_label_under_two_headings_goes_by_the_order_of_the_list():
    rows = [
        ["统计指标", "单位", "统计数"],
        ["四、行政复议数量", "件", "7"],
        ["（一）维持具体行政行为数", "件", "4"],
        ["（二）被依法纠错数", "件", "2"],
        ["（三）其他情形数", "件", "1"],
        ["五、行政诉讼数量", "件", "3"],
        ["（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "1"],
        ["（二）被依法纠错数", "件", "0"],
        ["（三）其他情形数", "件", "2"],
    ]
    found = by_code(Content((grid(*rows),)))
    assert found["reconsiderations_corrected"].value == 2
    assert found["lawsuits_corrected"].value == 0
    assert (found["lawsuits"].value, found["lawsuits_otherwise"].value) == (3, 2)


def test_a_line_that_no_list_knows_is_kept():
    found = by_code(Content((grid(HEADING, *LINES, ["公文备案数", "件", "12", "90"]),)))
    assert found[UNLISTED].value == 12


def test_an_unreadable_figure_is_a_finding():
    result = read_indicators(Content((grid(HEADING, *LINES[:3], ["行政复议数", "件", "约2", "4"]),)))
    assert [f.rule for f in result.findings] == ["unreadable_cell"]
    assert result.indicators[-1].value is None


@pytest.mark.parametrize("text", ["2018年，我局主动公开信息 2069 条。", "单位 数量"])
def test_prose_is_no_indicator_table(text):
    assert not read_indicators(Content((Paragraph(text), grid(["单位", "数量"], ["件", "3"])))).indicators


@pytest.mark.parametrize("known", indicator_lists(), ids=lambda known: known.title)
def test_every_list_names_its_source_and_each_code_once(known):
    codes = [entry.code for entry in known.indicators]
    assert len(codes) == len(set(codes))
    assert known.source
    assert known.years[0] <= known.years[1]
    assert {"publications", "applications_received", "reconsiderations", "lawsuits"} <= set(codes)
