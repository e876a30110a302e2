"""Table 3 whose labels and figures stand apart: on its side, in lines beside each other, in pieces."""

import pytest

from etl.editions import editions
from etl.interpret import interpret
from etl.model import Content, Paragraph, Reading
from tests.unit.interpret.test_tables import APPLICANTS, grid, read, values

EDITION = editions()["2021"]
LABELS = [row.label for row in EDITION.rows(3) if row.code != "other"]
FIGURES = {"received": 4, "carried_in": 1, "granted": 3, "unable_not_held": 1, "concluded": 4, "carried_out": 1}
"""Of natural persons; nobody else applied."""


def line(code: str) -> str:
    return f"{FIGURES.get(code, 0)} 0 0 0 0 0 {FIGURES.get(code, 0)}"


LINES = [line(row.code) for row in EDITION.rows(3) if row.code != "other"]


def found_in(*texts: str) -> dict[tuple[int, str, str], Reading]:
    content = Content(tuple(Paragraph(text) for text in texts))
    return {reading.key: reading for reading in interpret(content, 2023).readings}


def is_read_whole(found: dict[tuple[int, str, str], Reading]) -> bool:
    rows = [row.code for row in EDITION.rows(3) if row.code != "other"]
    return all(values(found, row) == [FIGURES.get(row, 0), 0, 0, 0, 0, 0, FIGURES.get(row, 0)] for row in rows)


def test_a_table_on_its_side_is_turned_back_and_its_cells_keep_their_places() -> None:
    _, found = read(
        grid(
            ["申请人情况", "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"],
            *([name, str(n), "0"] for n, name in enumerate((*APPLICANTS[:6], "总计"))),
        )
    )
    assert values(found, "received") == [0, 1, 2, 3, 4, 5, 6]
    place = found[3, "received", "total"].place
    assert place is not None
    assert (place.row, place.column) == (7, 1)


def test_rows_of_one_line_each() -> None:
    pairs = [f"{label} {figures}" for label, figures in zip(LABELS, LINES, strict=True)]
    assert is_read_whole(found_in(*pairs))
    assert is_read_whole(found_in(*(text for pair in pairs for text in (pair, "- 3 -", "4"))))


def test_figures_in_the_line_before_or_after_their_label() -> None:
    pairs = list(zip(LABELS, LINES, strict=True))
    assert is_read_whole(found_in(*(text for pair in pairs for text in pair)))
    assert is_read_whole(found_in(*(text for pair in pairs for text in pair[::-1])))


def test_a_label_without_figures_behind_rows_that_have_theirs_may_have_lost_the_first() -> None:
    texts = [text for pair in zip(LABELS, LINES[1:], strict=False) for text in pair]
    assert not any(reading.value is not None for reading in found_in(*texts, LABELS[-1]).values())


def test_figures_before_their_labels_of_which_one_is_lost_have_none() -> None:
    pairs = list(zip(LABELS, LINES, strict=True))
    texts = [text for pair in pairs for text in pair[::-1]]
    assert not any(reading.value for reading in found_in(*texts[:-1]).values())


@pytest.mark.parametrize("size", [2, 5])
def test_pieces_of_labels_and_pieces_of_figures_are_paired_in_their_order(size: int) -> None:
    chunks = [(LABELS[n : n + size], LINES[n : n + size]) for n in range(0, len(LABELS), size)]
    assert is_read_whole(found_in(*(text for labels, figures in chunks for text in (*labels, *figures))))


def test_pieces_that_do_not_add_up_are_not_paired() -> None:
    wrong = ["5 0 0 0 0 0 5", *LINES[1:]]
    assert found_in(*LABELS[:3], *wrong[:3], *LABELS[3:], *wrong[3:]) == {}
