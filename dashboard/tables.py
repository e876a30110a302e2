"""The table beside each chart: the same figures, with their coverage and status marks."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard.charts.heat import cell_text
from dashboard.charts.rates import rate_text
from dashboard.language import Words
from dashboard.marks import marks_of


def shown(frame: pl.DataFrame, series: Sequence[str], words: Words) -> pl.DataFrame:
    """The figures as text: years down and series across; or, for frames without years, a line a series.

    A cell reads ``1,234 (18/20) [d]``: the sum, the reports that give it of all that have such a cell, the marks.
    """
    if "category" in frame.columns:
        return _by_category(frame, words)
    if "agency_id" in frame.columns:
        return _by_agency(frame, words)
    if "value_before" in frame.columns:
        return _changes(frame, words)
    if "year" not in frame.columns:
        return _by_series(frame, words)
    first = frame["year"].min()
    rows: dict[int, dict[str, Any]] = {}
    for row in frame.filter(pl.col("series").is_in(list(series))).sort("year").iter_rows(named=True):
        line = rows.setdefault(row["year"], {words("column.year"): str(row["year"])})
        line[words.label(row["series"])] = _cell(row, words, is_first_year=row["year"] == first)
    columns = [words("column.year"), *(words.label(code) for code in series)]
    return pl.DataFrame(
        [{column: line.get(column, words("app.missing")) for column in columns} for line in rows.values()],
        schema=dict.fromkeys(columns, pl.String),
    )


def _by_series(frame: pl.DataFrame, words: Words) -> pl.DataFrame:
    rows = frame.sort("value", "series", descending=[True, False], nulls_last=True).iter_rows(named=True)
    return pl.DataFrame(
        [{words("column.item"): words.label(row["series"]), words("column.value"): _cell(row, words)} for row in rows],
        schema={words("column.item"): pl.String, words("column.value"): pl.String},
    )


def _by_agency(frame: pl.DataFrame, words: Words) -> pl.DataFrame:
    """A line an agency: its figure and place among its peers, its change, or its years side by side."""
    if "position" in frame.columns:
        columns = ("agency", "rate", "position", "of_peers")
        rows = [
            (row["agency"], _cell(row, words, is_first_year=True), _position(row, words), _peers(row, words))
            for row in frame.iter_rows(named=True)
        ]
        return pl.DataFrame(rows, schema=[words(f"column.{name}") for name in columns], orient="row")
    if "value_before" in frame.columns:
        return _changes(frame, words)
    lines: dict[str, dict[str, str]] = {}
    for row in frame.iter_rows(named=True):
        lines.setdefault(row["agency_id"], {words("column.agency"): row["agency"]})[str(row["year"])] = cell_text(
            row, words
        )
    return pl.DataFrame(list(lines.values()))


def _position(row: Mapping[str, Any], words: Words) -> str:
    return words("app.missing") if row["position"] is None else words(f"position.{row['position']}")


def _peers(row: Mapping[str, Any], words: Words) -> str:
    return words("peers.chosen") if row["is_chosen"] else words("peers.other")


def _changes(frame: pl.DataFrame, words: Words) -> pl.DataFrame:
    """A line an agency or series: both years and the change."""
    name = "agency" if "agency_id" in frame.columns else "item"
    rows = [
        (
            row["agency"] if "agency" in row else words.label(row["series"]),
            words.number(row["value_before"]),
            words.number(row["value_now"]),
            _cell({**row, "given": None}, words, is_first_year=True),
        )
        for row in frame.iter_rows(named=True)
    ]
    columns = (name, "value_before", "value_now", "change")
    return pl.DataFrame(rows, schema=[words(f"column.{column}") for column in columns], orient="row")


def _by_category(frame: pl.DataFrame, words: Words) -> pl.DataFrame:
    columns = {
        words("column.rule"): pl.String,
        words("column.severity"): pl.String,
        words("column.findings"): pl.String,
        words("column.reports"): pl.String,
    }
    rows = [
        (
            words.coded("rule", row["category"]),
            words.coded("severity", row["series"]),
            words.number(row["value"]),
            words.number(row["reports"]),
        )
        for row in frame.sort("value", "category", descending=[True, False]).iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=columns, orient="row")


def _cell(row: dict[str, Any], words: Words, *, is_first_year: bool = False) -> str:
    text = rate_text(row, words) if "cases" in row else words.number(row["value"])
    if row.get("given") is not None:
        text += words("table.coverage", given=row["given"], reports=row["reports"] - row["absent"])
    marks = marks_of(row, is_first_year=is_first_year)
    return f"{text} {' '.join(f'[{mark}]' for mark in marks)}" if marks else text


def marks_in(frame: pl.DataFrame, series: Sequence[str]) -> list[str]:
    """The marks that the table shows, for the key below it."""
    if "category" in frame.columns:
        return []
    first = frame["year"].min() if "year" in frame.columns else None
    rows = frame.filter(pl.col("series").is_in(list(series))) if "year" in frame.columns else frame
    found = {
        mark
        for row in rows.iter_rows(named=True)
        for mark in marks_of(row, is_first_year=row.get("year") is not None and row["year"] == first)
    }
    return sorted(found)
