"""Tables are read by their labels, never by position alone; what could be read in two ways is not read."""

import pytest

from etl.editions import editions
from etl.interpret import interpret
from etl.interpret.paragraphs import rebuild
from etl.model import Cell, Content, Grid, Paragraph, Status

APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
CODES = [column.code for column in editions()["2021"].table(3).blocks[0].columns]
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def grid(*rows, has_geometry=True):
    """A grid of rows; a cell is a text, or (text, columns, rows)."""
    cells, taken = [], set()
    for number, row in enumerate(rows):
        column = 0
        for entry in row:
            text, width, height = entry if isinstance(entry, tuple) else (entry, 1, 1)
            while (number, column) in taken:
                column += 1
            cells.append(Cell(number, column, text, height, width))
            taken |= {(number + i, column + j) for i in range(height) for j in range(width)}
            column += width
    return Grid(tuple(cells), len(rows), max(column for _, column in taken) + 1, has_geometry)


def read(*blocks, year=2023):
    """What the blocks say: the interpretation, and its readings by key."""
    interpretation = interpret(Content(tuple(blocks)), year)
    return interpretation, {reading.key: reading for reading in interpretation.readings}


def values(readings, row, table=3, codes=CODES):
    return [readings[(table, row, code)].value for code in codes]


def statuses(readings, row, table=3, codes=CODES):
    return {readings[(table, row, code)].status for code in codes}


def applications(*rows, heading=APPLICANTS):
    """Table 3 with its heading in three lines and these rows."""
    return grid(
        [(NOTE, 3, 3), ("申请人情况", 7, 1)],
        [(heading[0], 1, 2), ("法人或其他组织", 5, 1), (heading[6], 1, 2)],
        heading[1:6],
        *rows,
    )


RECEIVED = ("一、本年新收政府信息公开申请数量", 3, 1)
CARRIED_IN = ("二、上年结转政府信息公开申请数量", 3, 1)


def test_a_row_is_read_by_its_label_wherever_it_stands():
    _, found = read(applications([CARRIED_IN, *"0100001"], [RECEIVED, *"3000014"]))
    assert values(found, "received") == [3, 0, 0, 0, 0, 1, 4]
    assert values(found, "carried_in") == [0, 1, 0, 0, 0, 0, 1]


def test_columns_are_read_by_their_labels_in_any_order():
    heading = ["总计", "其他", "法律服务机构", "社会公益组织", "科研机构", "商业企业", "自然人"]
    _, found = read(grid(["项目", *heading], ["一、本年新收政府信息公开申请数量", *"9432100"]))
    assert values(found, "received") == [0, 0, 1, 2, 3, 4, 9]


def test_one_figure_over_seven_columns_says_nothing_of_each():
    result, found = read(applications([RECEIVED, ("0", 7, 1)], [CARRIED_IN, *"0000000"]))
    assert statuses(found, "received") == {Status.UNREADABLE}
    flagged = {cell for finding in result.findings for cell in finding.cells}
    assert flagged == {(3, "received", code) for code in CODES}


@pytest.mark.parametrize(("text", "status"), [("/", Status.NOT_APPLICABLE), ("", Status.BLANK)])
def test_a_sign_or_a_blank_over_seven_columns_says_the_same_of_each(text, status):
    _, found = read(applications([RECEIVED, (text, 7, 1)], [CARRIED_IN, *"0000000"]))
    assert statuses(found, "received") == {status}


def test_a_row_pushed_aside_by_an_empty_cell_is_read_where_only_one_way_is_left():
    _, found = read(applications([RECEIVED, "", *"3000014"], [CARRIED_IN, *"0000000"]))
    assert values(found, "received") == [3, 0, 0, 0, 0, 1, 4]


def test_a_row_that_is_one_cell_short_is_not_read():
    result, found = read(applications([RECEIVED, *"300014"], [CARRIED_IN, *"0000000"]))
    assert all(reading.value is None for key, reading in found.items() if key[1] == "received")
    assert any(finding.cells for finding in result.findings)


def test_a_heading_stays_in_force_over_a_page_break():
    first = applications([RECEIVED, *"3000014"])
    second = grid(["（五）不予处理", "2.重复申请", *"1000001"], ["（七）总计", "", *"3000014"])
    _, found = read(first, Paragraph(" "), second)
    assert values(found, "declined_repeat") == [1, 0, 0, 0, 0, 0, 1]
    assert values(found, "concluded") == [3, 0, 0, 0, 0, 1, 4]


