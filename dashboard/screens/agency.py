"""What does one organ report, and where does each figure stand in its document?"""

from typing import Any

import polars as pl
import streamlit as st

from dashboard import address, agency_history, agency_report, filing, render, source
from dashboard.charts import agency_names
from dashboard.choice import choice
from dashboard.filters import Problem
from dashboard.markdown import escaped
from dashboard.paging import rows_in_sight
from dashboard.panels import MEASURES
from dashboard.problems import show_problems
from dashboard.search import search
from dashboard.view import View

_YEAR = "page_year"
_LISTED = 600
_PAGE = 30
_YEAR_DIGITS = 4


def page(view: View) -> None:
    """The organ that the address names, else the one filtered for, else a search."""
    words = view.words
    if "report" in st.query_params:
        _alone(view, st.query_params["report"])
        return
    wanted = st.query_params.get("organ") or (view.filters.agencies[0] if len(view.filters.agencies) == 1 else None)
    reports = None if wanted is None else source.frame(view.snapshot, "agency_reports", agency_id=wanted)
    filings = None if wanted is None else source.frame(view.snapshot, "agency_filings", agency_id=wanted)
    if reports is not None and reports.is_empty() and filings is not None and not filings.is_empty():
        _without_reports(view, filings)
        return
    if reports is None or reports.is_empty():
        st.title(words("nav.agency"))
        if wanted is not None:
            _say_unknown(view, "organ", wanted)
        _search(view)
        return
    _organ(view, reports)


def _say_unknown(view: View, key: str, value: str) -> None:
    problem = Problem("unknown_value", key, value)
    show_problems((problem,), view.words, is_limited=view.snapshot.places is not None)


def _without_reports(view: View, filings: pl.DataFrame) -> None:
    """An organ that should have reported, and never did: what is missing, year by year."""
    words = view.words
    _heading(view, filings.row(0, named=True))
    st.info(words("page.agency.never"), icon=":material/unknown_document:")
    for row in filings.iter_rows(named=True):
        said = words(
            "page.agency.missing", year=row["year"], state=words.coded("state", row["state"]), why=filing.why(view, row)
        )
        st.markdown(f"- {said}")


def _heading(view: View, row: dict[str, Any]) -> None:
    """Name, place, level and function."""
    _title(row["agency"])
    st.caption(escaped(view.words.standing(row)))


def _title(agency: str) -> None:
    """The name at the head of the page; on a narrow screen its lines end after a place."""
    name = "<wbr>".join(map(escaped, agency_names.pieces(agency)))
    st.markdown(f"# {name}", unsafe_allow_html=True)


def _alone(view: View, report_id: str) -> None:
    """One report by itself: of no known organ or year, or asked for by its identifier."""
    words = view.words
    found = source.frame(view.snapshot, "report_alone", report_id=report_id)
    if found.is_empty():
        st.title(words("nav.agency"))
        _say_unknown(view, "report", report_id)
        _search(view)
        return
    report = found.row(0, named=True)
    _title(report["agency"] or words("app.unknown"))
    st.caption(words("page.agency.of_year", year=report["year"] or words("app.unknown")))
    if report["agency_id"] is not None:
        st.page_link(
            view.pages["agency"], label=words("page.agency.all_reports"), icon=":material/account_balance:",
            query_params=view.link(organ=report["agency_id"], year=report["year"]),
        )  # fmt: skip
    agency_report.show(view, report)


def _search(view: View) -> None:
    """Agencies by a part of their name; without one, the first of those under the filters."""
    words = view.words
    st.markdown(words("page.agency.question"))
    typed = st.text_input(words("page.agency.search"), placeholder=words("filter.search_hint"), key="page_search")
    found = view.frame("agencies_in_scope", **search(typed), row_limit=_LISTED)
    if found.is_empty():
        st.info(words("page.agency.none_found"), icon=":material/search_off:")
        return
    matched = found["matched"][0]
    st.caption(words("page.agency.found", matched=words.number(matched)))
    if matched > len(found):
        st.caption(words("page.agency.first", shown=len(found)))
    for row in rows_in_sight(found, _PAGE, "agencies_page"):
        st.page_link(
            view.pages["agency"],
            label=words("page.agency.line", agency=escaped(row["agency"]), count=row["report_count"]),
            icon=":material/account_balance:",
            query_params=view.link(organ=row["agency_id"]),
        )  # fmt: skip


def _organ(view: View, reports: pl.DataFrame) -> None:
    words = view.words
    newest = reports.row(0, named=True)
    _heading(view, newest)
    agency_history.show(view, newest["agency_id"])
    report = _chosen_report(view, reports)
    agency_report.show(view, report)
    st.header(words("page.agency.all_years"))
    with st.container(key="all_years"):
        st.table(_years_table(view, reports))
    own = view.of_agency(newest["agency_id"])
    for code in ("items", "applications", "outcomes", "carry_over", "reconsideration_results"):
        render.chart(own, code, agency_id=newest["agency_id"], is_part=True)
    st.header(words("page.agency.peers"))
    measure = choice(view, "measure", MEASURES)
    render.chart(own, f"among_peers_{measure}", agency_id=newest["agency_id"], is_part=True)


def _chosen_report(view: View, reports: pl.DataFrame) -> dict[str, Any]:
    """The report of the year in the address, else the newest."""
    words = view.words
    years = [str(year) for year in reports["year"]]
    wanted = st.query_params.get("year", years[0])
    if wanted not in years:
        _say_there_is_none(view, reports["agency_id"][0], wanted)
        wanted = years[0]
    st.session_state[_YEAR] = wanted
    organ = reports["agency_id"][0]
    st.segmented_control(
        words("page.agency.year"), years, key=_YEAR, required=True, format_func=lambda year: words("page.agency.of_year", year=year),
        on_change=lambda: address.set_own(organ=organ, year=st.session_state[_YEAR]),
    )  # fmt: skip
    return reports.row(by_predicate=pl.col("year") == int(wanted), named=True)


def _say_there_is_none(view: View, agency_id: str, year: str) -> None:
    """That the report shown is not that of the year asked for, and why."""
    told = filing.why_none(view, agency_id, int(year)) if year.isdecimal() and len(year) == _YEAR_DIGITS else None
    if told is None:
        show_problems((Problem("unknown_value", "year", year),), view.words)
    else:
        st.warning(told + view.words("page.agency.newest_instead"), icon=":material/unknown_document:")


def _years_table(view: View, reports: pl.DataFrame) -> pl.DataFrame:
    words = view.words
    rows = [
        (
            str(row["year"]),
            words(f"form.{row['edition']}") if row["edition"] else words("app.unknown"),
            str(row["published_on"] or words("app.unknown")),
            words.number(row["cell_count"]),
            words.number(row["finding_count"]),
            words.number(row["error_count"]),
        )
        for row in reports.iter_rows(named=True)
    ]
    columns = ("year", "form", "published_on", "cells", "findings", "errors")
    return pl.DataFrame(rows, schema=[words(f"column.{name}") for name in columns], orient="row")
