"""Tables as text taken out of a page: labels broken over lines, figures in one of them."""

from collections.abc import Iterator

import pytest

from etl.editions import editions
from etl.interpret import interpret
from etl.interpret.lines import is_value_like
from etl.model import Cell, CellKey, Content, Grid, Paragraph, Reading, Status

ROWS = {row.code: row.label for row in editions()["2021"].rows(3) if row.code != "other"}
NOUGHTS = "0 0 0 0 0 0 0"


def figures_of(**changed: str) -> dict[str, str]:
    """The figures of every row, which add up, with some of them changed."""
    codes = list(ROWS)
    told = dict.fromkeys(codes, NOUGHTS) | {
        "received": "2 0 0 0 0 0 2",
        "granted": "2 0 0 0 0 0 2",
        "concluded": "2 0 0 0 0 0 2",
    }
    return told | changed


def wrapped(figures: dict[str, str], width: int = 6) -> Iterator[str]:
    """The lines of table 3, labels broken after so many letters, figures behind their first line."""
    yield "三、收到和处理政府信息公开申请情况"
    yield "申请人情况 自然人 法人或其他组织 总计"
    for code, label in ROWS.items():
        pieces = [label[n : n + width] for n in range(0, len(label), width)]
        yield f"{pieces[0]} {figures[code]}"
        yield from pieces[1:]


def read(*lines: str) -> dict[CellKey, Reading]:
    found = interpret(Content(tuple(map(Paragraph, lines))), 2023)
    return {reading.key: reading for reading in found.readings}


def test_labels_broken_over_lines_are_put_together() -> None:
    found = read(*wrapped(figures_of()))
    assert len(found) == len(ROWS) * 7
    assert found[3, "granted", "natural_person"].value == 2
    assert found[3, "received", "total"].value == 2


def test_a_row_of_too_few_figures_is_not_read_and_moves_no_other() -> None:
    found = read(*wrapped(figures_of(concluded="2 0 0 0 0 0")))
    assert not any(key[1] == "concluded" for key in found)
    assert found[3, "carried_out", "total"].value == 0
    assert found[3, "received", "total"].value == 2


@pytest.mark.parametrize("lost", ["granted", "refused_state_secret", "carried_out"])
def test_rows_are_not_taken_in_order_where_one_is_lost_and_one_is_none(lost: str) -> None:
    lines = [
        line.replace(f" {figures_of()[lost]}", "") if line.startswith(ROWS[lost][:6]) else line
        for line in wrapped(figures_of())
    ]
    lines.insert(2, "1 2 3 4 5 6 7")
    found = read(*lines)
    assert not any(
        reading.value for key, reading in found.items() if key[1] not in {"received", "granted", "concluded"}
    )


@pytest.mark.parametrize(("cells", "is_read"), [(["2", *"00000", "2"], True), (["2 0", "", *"0000", "2"], False)])
def test_an_empty_cell_and_a_number_with_a_space_make_no_full_row(cells: list[str], is_read: bool) -> None:
    heading, columns, first, *others = wrapped(figures_of())
    row = Grid(tuple(Cell(0, x, text) for x, text in enumerate([first.split()[0], *cells])), 1, len(cells) + 1, False)
    blocks = (Paragraph(heading), Paragraph(columns), row, *map(Paragraph, others))
    found = {reading.key: reading.value for reading in interpret(Content(blocks), 2023).readings}
    assert ((3, "received", "total") in found) is is_read


def test_the_one_line_of_table_four_is_read_under_its_broken_labels() -> None:
    lines = (
        "四、政府信息公开行政复议、行政诉讼情况",
        "行政复议 行政诉讼",
        "结果 结果 其他 尚未 总计 未经复议直接起诉 复议后起诉",
        "维持 纠正 结果 审结 结果 结果 其他 尚未 总计 结果 结果 其他 尚未 总计",
    )
    found = read(*lines, "1 2 0 0 3 0 1 0 0 1 / 0 0 4 4")
    assert [
        found[4, row, "total"].value
        for row in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
    ] == [3, 1, 4]
    assert found[4, "litigation_after_reconsideration", "upheld"].status is Status.NOT_APPLICABLE
    assert not any(reading.value for reading in read(*lines, "1 2 0 0 9 0 1 0 0 1 / 0 0 4 4").values())


def test_many_digits_before_a_letter_are_told_at_once() -> None:
    assert not is_value_like("0" * 60 + "甲")