def test_a_table_of_the_page_around_the_report_is_no_row():
    _, found = read(
        grid(["日", "一", "二"], ["1", "2", "3"]),
        applications([RECEIVED, *"3000014"], [("（七）总计", 3, 1), *"3000014"]),
        grid(["总计", "99"]),
    )
    assert values(found, "concluded") == [3, 0, 0, 0, 0, 1, 4]
    assert {key[0] for key in found} == {3}


def test_a_label_nobody_knows_is_told_and_not_taken_for_another():
    result, found = read(applications([RECEIVED, *"3000014"], [("其中：网上申请", 3, 1), *"2000002"]))
    assert {key[1] for key in found} == {"received"}
    assert any("网上申请" in finding.message for finding in result.findings)


def test_the_same_row_twice_with_other_figures_is_not_read():
    result, found = read(applications([RECEIVED, *"3000014"], [RECEIVED, *"5000016"]))
    assert found[(3, "received", "natural_person")].status is Status.UNREADABLE
    assert found[(3, "received", "company")].value == 0
    assert {f.rule for f in result.findings} >= {"ambiguous_cell"}


def test_the_third_other_stands_in_its_group_or_is_the_group():
    group = ("（六）其他处理", 1, 3)
    _, three = read(
        applications(
            [("三、本年度办理结果", 1, 3), group, "1.申请人无正当理由逾期不补正、行政机关不再处理", *"0000000"],
            ["2.申请人逾期未按收费通知要求缴纳费用", *"0000000"],
            ["3.其他", *"2000002"],
        )
    )
    assert values(three, "other_remaining") == [2, 0, 0, 0, 0, 0, 2]
    assert (3, "other", "total") not in three
    _, one = read(applications([("三、本年度办理结果", 1, 1), ("（六）其他处理", 2, 1), *"2000002"]))
    assert values(one, "other") == [2, 0, 0, 0, 0, 0, 2]


def documents(heading, *rows):
    return grid([("第二十条第（一）项", 4, 1)], ["信息内容", *heading], *rows)


@pytest.mark.parametrize(
    "heading", [["本年新", "本年新", "对外公开总数量"], ["本年新制作数量", "本年新制作数量", "对外公开总数量"]]
)
def test_two_columns_of_one_name_cannot_be_told_apart(heading):
    result, found = read(documents(heading, ["规章", "4", "2", "9"], ["规范性文件", "3", "3", "7"]), year=2020)
    assert found[(2, "regulations", "published_total")].value == 9
    assert found[(2, "regulations", "created")].status is Status.UNREADABLE
    assert found[(2, "regulations", "newly_published")].status is Status.UNREADABLE
    flagged = {cell for finding in result.findings for cell in finding.cells}
    assert (2, "regulations", "created") in flagged
    same = [found[(2, "normative_documents", code)].value for code in ("created", "newly_published", "published_total")]
    assert same == [3, 3, 7]


