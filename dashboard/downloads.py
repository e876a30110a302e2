"""What is shown, to take away: CSV that Excel opens right, and a workbook with definitions, filters and the snapshot."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import polars as pl
from xlsxwriter import Workbook

from dashboard import clock
from dashboard.language import Words
from dashboard.marks import marks_of

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BESIDE = (
    *("value_before", "value_now", "events", "cases", "mean", "low_95", "high_95", "low_998", "high_998"),
    *("low", "middle", "high", "peers"),
    *("given", "reports", "absent", "disputed", "revised"),
)
"""Columns of a frame that go along with the figure where the frame has them."""

_LISTED = (
    *("year", "agency", "region", "severity", "rule", "message", "value", "status"),
    *(
        "row_label",
        "column_label",
        "old_printed",
        "old_value",
        "old_status",
        "new_printed",
        "new_value",
        "new_status",
        "seen_at",
    ),
    *("reason", "loaded_at", "is_first", "published_on", "finding_count", "error_count"),
    *("table_no", "row_code", "column_code", "cells", "finding_no", "agency_id", "report_id"),
)
"""Columns of a list in their order, what is read before what is looked up."""
_NAMED = {"region": "place", "finding_count": "findings", "error_count": "errors", "table_no": "table"}
_CODED = {
    "status": "status",
    "old_status": "status",
    "new_status": "status",
    "rule": "rule",
    "severity": "severity",
    "reason": "reason",
}
_MOMENTS = {"loaded_at", "seen_at"}


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
        line[words("column.unit")] = words("unit.share") if "cases" in row else words.unit(row["series"])
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


def listing(rows: pl.DataFrame, words: Words, snapshot_id: str) -> pl.DataFrame:
    """The lines of a list of reports, findings or changed figures: columns by name, codes in words, with the snapshot."""
    if "cases" in rows.columns:
        rows = rows.rename({"value": "events"})
    if "cells" in rows.columns:
        rows = rows.with_columns(pl.col("cells").map_elements(_cells, return_dtype=pl.String))
    for name in _MOMENTS & set(rows.columns):
        rows = rows.with_columns(pl.col(name).map_elements(clock.moment, return_dtype=pl.String))
    for name in _CODED.keys() & set(rows.columns):
        told = {code: words.coded(_CODED[name], code) for code in rows[name].unique().drop_nulls()}
        rows = rows.with_columns(pl.col(name).replace(told))
    found = [name for name in (*_LISTED, *_BESIDE) if name in rows.columns]
    return rows.select(
        *(pl.col(name).alias(words(f"column.{_NAMED.get(name, name)}")) for name in found),
        pl.lit(snapshot_id).alias(words("column.snapshot")),
    )


def _cells(cells: Sequence[Mapping[str, object]]) -> str:
    return "; ".join(f"{cell['table_no']}/{cell['row_code']}/{cell['column_code']}" for cell in cells)


def as_csv(table: pl.DataFrame) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that Excel shows Chinese; counts without a decimal point."""
    buffer = BytesIO()
    counts = [name for name, kind in table.schema.items() if kind.is_float() and (table[name] % 1 == 0).all()]
    table.with_columns(pl.col(counts).cast(pl.Int64)).write_csv(buffer, include_bom=True)
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
