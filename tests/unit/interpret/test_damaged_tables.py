"""Tables damaged as the evaluation found them: what is certain is read, the rest is named, nothing is another cell's."""

import pytest

from etl.editions import editions
from etl.interpret import interpret
from etl.model import Content, Paragraph, Status
from tests.unit.interpret.test_tables import (
    APPLICANTS,
    CODES,
    NOTE,
    RECEIVED,
    RESULTS,
    applications,
    grid,
    read,
    statuses,
    values,
)

WITHOUT_TOTAL = CODES[:-1]


def without_total(*rows):
    return grid(
        [(NOTE, 3, 3), ("申请人情况", 6, 1)],
        [(APPLICANTS[0], 1, 2), ("法人或其他组织", 5, 1)],
        APPLICANTS[1:6],
        *rows,
    )


def disputes(*rows):
    """Table 4 with its kinds in the heading, and these lines of figures."""
    return grid(
        [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
        [*((name, 1, 2) for name in RESULTS), ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)],
        [*RESULTS, *RESULTS],
        *rows,
    )


def test_a_table_without_its_total_is_read_also_over_the_page():
    _, found = read(without_total([RECEIVED, *"412003"]), grid([("四、结转下年度继续办理", 3, 1), *"100002"]))
    assert values(found, "received", codes=WITHOUT_TOTAL) == [4, 1, 2, 0, 0, 3]
    assert values(found, "carried_out", codes=WITHOUT_TOTAL) == [1, 0, 0, 0, 0, 2]
    assert not any(column == "total" for _, _, column in found)


def test_a_figure_behind_the_last_named_column_leaves_the_row_unread():
    _, found = read(without_total([RECEIVED, *"4125637"]))
    assert not any(reading.value is not None for reading in found.values())
    _, found = read(without_total([RECEIVED, *"4120037"]))
    # Whichever of the seven is too many, the fourth of the others is nought.
    assert values(found, "received", codes=WITHOUT_TOTAL) == [None, None, None, 0, None, None]


