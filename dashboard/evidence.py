"""The reports behind a figure, each a link to the cell that it rests on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

import polars as pl
import streamlit as st

from dashboard import address, downloads, filing, finding_words, queries, source, take_away
from dashboard.charts.rates import rate_cases
from dashboard.filters import Problem
from dashboard.language import Words
from dashboard.markdown import escaped
from dashboard.paging import rows_in_sight
from dashboard.panels import MEASURES, PANELS, Panel
from dashboard.problems import show_problems
from dashboard.queries import Parameter
from dashboard.view import View

_KEY = "evidence"
_SEPARATOR = "~"
_SHOWN = 200
_ALL = 1_000_000
_PAGE = 8


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

    @property
    def key(self) -> str:
        """The point as it stands in the address."""
        return _SEPARATOR.join((self.panel, str(self.year or ""), self.series, self.agency_id or ""))


def ask(point: Point) -> None:
    """Have the reports behind a point shown, by the address; for use as a callback."""
    address.set_one(_KEY, point.key)


def linker(view: View) -> Callable[[Point], str]:
    """What makes the address of this page with the reports behind a point open on it."""
    own = {key: st.query_params.get_all(key) for key in st.query_params if key in address.PAGE_KEYS and key != _KEY}
    base = urlencode({**own, **view.address}, doseq=True)
    return lambda point: f"?{base}{'&' if base else ''}{_KEY}={quote(point.key)}"


def answer(view: View) -> None:
    """Show the reports behind the point that the address asks for, if it asks for one."""
    wanted = st.query_params.get(_KEY)
    if wanted is None:
        return
    point = _point(wanted)
    if point is None:
        show_problems((Problem("unknown_value", _KEY, wanted),), view.words)
        return
    panel = PANELS[point.panel]
    st.dialog(escaped(_title(view, panel, point)), width="large", on_dismiss=_forget)(_dialog)(view, panel, point)


def _point(key: str) -> Point | None:
    """The point that an address names; None where there is no such one."""
    parts = key.split(_SEPARATOR)
    if len(parts) != len(("panel", "year", "series", "agency")):
        return None
    code, year, series, agency_id = parts
    panel = PANELS.get(code)
    if panel is None or not (year == "" or year.isdecimal()):
        return None
    known = {*panel.series, *panel.beside}
    if known and panel.code != "findings_by_rule" and series not in known:
        return None
    return Point(code, int(year) if year else None, series, agency_id or None)


def _forget() -> None:
    st.query_params.pop(_KEY, None)


def _title(view: View, panel: Panel, point: Point) -> str:
    """Of which figure the reports are."""
    year = "" if point.year is None else view.words("evidence.year", year=point.year)
    return view.words("evidence.title", series=_name(panel, point, view), year=year).strip()


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
    st.caption(_which_chart(view, panel, point))
    has_missing = point.agency_id is None and "missing_first" in queries.parameters_of(query)
    is_missing_first = has_missing and st.toggle(words("evidence.missing_first"), key="evidence_missing_first")
    ask_for = partial(parameters, view, panel, point, is_missing_first=is_missing_first)
    found = source.frame(view.snapshot, panel.evidence, **ask_for(_SHOWN))
    if found.is_empty():
        st.info(_why_none(view, point))
        return
    matched = found["matched"][0]
    st.caption(words("evidence.count", count=f"{matched:,}"))
    if matched > len(found):
        st.caption(words("evidence.first", shown=len(found)))
    for row in rows_in_sight(found, _PAGE, "evidence_page"):
        (finding_line if "rule" in row else _report_line)(view, row, point.series)
    _downloads(view, panel, point, ask_for(_ALL))


def _downloads(view: View, panel: Panel, point: Point, bound: dict[str, Parameter]) -> None:
    """The whole list, to take away."""
    words = view.words
    with st.container(horizontal=True, gap="small"):
        take_away.buttons(
            view, f"{panel.code}-{point.series}-{point.year or 'all'}", _which_chart(view, panel, point),
            partial(_all_rows, view, panel, bound), label=words("evidence.download"),
            definitions=_defined(panel, point, words), about={words("panel.figure"): _title(view, panel, point)},
        )  # fmt: skip


def _defined(panel: Panel, point: Point, words: Words) -> list[tuple[str, str]]:
    code = f"rule.{point.series}" if panel.code == "findings_by_rule" else point.series
    return [(words.label(code), words.definition(code))]


def _which_chart(view: View, panel: Panel, point: Point) -> str:
    """The title of the chart and, where the figure is that of one agency, its name."""
    title = panel.heading("title", view.words)
    if point.agency_id is None:
        return title
    named = source.frame(view.snapshot, "agencies_named", agencies=[point.agency_id])
    return title if named.is_empty() else view.words("app.dot").join((title, escaped(named["agency"][0])))


def _why_none(view: View, point: Point) -> str:
    """Of one agency that no report came in for the year, with its deadline; else only that there is none."""
    if point.agency_id is not None and point.year is not None:
        told = filing.why_none(view, point.agency_id, point.year)
        if told is not None:
            return told
    return view.words("evidence.none")


def _all_rows(view: View, panel: Panel, bound: dict[str, Parameter]) -> pl.DataFrame:
    query = queries.load(panel.evidence)
    # Not through the cache: the whole list of a large country is asked for once and not again.
    rows = view.snapshot.frame(query, queries.bound(query, bound))
    return downloads.listing(rows, view.words, view.snapshot.snapshot_id)


def _report_line(view: View, row: dict[str, object], series: str) -> None:
    words = view.words
    is_prose, is_rate = series == "publication_items", series in MEASURES
    is_figure = row["status"] not in (None, "no_report")
    amount = words.amount(row["value"], series) if is_figure else None  # type: ignore[arg-type]
    if is_rate and row["value"] is not None and row["cases"] is not None:
        amount = rate_cases({"events": row["value"], **row}, words)
    parts = [
        f"**{escaped(str(row['agency'] or words('app.unknown')))}**",
        words("evidence.year", year=row["year"]) if row["year"] else None,
        amount,
    ]
    if "value_before" in row:
        parts.append(words("evidence.before", number=words.number(row["value_before"])))  # type: ignore[arg-type]
    if row["status"] not in (None, "printed"):
        parts.append(words.coded("status", str(row["status"])))
    if row["finding_count"]:
        parts.append(words("evidence.findings", count=row["finding_count"], errors=row["error_count"]))
    st.page_link(
        view.pages["agency"], label=" · ".join(part for part in parts if part), icon=":material/table_view:",
        query_params=_whose(view, row) | view.link(
            **({"rate": series} if is_rate else {"table": row["table_no"], "row": row["row_code"], "column": row["column_code"]}),
            statement=series if is_prose else None,
        ),
    )  # fmt: skip


def _whose(view: View, row: dict[str, object]) -> dict[str, list[str]]:
    """The address of a report: by organ and year where both are known, else by its own identifier."""
    if row["agency_id"] is None or (row["year"] is None and row["report_id"] is not None):
        return view.link(report=row["report_id"])
    return view.link(organ=row["agency_id"], year=row["year"])


def finding_line(view: View, row: dict[str, Any], _series: str = "") -> None:
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
    said = escaped(finding_words.said(view, row, row["report_id"]))
    st.page_link(
        view.pages["agency"], label=f"{head} {said}", icon=":material/flag:",
        query_params=_whose(view, row) | view.link(finding=row["finding_no"]),
    )  # fmt: skip
    finding_words.show_stored(words, row["message"])
