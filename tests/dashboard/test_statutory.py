"""The statutory tables, set again: nothing filled in, every kind of emptiness in its own words."""

import polars as pl

from dashboard import statutory
from tests.dashboard.frames import ZH

FORM = pl.DataFrame(
    [
        (3, "received", "total", "一、本年新收", "总计", "received", 1),
        (3, "refused_state_secret", "total", "1.属于国家秘密", "总计", "refused", 2),
        (3, "other_remaining", "total", "3.其他", "总计", "other", 3),
        (3, "other", "total", "（六）其他处理", "总计", "other", 4),
        (3, "concluded", "total", "（七）总计", "总计", "concluded", 5),
    ],
    schema=["table_no", "row_code", "column_code", "row_label", "column_label", "row_group", "position"],
    orient="row",
)


def cells(*rows: tuple[str, str, str]) -> pl.DataFrame:
    labels = dict(FORM.select("row_code", "row_label").iter_rows())
    return pl.DataFrame(
        [
            {
                "table_no": 3, "row_code": row, "column_code": "total", "printed": printed, "status": status, "note": None,
                "row_label": labels.get(row, "别的行"), "column_label": "总计",
            }
            for row, printed, status in rows
        ]
    )  # fmt: skip


def html(printed: pl.DataFrame, found=(), asked=()) -> str:
    form = statutory.laid_out(FORM, printed, 3)
    return statutory.as_html(form, printed, 3, found=found, asked=asked, words=ZH)


def rows_of(printed: pl.DataFrame) -> list[str]:
    return [code for code, _, _ in statutory.laid_out(FORM, printed, 3).rows]


def test_a_row_and_its_parts_show_as_the_report_prints_them() -> None:
    assert rows_of(cells(("other", "2", "reported"))) == ["received", "refused_state_secret", "other", "concluded"]
    split = rows_of(cells(("other_remaining", "2", "reported")))
    assert split == ["received", "refused_state_secret", "other_remaining", "concluded"]


def test_a_row_that_the_form_lacks_is_not_dropped() -> None:
    assert rows_of(cells(("odd", "2", "reported")))[-1] == "odd"


def test_each_kind_of_emptiness_has_its_word() -> None:
    page = html(
        cells(
            ("received", "", "blank"),
            ("refused_state_secret", "/", "not_applicable"),
            ("concluded", "1O", "unreadable"),
        )
    )
    for status in ("blank", "not_applicable", "unreadable", "absent"):
        assert f'class="{status}"' in page
        assert ZH(f"status.{status}") in page
    assert ">/<small>" in page
    assert ">1O<small>" in page


def test_a_printed_figure_stands_as_printed() -> None:
    assert '<td class="reported" title="">１，２３４</td>' in html(cells(("received", "１，２３４", "reported")))


def test_cells_with_findings_and_the_asked_cell_are_marked() -> None:
    key = (3, "received", "total")
    page = html(cells(("received", "5", "reported")), found={key}, asked={key})
    assert 'class="reported found asked"' in page
    assert ZH("form.found") in page
    assert ZH("form.asked") in page


def test_a_group_of_rows_has_its_heading() -> None:
    assert ZH("group.refused") in html(cells(("received", "5", "reported")))


def test_text_of_a_document_cannot_become_markup() -> None:
    assert "<script>" not in html(cells(("received", "<script>", "unreadable")))