def test_the_number_of_a_row_is_no_figure_of_it():
    _, found = read(
        grid(
            ["序号", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
            ["1", "规章", "3", "1", "20"],
            ["2", "行政规范性文件", "8", "0", "44"],
        )
    )
    codes = ["issued", "repealed", "in_force"]
    assert values(found, "regulations", table=2, codes=codes) == [3, 1, 20]
    assert values(found, "normative_documents", table=2, codes=codes) == [8, 0, 44]


def test_the_number_of_a_row_stands_before_a_group_too():
    _, found = read(
        grid(
            [("序号", 1, 3), (NOTE, 3, 3), ("申请人情况", 7, 1)],
            [(APPLICANTS[0], 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
            APPLICANTS[1:6],
            ["1", RECEIVED, *"4120030"],
            ["2", ("三、本年度办理结果", 1, 2), ("（一）予以公开", 2, 1), *"1200003"],
            ["3", ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 2, 1), *"2000002"],
        )
    )
    assert values(found, "received") == [4, 1, 2, 0, 0, 3, 0]
    assert values(found, "granted") == [1, 2, 0, 0, 0, 0, 3]
    assert values(found, "granted_in_part") == [2, 0, 0, 0, 0, 0, 2]


def test_columns_under_a_heading_of_a_wrong_span_are_told_by_their_sum():
    _, found = read(
        grid(
            [(NOTE, 3, 3), ("申请人情况", 7, 1)],
            [(APPLICANTS[0], 1, 2), ("法人或其他组织", 4, 1), ("总计", 1, 2)],
            APPLICANTS[1:6],
            [RECEIVED, "4", "1", "2", "0", "0", "3", "10"],
            [("二、上年结转政府信息公开申请数量", 3, 1), "1", "0", "0", "0", "0", "/", "1"],
        )
    )
    assert values(found, "received") == [4, 1, 2, 0, 0, 3, 10]
    assert found[3, "carried_in", "total"].status is Status.UNREADABLE


def test_a_figure_over_two_rows_is_neither_rows():
    _, found = read(
        grid(
            ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
            ["规章", ("3", 1, 2), "1", ("/", 1, 2)],
            ["行政规范性文件", "0"],
        )
    )
    codes = ["issued", "repealed", "in_force"]
    assert values(found, "regulations", table=2, codes=codes) == [None, 1, None]
    assert values(found, "normative_documents", table=2, codes=codes) == [None, 0, None]
    assert found[2, "regulations", "issued"].status is Status.UNREADABLE
    assert found[2, "normative_documents", "in_force"].status is Status.NOT_APPLICABLE


def test_figures_in_another_unit_than_the_forms_are_not_taken():
    _, found = read(
        grid(
            [("第八十条第（二）项", 2, 1)],
            ["信息内容", "本年收费金额（单位：元）"],
            ["行政事业性收费", "152790"],
        ),
        grid([("第二十条第（五）项", 2, 1)], ["信息内容", "本年处理决定数量（万件）"], ["行政许可", "3"]),
    )
    assert found[2, "administrative_fees", "amount_10k_yuan"].status is Status.UNREADABLE
    assert found[2, "licensing", "decisions"].status is Status.UNREADABLE


def test_a_group_set_behind_its_row_does_not_name_the_row():
    _, found = read(
        applications(
            [
                ("三、本年度办理结果", 1, 2),
                "",
                ("（六）其他处理", 1, 2),
                "2.申请人逾期未按收费通知要求缴纳费用",
                *"0000000",
            ],
            ["3.其他", *"2000002"],
        )
    )
    assert (3, "other", "total") not in found
    assert found[3, "other_remaining", "total"].value == 2


def test_of_the_empty_cells_of_a_row_with_one_too_many_nobody_knows_which_was_put_in():
    interpretation, found = read(
        grid(
            [(NOTE, 3, 3), ("申请人情况", 7, 1)],
            [(APPLICANTS[0], 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
            APPLICANTS[1:6],
            [RECEIVED, "", "1", "", "", "", "", "", "1"],
            [("二、上年结转政府信息公开申请数量", 3, 1), "", *"1200003"],
        )
    )
    assert values(found, "received") == [None] * 6 + [1]
    assert {(3, "received", "natural_person"), (3, "received", "company")} <= flagged(interpretation)
    assert values(found, "carried_in") == [1, 2, 0, 0, 0, 0, 3]


def test_a_figure_lost_behind_a_wide_label_moves_no_other_into_its_empty_field():
    """Fields of a text: the label takes two, the second empty; without one of its figures the row has seven all the same."""
    interpretation, found = read(
        grid(
            [NOTE, "申请人情况"],
            [APPLICANTS[0], "法人或其他组织", "总计"],
            APPLICANTS[1:6],
            ["三、本年度办理结果", "（一）予以公开", "", "53", "5", "0", "1", "1", "60"],
            ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "", *"1200003"],
            has_geometry=False,
        )
    )
    assert values(found, "granted") == [None] * 7
    assert {(3, "granted", code) for code in CODES} <= flagged(interpretation)
    assert values(found, "granted_in_part") == [1, 2, 0, 0, 0, 0, 3]


def test_figures_of_a_column_that_is_none_of_the_forms_are_told():
    interpretation, found = read(
        grid(
            ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "备注"],
            ["规章", "3", "1", "20", "7"],
            ["行政规范性文件", "8", "0", "44", "无异常"],
        )
    )
    assert values(found, "regulations", table=2, codes=["issued", "repealed", "in_force"]) == [3, 1, 20]
    (finding,) = [f for f in interpretation.findings if "列名不在格式之内" in f.message]
    assert "7" in finding.message


def test_rows_under_no_heading_whose_sums_speak_for_another_order_are_not_read():
    """总计 stands before the applicants, under labels that nobody can read."""
    interpretation, found = read(
        grid(
            [RECEIVED, *"7412000"],
            ["二、上年结转政府信息公开申请数量", *"3300000"],
            ["四、结转下年度继续办理", *"0000000"],
        )
    )
    assert values(found, "received") + values(found, "carried_in") == [None] * 14
    assert {(3, "received", code) for code in CODES} <= flagged(interpretation)


def test_a_wrong_total_under_no_heading_stays_as_printed():
    _, found = read(
        grid(
            [RECEIVED, *"4120007"],
            ["二、上年结转政府信息公开申请数量", *"3000003"],
            ["（一）予以公开", *"5100006"],
            ["1.属于国家秘密", *"1000001"],
            ["四、结转下年度继续办理", *"1000004"],
        )
    )
    assert values(found, "carried_out") == [1, 0, 0, 0, 0, 0, 4]


def test_a_row_whose_label_is_empty_is_not_the_group_that_it_stands_under():
    _, found = read(
        grid(
            [(NOTE, 3, 3), ("申请人情况", 7, 1)],
            [(APPLICANTS[0], 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
            APPLICANTS[1:6],
            [
                ("三、本年度办理结果", 1, 2),
                ("（六）其他处理", 1, 2),
                "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                *"1200003",
            ],
            ["", *"4000004"],
        )
    )
    assert not any(row == "other" for _, row, _ in found)
    assert values(found, "other_correction_overdue") == [1, 2, 0, 0, 0, 0, 3]


def test_the_first_row_of_a_group_is_not_the_group_if_its_label_is_empty():
    _, found = read(
        applications(
            [("三、本年度办理结果", 1, 3), ("（六）其他处理", 1, 3), "", *"1000001"],
            ["2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", *"0000000"],
            ["3.其他", *"2000002"],
        )
    )
    assert {row for _, row, _ in found} == {"other_fee_overdue", "other_remaining"}


def test_an_empty_row_right_under_the_heading_of_table_4_is_a_row_also_on_its_side():
    upright = grid(
        ["", *RESULTS],
        ["行政复议", *[""] * 5],
        ["未经复议直接起诉", "1", "", "", "", "1"],
        ["复议后起诉", *[""] * 5],
    )
    aside = grid(
        ["", "行政复议", "未经复议直接起诉", "复议后起诉"],
        *([name, "", "1" if name in ("结果维持", "总计") else "", ""] for name in RESULTS),
    )
    for table in (upright, aside):
        _, found = read(table)
        codes = ["upheld", "corrected", "other_result", "pending", "total"]
        assert values(found, "reconsideration", table=4, codes=codes) == [None] * 5
        assert values(found, "litigation_direct", table=4, codes=codes) == [1, None, None, None, 1]


def test_a_label_among_the_figures_of_a_row_says_that_they_are_out_of_place():
    _, found = read(
        applications(
            [RECEIVED, *"4100005"],
            [("（一）予以公开", 3, 1), *"100001", "三、本年度办理结果"],
            [("四、结转下年度继续办理", 3, 1), *"1000001"],
        )
    )
    assert values(found, "granted") == [None] * 7
    assert values(found, "received") == [4, 1, 0, 0, 0, 0, 5]
    assert values(found, "carried_out") == [1, 0, 0, 0, 0, 0, 1]


def flagged(interpretation):
    return {key for finding in interpretation.findings for key in finding.cells}


def unflagged_values(interpretation):
    known = flagged(interpretation)
    return {r.key: r.value for r in interpretation.readings if r.value is not None and r.key not in known}


def test_headings_that_moved_are_not_trusted_for_the_labels_left():
    interpretation, _ = read(grid([(NOTE, 5, 1), *APPLICANTS[1:6]], [RECEIVED, *"4120039"]))
    assert unflagged_values(interpretation) == {}


def test_a_cell_put_in_under_a_heading_that_lost_a_label_moves_no_figure():
    half_named = [APPLICANTS[0], APPLICANTS[1], "科口口", *APPLICANTS[3:6], "总计"]
    interpretation, found = read(
        grid(
            [NOTE, *half_named],
            [RECEIVED, "", *"4120007"],
            ["二、上年结转政府信息公开申请数量", "", *"3000004"],
        )
    )
    assert values(found, "received") == [4, 1, 2, 0, 0, 0, 7]
    assert values(found, "carried_in") == [None] * 7
    assert {cell for cell in flagged(interpretation) if cell[1] == "carried_in"} == {
        (3, "carried_in", code) for code in CODES
    }


def test_headings_pushed_aside_by_a_line_set_twice_are_not_trusted():
    middle = [(APPLICANTS[0], 1, 2), ("法人或其他组织", 5, 1), (APPLICANTS[6], 1, 2)]
    interpretation, _ = read(
        grid([(NOTE, 3, 4), ("申请人情况", 7, 1)], middle, middle, APPLICANTS[1:6], [RECEIVED, *"4120039"])
    )
    assert unflagged_values(interpretation) == {}


def test_a_row_that_lost_its_end_is_not_moved_into_place():
    fields = grid(
        ["", "", "", *APPLICANTS],
        ["一、本年新收政府信息公开申请数量", "", "", "11", "2", "1", "1", "1", "0", "16"],
        ["二、上年结转政府信息公开申请数量", "", "", "5", "2", "1", "1", "1", "0"],
        has_geometry=False,
    )
    _, found = read(fields)
    assert values(found, "received") == [11, 2, 1, 1, 1, 0, 16]
    carried = [found.get((3, "carried_in", code)) for code in CODES]
    assert all(
        reading is None or reading.value in (None, int(text)) for reading, text in zip(carried, "5211100", strict=True)
    )


def test_a_blank_beside_a_figure_in_a_table_printed_twice_is_not_filled_where_the_rows_contradict_each_other():
    noughts = "0" * 10
    old, new = disputes([*"2900", "11", *noughts]), disputes(["2", "", *"013", *noughts])
    interpretation, found = read(old, new)
    statuses = [found[4, "reconsideration", code].status for code in ("upheld", "corrected", "pending", "total")]
    assert statuses == [Status.REPORTED, *[Status.UNREADABLE] * 3]
    assert (4, "reconsideration", "corrected") in flagged(interpretation)


@pytest.mark.parametrize("beside", ["", "0"])
def test_figures_that_another_print_of_their_table_leaves_blank_are_told(beside):
    """Which of the two is this year's nothing tells, unless the other says something, too."""
    figures = [*"20002", *"0" * 10]
    interpretation, found = read(disputes(figures), disputes([*[""] * 14, beside]))
    assert found[4, "reconsideration", "upheld"].value == 2
    assert ((4, "reconsideration", "upheld") in flagged(interpretation)) is (beside == "")


def test_a_row_too_short_to_be_read_speaks_against_another_print_of_it():
    """Only totals stand in the second table, and a page break took the empty cells before them."""
    carried = ("四、结转下年度继续办理", 3, 1)
    last_year, this_year = grid([carried, *"2100003"]), applications([RECEIVED, *[""] * 6, "4"])
    interpretation, found = read(applications([RECEIVED, *[""] * 6, "4"]), last_year, this_year, grid([carried, "5"]))
    assert {found[3, "carried_out", code].status for code in CODES} == {Status.UNREADABLE}
    assert (3, "carried_out", "total") in flagged(interpretation)
    _, same = read(applications([RECEIVED, *[""] * 6, "4"]), last_year, this_year, grid([carried, "3"]))
    assert values(same, "carried_out") == [2, 1, 0, 0, 0, 0, 3]


@pytest.mark.parametrize("parent", ["法人或其他组织", "人或其他组织", "口人或其他组织"])
def test_a_sum_of_the_organisations_is_not_the_total_whose_label_is_not_legible(parent):
    def table(total):
        return grid(
            [(NOTE, 3, 3), ("申请人情况", 8, 1)],
            [(APPLICANTS[0], 1, 2), (parent, 6, 1), (total, 1, 2)],
            [*APPLICANTS[1:6], "合计"],
            [RECEIVED, "16", "2", *["0"] * 4, "2", "18"],
            [("二、上年结转政府信息公开申请数量", 3, 1), *["0"] * 6, "0", ""],
        )

    _, found = read(table("0什"))
    assert values(found, "received", codes=WITHOUT_TOTAL) == [16, 2, 0, 0, 0, 0]
    assert not any(column == "total" for _, _, column in found)


def test_a_line_that_counts_the_columns_of_disputes_is_none_of_their_results():
    numbers = [str(number) for number in range(1, 16)]
    assert read(disputes(numbers))[0].readings == ()
    _, found = read(disputes(numbers, [*"10001", *"0" * 10]))
    assert values(found, "reconsideration", table=4, codes=("upheld", "total")) == [1, 1]


def test_of_a_row_of_noughts_with_a_cell_too_many_any_may_be_the_one():
    row = [RECEIVED, *"0000000", ""]
    interpretation, found = read(applications([("二、上年结转政府信息公开申请数量", 3, 1), *"1000001"], row))
    assert values(found, "received") == [0] * 6 + [None]
    assert flagged(interpretation) == {(3, "received", "total")}


def run_together(figures):
    rows = editions()["2019"].table(3).blocks[0].rows
    table_3 = "".join(f"{row.label}0000000" for row in rows)
    return (
        "信息内容本年新制作数量本年新公开数量对外公开总数量规章000规范性文件123"
        f"信息内容采购项目数量采购总金额政府集中采购{figures}申请人情况自然人商业企业科研机构社会公益组织法律服务机构其他总计{table_3}"
    )


def test_digits_that_fewer_cells_could_hold_are_not_split():
    """27 is 2 and 7, or 27 beside an empty cell."""
    interpretation = interpret(Content((Paragraph(run_together("27")),)), 2019)
    found = {reading.key: reading for reading in interpretation.readings}
    assert found[2, "procurement", "projects"].status is Status.UNREADABLE
    assert (2, "procurement", "projects") in flagged(interpretation)


def test_blanks_are_not_filled_from_a_table_that_says_otherwise_elsewhere():
    heading = ["类别", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    last = grid(heading, ["行政复议", *"41207"], ["复议后起诉", *"10203"])
    this = grid(heading, ["行政复议", *"21205"], ["复议后起诉", *[""] * 5])
    interpretation, found = read(last, this)
    kind = "litigation_after_reconsideration"
    codes = ["upheld", "corrected", "other_result", "pending", "total"]
    assert values(found, kind, table=4, codes=codes) == [None] * 5
    assert {cell for cell in flagged(interpretation) if cell[1] == kind} == {(4, kind, code) for code in codes}


def test_figures_run_together_are_split_only_where_no_sign_stands_among_them():
    for figures, is_read in (("00", True), ("102,159.11", False), ("25-6", False), ("2—3", False)):
        interpretation = interpret(Content((Paragraph(run_together(figures)),)), 2019)
        found = {reading.key: reading for reading in interpretation.readings}
        read_here = found.get((2, "procurement", "projects"))
        assert (read_here is not None and read_here.value is not None) is is_read, figures
    assert {(2, "normative_documents", code) for code in ("created", "newly_published", "published_total")} <= flagged(
        interpretation
    )


def test_a_row_as_wide_as_the_form_among_wider_ones_under_no_heading_is_not_read():
    """A sum of the organisations stands before each total, and one figure was taken for a part of its label."""
    wider = [[label, *"20000022"] for label in ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量")]
    interpretation, found = read(grid(*wider, ["四、结转下年度继续办理", *"0000011"]))
    assert statuses(found, "carried_out") == {Status.UNREADABLE}
    assert (3, "carried_out", "total") in flagged(interpretation)
    _, found = read(grid(*wider[:1], ["四、结转下年度继续办理", *"0000011"]))
    assert values(found, "carried_out") == [0, 0, 0, 0, 0, 1, 1]
