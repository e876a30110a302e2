"""Who reported, who was late, who is missing: by place, and by name."""

from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboard import address, filing_list, source
from dashboard.charts import tiles
from dashboard.filters import Problem
from dashboard.framed import plain_table
from dashboard.sidebar import show_problems
from dashboard.view import View

_YEAR = "page_coverage_year"
_MEASURE = "page_coverage_measure"
MEASURES = {
    "received": ("received", "expected"),
    "on_time": ("on_time", "judged"),
    "without_errors": ("without_errors", "all_received"),
}
"""What the squares show: these of those."""
_COLUMNS = ("expected", "received", "missing", "late", "undated", "on_time", "without_errors")


def page(view: View) -> None:
    """The year in figures, the map and the table beside it, and the late and missing by name."""
    words = view.words
    st.title(words("nav.coverage"))
    st.markdown(words("page.coverage.question"))
    years = source.frame(view.snapshot, "coverage_years")
    if years.is_empty():
        st.info(words("app.nothing_here"), icon=":material/filter_alt_off:")
        return
    year = _chosen_year(view, years)
    parent = view.filters.regions[0] if len(view.filters.regions) == 1 else None
    places = view.frame("coverage_by_place", year=year, parent=parent)
    if places.is_empty():
        st.info(words("app.nothing_here"), icon=":material/filter_alt_off:")
        return
    with st.container(horizontal=True, gap="xsmall", key="filing_figures"):
        for name in ("expected", "received", "on_time", "late", "undated", "missing", "awaited"):
            st.metric(
                words(f"filing.{name}"),
                f"{places[name].sum():,}",
                border=True,
                help=words(f"filing_help.{name}"),
            )
    _places(view, year, parent, places)
    filing_list.show(view, year)


def _chosen_year(view: View, years: pl.DataFrame) -> int:
    """The year that the address asks for, else the newest with at least half as many reports as the best."""
    words = view.words
    known = [str(year) for year in years["year"]]
    full = years.filter(pl.col("received") * 2 >= pl.col("received").max())
    wanted = st.query_params.get("year") or str(full["year"][0])
    if wanted not in known:
        show_problems((Problem("unknown_value", "year", wanted),), words)
        wanted = str(full["year"][0])
    st.session_state[_YEAR] = wanted
    st.selectbox(
        words("page.coverage.year"), known, key=_YEAR, format_func=lambda year: words("page.agency.of_year", year=year),
        on_change=lambda: address.set_one("year", st.session_state[_YEAR]),
    )  # fmt: skip
    return int(wanted)


def _places(view: View, year: int, parent: str | None, places: pl.DataFrame) -> None:
    words = view.words
    measure = _chosen_measure(view)
    part, whole = MEASURES[measure]
    squares = [tiles.Tile(row["place"], row[part] if row[whole] else None, row[whole]) for row in places.to_dicts()]

    def link(place: str) -> str:
        return "coverage?" + urlencode(
            {**view.address, "region": [place], "year": year, "measure": measure}, doseq=True
        )

    st.header(words("page.coverage.by_place") if parent is None else words("page.coverage.within", place=parent))
    st.caption(words(f"page.coverage_key.{measure}"))
    left, right = st.columns([5, 6], gap="medium")
    with left:
        st.html(
            tiles.province_map(squares, words, link)
            if parent is None
            else tiles.rows(squares, words, link, within=parent)
        )
        st.caption(words("page.coverage.scale"))
        if parent is not None:
            st.page_link(
                view.pages["coverage"], label=words("page.coverage.up"), icon=":material/arrow_upward:",
                query_params={**{k: v for k, v in view.address.items() if k != "region"}, "year": [str(year)], "measure": [measure]},
            )  # fmt: skip
    with right:
        st.html(_table(view, parent, places))


def _chosen_measure(view: View) -> str:
    words = view.words
    wanted = st.query_params.get("measure") or next(iter(MEASURES))
    if wanted not in MEASURES:
        show_problems((Problem("unknown_value", "measure", wanted),), words)
        wanted = next(iter(MEASURES))
    st.session_state[_MEASURE] = wanted
    st.segmented_control(
        words("page.coverage.measure"), list(MEASURES), key=_MEASURE, required=True,
        format_func=lambda code: words(f"page.coverage.{code}"),
        on_change=lambda: address.set_one("measure", st.session_state[_MEASURE]),
    )  # fmt: skip
    return wanted


def _table(view: View, parent: str | None, places: pl.DataFrame) -> str:
    """The same figures as the squares, and the others, as a table; the places with most reports missing come first."""
    words = view.words
    rows = places.sort("missing", "late", "expected", descending=True).to_dicts()
    names = [tiles.name_within(row["place"], parent or "", words) for row in rows]
    return plain_table(
        words("page.coverage.by_place"),
        [words("column.place"), *(words(f"filing.{name}") for name in _COLUMNS)],
        [[name, *(_count(row, column) for column in _COLUMNS)] for name, row in zip(names, rows, strict=True)],
    )


def _count(row: dict[str, Any], column: str) -> str:
    return f"{row[column]:,}"
