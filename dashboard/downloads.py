"""What is shown, to take away: CSV that Excel opens right, and a workbook with definitions, filters and the snapshot."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import polars as pl
from xlsxwriter import Workbook

from dashboard.language import Words
from dashboard.marks import marks_of

_BESIDE = (
    *("value_before", "value_now", "events", "cases", "mean", "low_95", "high_95", "low_998", "high_998"),
    *("low", "middle", "high", "peers"),
    *("given", "reports", "absent", "disputed", "revised"),
)
"""Columns of a frame that go along with the figure where the frame has them."""


def tidy(frame: pl.DataFrame, series: Sequence[str], words: Words, snapshot_id: str) -> pl.DataFrame:
    """A line a figure: names as on the screen, codes beside them, coverage, status marks and snapshot."""
    if "year" in frame.columns and not {"category", "agency_id"} & set(frame.columns):
        frame = frame.filter(pl.col("series").is_in(list(series))).sort("year", "series")
    first = frame["year"].min() if "year" in frame.columns else None
    lines = []
    for row in frame.iter_rows(named=True):
        line: dict[str, object] = {}
        if "year" in row:
            line[words("column.year")] = row["year"]
        if "category" in row:
            line[words("column.rule")] = words.coded("rule", row["category"])
            line[words("column.rule_code")] = row["category"]
        if "agency_id" in row:
            line[words("column.agency")] = row["agency"]
            line[words("column.agency_id")] = row["agency_id"]
        line[words("column.item")] = words.full_name(row["series"])
        line[words("column.code")] = row["series"]
        line[words("column.value")] = row["value"]
        line[words("column.unit")] = words.unit(row["series"])
        line |= {words(f"column.{name}"): row[name] for name in _BESIDE if name in row}
        if row.get("position"):
            line[words("column.position")] = words(f"position.{row['position']}")
        if row.get("status"):
            line[words("column.status")] = words.coded("status", row["status"])
        marks = marks_of(row, is_first_year=first is not None and row["year"] == first)
        line[words("column.marks")] = " ".join(f"[{mark}]" for mark in marks)
        line[words("column.snapshot")] = snapshot_id
        lines.append(line)
    return pl.DataFrame(lines, infer_schema_length=None)


def as_csv(table: pl.DataFrame) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that Excel shows Chinese."""
    buffer = BytesIO()
    table.write_csv(buffer, include_bom=True)
    return buffer.getvalue()


def as_workbook(
    table: pl.DataFrame, definitions: Sequence[tuple[str, str]], about: Mapping[str, str], words: Words
) -> bytes:
    """A workbook with three sheets: the figures; what each means; where they come from and what was filtered."""
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        table.write_excel(workbook, worksheet=words("download.figures"), autofit=True)
        _pairs(workbook, words("download.definitions"), definitions)
        _pairs(workbook, words("download.about"), list(about.items()))
    return buffer.getvalue()


def _pairs(workbook: Workbook, name: str, pairs: Sequence[tuple[str, str]]) -> None:
    sheet = workbook.add_worksheet(name)
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24, wrapped)
    sheet.set_column(1, 1, 90, wrapped)
    for number, (left, right) in enumerate(pairs):
        sheet.write_string(number, 0, left)
        sheet.write_string(number, 1, right)
