"""Figures recognised in a picture that no sum bears out are named."""

from etl.editions import editions
from etl.interpret import interpret
from etl.model import Cell, Content, Grid

EDITION = editions()["2021"]


def picture(*figures: str, confidence: float | None = 0.99) -> Content:
    """A page with a line of table 2 and one of table 3."""
    heading = ["", *(column.label for column in EDITION.table(3).blocks[0].columns)]
    rows = [
        ["信息内容", "本年处理决定数量"],
        ["行政许可", "12"],
        heading,
        ["二、上年结转政府信息公开申请数量", *figures],
    ]
    cells = tuple(
        Cell(y, x, text, confidence=confidence) for y, row in enumerate(rows) for x, text in enumerate(row) if text
    )
    return Content((Grid(cells, len(rows), len(heading)),))


def named(content: Content) -> set[str]:
    return {cell[1] for f in interpret(content, 2023).findings if "没有合计可以核对" in f.message for cell in f.cells}


def test_a_recognised_figure_without_a_sum_is_named() -> None:
    assert named(picture("3", "0", "0", "0", "0", "0", "3")) == {"licensing"}


def test_a_row_whose_sum_does_not_hold_proves_nothing() -> None:
    assert named(picture("3", "0", "0", "0", "0", "0", "9")) == {"licensing", "carried_in"}


def test_text_needs_no_proof() -> None:
    assert named(picture("3", "0", "0", "0", "0", "0", "3", confidence=None)) == set()
