"""The table and the downloads beside a chart: coverage, status marks, byte order mark, definitions."""

import csv
from io import BytesIO, StringIO

import openpyxl
import polars as pl
import pytest

from dashboard import downloads, tables
from dashboard.marks import form_of, marks_of
from tests.dashboard.frames import EN, ZH, frame, point, rate

ROWS = frame(
    point(2020, "received", 5, 1, 2),
    point(2021, "received", None, 0, 2),
    point(2022, "received", 1234, 3, 4, absent=1),
)


@pytest.mark.parametrize(
    ("row", "marks"),
    [
        (point(2020, "received", 5, 1, 1), ()),
        (point(2021, "received", 5, 1, 1), ("b",)),
        (point(2020, "received", None, 0, 1), ("x",)),
        (point(2020, "received", None, 0, 1, absent=1), ("z",)),
        (point(2020, "publication_items", 5, 1, 1), ("p",)),
        ({**point(2020, "received", 5, 1, 1), "disputed": 1}, ("d",)),
        (rate(2020, "reconsideration", 1, 5), ("c",)),
        (rate(2020, "reconsideration", 0, 0), ("c",)),
    ],
)
def test_status_marks(row, marks) -> None:
    assert marks_of(row) == marks


@pytest.mark.parametrize(("year", "form"), [(2018, "pre2019"), (2019, "2019"), (2020, "2019"), (2021, "2021")])
def test_the_form_that_is_due_for_a_year(year: int, form: str) -> None:
    assert form_of(year) == form


def test_the_table_says_how_many_reports_give_the_figure_and_keeps_gaps() -> None:
    lines = tables.lines(ROWS, ("received",), EN)
    assert [tuple(shown.text for shown in line.values()) for line in lines] == [
        ("2020", "5 (1/2)"),
        ("2021", "— (0/2) [b] [x]"),
        ("2022", "1,234 (3/3)"),
    ]
    assert [line[EN.label("received")].origin for line in lines] == [
        (year, "received", None) for year in (2020, 2021, 2022)
    ]


def test_the_key_explains_the_marks_that_are_there() -> None:
    assert tables.marks_in(ROWS, ("received",)) == ["b", "x"]


def test_csv_begins_with_a_byte_order_mark_and_keeps_missing_apart_from_nought() -> None:
    rows = frame(point(2020, "received", 0, 1, 1), point(2021, "received", None, 0, 1))
    content = downloads.as_csv(downloads.tidy(rows, ("received",), ZH, "20260101-000000"))
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))
    assert [line[ZH("column.value")] for line in lines] == ["0", ""]
    assert [line[ZH("column.marks")] for line in lines] == ["", "[b] [x]"]
    assert {line[ZH("column.snapshot")] for line in lines} == {"20260101-000000"}


def test_the_workbook_carries_figures_definitions_and_where_they_come_from() -> None:
    table = downloads.tidy(ROWS, ("received",), ZH, "20260101-000000")
    content = downloads.as_workbook(table, [("新收", "本年新收")], {"快照": "20260101-000000"}, ZH)
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == [ZH("download.figures"), ZH("download.definitions"), ZH("download.about")]
    figures = list(book.worksheets[0].values)
    assert figures[0] == tuple(table.columns)
    assert [line[figures[0].index(ZH("column.value"))] for line in figures[1:]] == [5, None, 1234]
    assert list(book.worksheets[1].values) == [("新收", "本年新收")]
    assert list(book.worksheets[2].values) == [("快照", "20260101-000000")]


def test_text_that_looks_like_a_formula_stays_text() -> None:
    content = downloads.as_workbook(ROWS, [("=1+1", "http://x")], {}, ZH)
    assert next(iter(openpyxl.load_workbook(BytesIO(content)).worksheets[1].values)) == ("=1+1", "http://x")


def test_a_list_is_taken_along_in_the_words_of_the_screen() -> None:
    row = {"report_id": "r1", "region": "明月省甲县", "value": 3.0, "cases": 19.0, "status": "from_parts", "matched": 1,
           "cells": [{"table_no": 3, "row_code": "received", "column_code": "total"}]}  # fmt: skip
    (line,) = downloads.listing(pl.DataFrame([row]), ZH, "20260101-000000").to_dicts()
    assert line == {
        "地区": "明月省甲县", "状态": ZH("status.from_parts"), "单元格": "3/received/total", "年报编号": "r1", "分子件数": 3.0,
        "分母件数": 19.0, "快照": "20260101-000000",
    }  # fmt: skip


def test_a_rate_is_a_share_and_not_a_number_of_cases() -> None:
    rows = frame(rate(2020, "correction_reconsideration", 3, 19))
    assert downloads.tidy(rows, ("correction_reconsideration",), ZH, "x")[ZH("column.unit")].to_list() == ["比例"]
