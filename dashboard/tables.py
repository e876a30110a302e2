"""The table beside each chart: the same figures, with their coverage and status marks, each with what it is the figure of."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from dashboard.charts.heat import cell_text
from dashboard.charts.rates import rate_text
from dashboard.language import Words
from dashboard.marks import marks_of


class Origin(NamedTuple):
    """What a figure is the figure of; ``year`` is None where it covers all chosen years."""

    year: int | None
    series: str
    agency_id: str | None = None


class Shown(NamedTuple):
    """A text of the table; ``origin`` where it is a figure."""

    text: str
    origin: Origin | None = None


Line = Mapping[str, Shown]
"""The texts of a line by the names of their columns."""


def lines(frame: pl.DataFrame, series: Sequence[str], words: Words) -> list[Line]:
    """The table line by line: years down and series across; or, for frames without years, a line a series.

    A figure reads ``1,234 (18/20) [d]``: the sum, the reports that give it of all that have such a cell, the marks.
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
    names = {code: words.label(code) for code in series}
    empty = {name: Shown(words("app.missing")) for name in names.values()}
    rows: dict[int, dict[str, Shown]] = {}
    for row in frame.filter(pl.col("series").is_in(list(series))).sort("year").iter_rows(named=True):
        line = rows.setdefault(row["year"], {words("column.year"): Shown(str(row["year"])), **empty})
        line[names[row["series"]]] = _cell(row, words, is_first_year=row["year"] == first)
    return list(rows.values())


def _by_series(frame: pl.DataFrame, words: Words) -> list[Line]:
    rows = frame.sort("value", "series", descending=[True, False], nulls_last=True).iter_rows(named=True)
    return [
        {words("column.item"): Shown(words.label(row["series"])), words("column.value"): _cell(row, words)}
        for row in rows
    ]


def _by_agency(frame: pl.DataFrame, words: Words) -> list[Line]:
    """A line an agency: its figure and place among its peers, its change, or its years side by side."""
    if "position" in frame.columns:
        columns = [words(f"column.{name}") for name in ("agency", "rate", "position", "of_peers")]
        return [
            dict(
                zip(
                    columns,
                    (
                        Shown(row["agency"]),
                        _cell(row, words, is_first_year=True),
                        Shown(_position(row, words)),
                        Shown(_peers(row, words)),
                    ),
                    strict=True,
                )
            )
            for row in frame.iter_rows(named=True)
        ]
    if "value_before" in frame.columns:
        return _changes(frame, words)
    found: dict[str, dict[str, Shown]] = {}
    for row in frame.iter_rows(named=True):
        line = found.setdefault(row["agency_id"], {words("column.agency"): Shown(row["agency"])})
        line[str(row["year"])] = Shown(cell_text(row, words), _origin(row))
    return list(found.values())


def _position(row: Mapping[str, Any], words: Words) -> str:
    return words("app.missing") if row["position"] is None else words(f"position.{row['position']}")


def _peers(row: Mapping[str, Any], words: Words) -> str:
    return words("peers.chosen") if row["is_chosen"] else words("peers.other")


def _changes(frame: pl.DataFrame, words: Words) -> list[Line]:
    """A line an agency or series: both years and the change."""
    name = "agency" if "agency_id" in frame.columns else "item"
    return [
        {
            words(f"column.{name}"): Shown(row["agency"] if "agency" in row else words.label(row["series"])),
            words("column.value_before"): Shown(words.number(row["value_before"]), _origin(row)),
            words("column.value_now"): Shown(words.number(row["value_now"]), _origin(row)),
            words("column.change"): _cell({**row, "given": None}, words, is_first_year=True),
        }
        for row in frame.iter_rows(named=True)
    ]


def _by_category(frame: pl.DataFrame, words: Words) -> list[Line]:
    return [
        {
            words("column.rule"): Shown(words.coded("rule", row["category"])),
            words("column.severity"): Shown(words.coded("severity", row["series"])),
            words("column.findings"): Shown(words.number(row["value"]), Origin(None, row["category"])),
            words("column.reports"): Shown(words.number(row["reports"]), Origin(None, row["category"])),
        }
        for row in frame.sort("value", "category", descending=[True, False]).iter_rows(named=True)
    ]


def _origin(row: Mapping[str, Any]) -> Origin:
    return Origin(row.get("year"), row["series"], row.get("agency_id"))


def _cell(row: dict[str, Any], words: Words, *, is_first_year: bool = False) -> Shown:
    text = rate_text(row, words) if "cases" in row else words.number(row["value"])
    if row.get("given") is not None:
        text += words("table.coverage", given=row["given"], reports=row["reports"] - row["absent"])
    marks = marks_of(row, is_first_year=is_first_year)
    return Shown(f"{text} {' '.join(f'[{mark}]' for mark in marks)}" if marks else text, _origin(row))


def has_coverage(frame: pl.DataFrame) -> bool:
    """Whether the lines tell, in brackets, how many reports give a figure: not those of changes, findings and years side by side."""
    is_by_agency_and_year = "agency_id" in frame.columns and "position" not in frame.columns
    return "given" in frame.columns and "value_before" not in frame.columns and not is_by_agency_and_year


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
