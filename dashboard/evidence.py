"""The reports behind a figure, each a link to the cell that it rests on."""

import re
import string
from dataclasses import dataclass
from functools import partial

import polars as pl
import streamlit as st

from dashboard import downloads, queries, source
from dashboard.panels import PANELS, Panel
from dashboard.queries import Parameter
from dashboard.view import View

_ASKED = "evidence_asked"
_SHOWN = 200
_ALL = 1_000_000
_PAGE = 8
_MARKDOWN = re.compile(f"([{re.escape(string.punctuation)}])")


@dataclass(frozen=True)
class Point:
    """One figure of one chart; ``year`` is None where it covers all chosen years."""

    panel: str
    year: int | None
    series: str
    agency_id: str | None = None
    """Set where the point is that of one agency."""
    agency: str | None = None
    """Its name, for the list of points."""


def ask(point: Point) -> None:
    """Have the reports behind a point shown; for use as a callback."""
    st.session_state[_ASKED] = point


def answer(view: View) -> None:
    """Show the reports behind the point that was asked for, if one was."""
    point: Point | None = st.session_state.pop(_ASKED, None)
    if point is not None:
        panel = PANELS[point.panel]
        year = "" if point.year is None else view.words("evidence.year", year=point.year)
        title = view.words("evidence.title", series=_name(panel, point, view), year=year)
        st.dialog(title, width="large")(_dialog)(view, panel, point)


def _name(panel: Panel, point: Point, view: View) -> str:
    if panel.code == "findings_by_rule":
        return view.words.coded("rule", point.series)
    if panel.code == "findings_by_year":
        return view.words.coded("severity", point.series)
    return view.words.full_name(point.series)


def parameters(
    view: View, panel: Panel, point: Point, row_limit: int, *, is_missing_first: bool
) -> dict[str, Parameter]:
    """What the evidence query of a point binds."""
    scope = view.of_agency(point.agency_id) if point.agency_id else view
    if point.year is None:
        scope = scope.of_years(view.filters.first_year, view.filters.last_year)
    years = {} if point.year is None else {"from_year": point.year - panel.years_back, "to_year": point.year}
    return scope.parameters(
        **panel.parameters, **{"series": point.series}, **years, missing_first=is_missing_first, row_limit=row_limit
    ) | dict(panel.point(point.series))


def _dialog(view: View, panel: Panel, point: Point) -> None:
    words = view.words
    query = queries.load(panel.evidence)
    has_missing = "missing_first" in queries.parameters_of(query)
    is_missing_first = has_missing and st.toggle(words("evidence.missing_first"), key="evidence_missing_first")
    ask_for = partial(parameters, view, panel, point, is_missing_first=is_missing_first)
    found = source.frame(view.snapshot, panel.evidence, **ask_for(_SHOWN))
    if found.is_empty():
        st.info(words("evidence.none"))
        return
    matched = found["matched"][0]
    st.caption(words("evidence.count", count=f"{matched:,}"))
    if matched > len(found):
        st.caption(words("evidence.first", shown=len(found)))
    pages = -(-len(found) // _PAGE)
    page = st.pagination(pages, key="evidence_page") if pages > 1 else 1
    for row in found.slice((page - 1) * _PAGE, _PAGE).iter_rows(named=True):
        (finding_line if "rule" in row else _report_line)(view, row, point.series)
    st.download_button(
        words("evidence.download"), partial(_all_rows, view, panel, ask_for(_ALL)),
        file_name=f"{panel.code}-{point.series}-{point.year or 'all'}.csv", mime="text/csv", on_click="ignore",
    )  # fmt: skip


def _all_rows(view: View, panel: Panel, bound: dict[str, Parameter]) -> bytes:
    query = queries.load(panel.evidence)
    # Not through the cache: the whole list of a large country is asked for once and not again.
    rows = view.snapshot.frame(query, queries.bound(query, bound)).drop("matched")
    if "cells" in rows.columns:
        rows = rows.with_columns(pl.col("cells").map_elements(str, return_dtype=pl.String))
    return downloads.as_csv(rows.with_columns(snapshot_id=pl.lit(view.snapshot.snapshot_id)))


def _report_line(view: View, row: dict[str, object], series: str) -> None:
    words = view.words
    is_figure = row["status"] not in (None, "no_report")
    amount = words.amount(row["value"], series) if is_figure else None  # type: ignore[arg-type]
    parts = [
        f"**{escaped(str(row['agency'] or words('app.unknown')))}**",
        words("evidence.year", year=row["year"]) if row["year"] else None,
        amount,
    ]
    if "value_before" in row:
        parts.append(words("evidence.before", number=words.number(row["value_before"])))  # type: ignore[arg-type]
    if "cases" in row:
        parts.append(words("evidence.cases", number=words.number(row["cases"])))  # type: ignore[arg-type]
    if row["status"] not in (None, "printed"):
        parts.append(words.coded("status", str(row["status"])))
    if row["finding_count"]:
        parts.append(words("evidence.findings", count=row["finding_count"], errors=row["error_count"]))
    is_prose = series == "publication_items"
    st.page_link(
        view.pages["agency"], label=" · ".join(part for part in parts if part), icon=":material/table_view:",
        query_params=_whose(view, row) | view.link(
            table=row["table_no"], row=row["row_code"], column=row["column_code"], statement=series if is_prose else None
        ),
    )  # fmt: skip


def _whose(view: View, row: dict[str, object]) -> dict[str, list[str]]:
    """The address of a report: by organ and year where both are known, else by its own identifier."""
    if row["agency_id"] is None or (row["year"] is None and row["report_id"] is not None):
        return view.link(report=row["report_id"])
    return view.link(organ=row["agency_id"], year=row["year"])


def finding_line(view: View, row: dict[str, object], _series: str = "") -> None:
    """A finding as a link to the report with its cells marked."""
    words = view.words
    # A missing report stands beside one of another year.
    head = words(
        "evidence.finding_undated" if row["rule"] == "missing_report" else "evidence.finding",
        severity=words.coded("severity", str(row["severity"])),
        agency=escaped(str(row["agency"] or words("app.unknown"))),
        year=row["year"] or words("app.unknown"),
        rule=words.coded("rule", str(row["rule"])),
    )
    st.page_link(
        view.pages["agency"], label=f"{head} {escaped(words.finding(str(row['rule']), str(row['message'])))}", icon=":material/flag:",
        query_params=_whose(view, row) | view.link(finding=row["finding_no"]),
    )  # fmt: skip


def escaped(text: str) -> str:
    """Text of a document, so that Markdown leaves it alone."""
    return _MARKDOWN.sub(r"\\\1", text.replace("\n", " "))
