"""Who reported, who was late, who is missing: by place, and by name."""

from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboard import address, evidence, filing_list, source
from dashboard.charts import tiles
from dashboard.filters import Problem
from dashboard.framed import Linked, plain_table
from dashboard.markdown import escaped
from dashboard.problems import show_problems
from dashboard.view import View

_YEAR = "page_coverage_year"
_MEASURE = "page_coverage_measure"
MEASURES = {
    "received": ("received", "expected"),
    "on_time": ("on_time", "judged"),
    "without_errors": ("without_errors", "all_received"),
}
"""What the squares show: these of those."""
_NAMED = 5
_FIGURES = ("expected", "received", "on_time", "late", "undated", "missing", "awaited")
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
    chosen = view.filters.regions or view.snapshot.places or ()
    parent = chosen[0] if len(chosen) == 1 else None
    places = view.frame("coverage_by_place", year=year, parent=parent)
    if places.is_empty():
        st.info(words("app.nothing_here"), icon=":material/filter_alt_off:")
        return
    _figures(view, year, places)
    _places(view, year, parent, places)
    filing_list.show(view, year)


def _figures(view: View, year: int, places: pl.DataFrame) -> None:
    """The year in figures, each the way to the agencies that it counts."""
    words = view.words
    link = _linker(view, year)
    figures = "".join(
        f'<li><a href="{escape(link(name))}"><span>{escape(words(f"filing.{name}"))}</span><b>{places[name].sum():,}</b></a></li>'
        for name in _FIGURES
    )
    st.html(f'<ul class="figures">{figures}</ul>')
    st.markdown(_sentence(view, year, places))
    with st.popover(words("panel.definitions"), icon=":material/menu_book:"):
        for name in (*_FIGURES, "without_errors"):
            st.markdown(words("panel.definition", name=words(f"filing.{name}"), text=words(f"filing_help.{name}")))


def _sentence(view: View, year: int, places: pl.DataFrame) -> str:
    """What the figures say, the first of the missing by name."""
    words = view.words
    missing = view.frame("filings_list", year=year, states=["missing"], row_limit=_NAMED + 1)["agency"].to_list()
    names = words("page.coverage.named", names=escaped(words.listed(missing, _NAMED))) if missing else ""
    sums = {name: f"{places[name].sum():,}" for name in _FIGURES}
    return words("page.coverage.sentence", year=year, names=names, **sums)


def _linker(view: View, year: int) -> Callable[..., str]:
    """The address of the agencies that a figure counts, of all chosen places or of one."""

    def link(name: str, **where: list[str]) -> str:
        parts = {**view.address, **where, "year": [str(year)]}
        if name == "without_errors":
            point = evidence.Point("coverage", year, "agencies_without_errors")
            return f"coverage?{urlencode({**parts, 'evidence': point.key}, doseq=True)}"
        return f"coverage?{urlencode({**parts, 'state': filing_list.COUNTED[name]}, doseq=True)}#{filing_list.ANCHOR}"

    return link


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
            {**view.address, "region": [place], "year": year, "measure": measure, "state": filing_list.STATES},
            doseq=True,
        )

    st.header(words("page.coverage.by_place") if parent is None else words("page.coverage.within", place=parent))
    st.caption(words(f"page.coverage_key.{measure}"))
    left, right = st.columns([5, 6], gap="medium")
    with left:
        st.html(
            tiles.province_map(squares, words, link)
            if parent is None and view.snapshot.places is None
            else tiles.rows(squares, words, link, within=parent or "")
        )
        st.caption(words("page.coverage.scale"))
        if view.filters.regions:
            st.page_link(
                view.pages["coverage"], label=words("page.coverage.up"), icon=":material/arrow_upward:",
                query_params={**{k: v for k, v in view.address.items() if k != "region"}, "year": [str(year)], "measure": [measure]},
            )  # fmt: skip
    with right:
        st.html(_table(view, year, parent, places))


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


def _table(view: View, year: int, parent: str | None, places: pl.DataFrame) -> str:
    """The same figures as the squares, and the others, as a table; the places with most reports missing come first."""
    words = view.words
    rows = places.sort("missing", "late", "expected", descending=True).to_dicts()
    link = _linker(view, year)
    wheres = [_filter_of(view, row["place"], parent) for row in rows]
    names = [tiles.name_within(row["place"], parent or "", words) for row in rows]
    return plain_table(
        words("page.coverage.by_place"),
        [words("column.place"), *(words(f"filing.{name}") for name in _COLUMNS)],
        [
            [name, *(_count(row, column, link, where) for column in _COLUMNS)]
            for name, row, where in zip(names, rows, wheres, strict=True)
        ],
    )


def _filter_of(view: View, place: str | None, parent: str | None) -> dict[str, list[str]] | None:
    """The filter for what a line counts; None for a place's own organs, which no filter parts from those below."""
    if place is None:
        return None if view.filters.levels else {"level": ["national"]}
    return None if place == parent else {"region": [place]}


def _count(row: dict[str, Any], column: str, link: Callable[..., str], where: dict[str, list[str]] | None) -> Linked:
    text = f"{row[column]:,}"
    return Linked(text, None if where is None or not row[column] else link(column, **where))