def test_the_columns_tell_the_edition_and_the_form_wins_over_the_year():
    old = documents(["本年新制作数量", "本年新公开数量", "对外公开总数量"], ["规章", "1", "2", "3"])
    new = documents(["本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "1", "2", "3"])
    assert read(old, year=2023)[0].edition == "2019"
    assert read(new, year=2020)[0].edition == "2021"


def test_figures_without_names_of_columns_are_not_read():
    result, found = read(grid(["规章", "1", "2", "3"]))
    assert not found
    assert any("列名" in finding.message for finding in result.findings)


def test_data_cells_may_span_otherwise_than_the_heading():
    table = grid(
        ["信息内容", "上一年项目数量", ("本年增/减", 2, 1), "处理决定数量"],
        ["行政许可", ("21", 2, 1), "-6", "38"],
    )
    _, found = read(table, year=2019)
    assert [found[(2, "licensing", c)].value for c in ("items_last_year", "items_change", "decisions")] == [21, -6, 38]


def disputes(*cells):
    return grid(
        [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
        [*[(text, 1, 2) for text in RESULTS], ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)],
        [*RESULTS, *RESULTS],
        list(cells),
    )


def test_the_kinds_of_table_4_stand_in_its_heading():
    _, found = read(disputes(*map(str, range(15))))
    codes = ["upheld", "corrected", "other_result", "pending", "total"]
    assert values(found, "reconsideration", 4, codes) == [0, 1, 2, 3, 4]
    assert values(found, "litigation_direct", 4, codes) == [5, 6, 7, 8, 9]
    assert values(found, "litigation_after_reconsideration", 4, codes) == [10, 11, 12, 13, 14]


def test_an_empty_table_4_is_blank_and_not_absent():
    _, found = read(disputes(*[""] * 15))
    assert len(found) == 15
    assert {reading.status for reading in found.values()} == {Status.BLANK}


def test_table_4_with_a_line_for_each_kind():
    _, found = read(
        grid(["类别", *RESULTS], ["行政复议", *"12306"], ["未经复议直接起诉", *"00000"], ["复议后起诉", *"10001"])
    )
    assert found[(4, "reconsideration", "total")].value == 6
    assert found[(4, "litigation_after_reconsideration", "upheld")].value == 1


def test_fields_without_places_are_read_in_the_order_of_the_heading():
    table = grid(
        [NOTE, "申请人情况"],
        ["自然人", "法人或其他组织", "总计"],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
        ["一、本年新收政府信息公开申请数量", *"3000014"],
        has_geometry=False,
    )
    _, found = read(table)
    assert values(found, "received") == [3, 0, 0, 0, 0, 1, 4]


def test_a_field_too_many_leaves_open_only_what_it_touches():
    heading = [["", "自然人", "法人或其他组织", "", "", "", "", "总计"], ["", "", *APPLICANTS[1:6], ""]]
    table = grid(
        *heading,
        ["一、本年新收政府信息公开申请数量", *"3000014"],
        ["二、上年结转政府信息公开申请数量", "", *"000000"],
        ["（七）总计", *"0000000", ""],
        has_geometry=False,
    )
    _, found = read(table)
    assert values(found, "received") == [3, 0, 0, 0, 0, 1, 4]


def lines(*texts):
    return [Paragraph(text) for text in texts]


ONE_A_LINE = lines(
    NOTE, "申请人情况", "自然人", "法人或其他组织", "总计", *APPLICANTS[1:6],
    "一、本年新收政府信息公开申请数量", *"3000014",
    "二、上年结转政府信息公开申请数量", *"000000",
    "三、本年度办理结果", "（一）予以公开", *"2000002",
    "（二）部分公开（区分处理的，只计这一情", "形，不计其他情形）", *"1000001",
)  # fmt: skip


def test_one_cell_a_line_is_read_by_its_labels():
    _, found = read(*ONE_A_LINE)
    assert values(found, "received") == [3, 0, 0, 0, 0, 1, 4]
    assert values(found, "granted") == [2, 0, 0, 0, 0, 0, 2]
    assert values(found, "granted_in_part") == [1, 0, 0, 0, 0, 0, 1]


def test_a_line_lost_makes_the_row_unreadable():
    result, found = read(*ONE_A_LINE)
    assert statuses(found, "carried_in") == {Status.UNREADABLE}
    assert any((3, "carried_in", "total") in finding.cells for finding in result.findings)


def test_table_4_one_cell_a_line():
    _, found = read(
        *lines(
            "行政复议", "行政诉讼", *RESULTS, "未经复议直接起诉", "复议后起诉", *RESULTS, *RESULTS, *map(str, range(15))
        )
    )
    assert found[(4, "litigation_direct", "upheld")].value == 5
    assert found[(4, "litigation_after_reconsideration", "total")].value == 14


def test_prose_makes_no_grid():
    assert rebuild(lines("2023年，我局主动公开政府信息86条。", "全年未收到申请。", "2024年1月10日")) is None


def test_a_figure_with_a_blank_in_it_is_no_two_figures_of_a_row():
    head = ("第二十条第（八）项", "信息内容", "上一年项目数量", "本年增/减")
    _, found = read(*lines(*head, "行政事业性收费", "1\u20091", "0"))
    assert {found[2, "administrative_fees", code].value for code in ("items_last_year", "items_change")} <= {None, 0}


def test_a_digit_glued_to_a_label_is_no_part_of_it():
    rows = (
        "二、主動公開政府信息情況",
        "第二十條第（六）項",
        "信息內容 本年處理決定數量",
        "行政處罰 114",
        "行政強制1 0",
    )
    _, found = read(*lines(*rows))
    assert found[2, "penalties", "decisions"].value == 114
    assert found.get((2, "coercion", "decisions")) is None


def test_a_total_named_in_the_first_line_of_fields_is_still_the_last_column():
    table = grid(
        [NOTE, "", "申请人情况", *[""] * 5, "总计"],
        ["", "", "自然人", "法人或其他组织", *[""] * 5],
        ["", "", "", *APPLICANTS[1:6], ""],
        ["一、本年新收政府信息公开申请数量", "", *"3000014"],
        ["（七）总计", *"0000000", ""],
        has_geometry=False,
    )
    result, found = read(table)
    assert values(found, "received") == [3, 0, 0, 0, 0, 1, 4]
    # Seven noughts could stand one field to the left, or the total could be blank: both readings say 0 for the rest.
    assert values(found, "concluded") == [0, 0, 0, 0, 0, 0, None]
    assert [finding.cells for finding in result.findings] == [((3, "concluded", "total"),)]
