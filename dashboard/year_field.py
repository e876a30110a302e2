"""The year that a page compares in; kept in the address."""

import streamlit as st

from dashboard import address
from dashboard.filters import Problem
from dashboard.problems import show_problems
from dashboard.view import View
from dashboard.whole_years import last_whole_year

_ALL = "all"


def chosen_year(view: View, *, may_be_all: bool) -> int | None:
    """The year that the address asks for, else the last whole one; None for all chosen years together."""
    words = view.words
    frame = view.frame("applications_by_year")
    years = [str(year) for year in frame["year"].unique().sort(descending=True)]
    if not years:
        return view.filters.last_year
    options = [*years, *([_ALL] if may_be_all else [])]
    wanted = st.query_params.get("year") or str(last_whole_year(frame) or years[0])
    if wanted not in options:
        show_problems((Problem("unknown_value", "year", wanted),), words)
        wanted = years[0]
    key = "page_compared_year"
    st.session_state[key] = wanted
    st.selectbox(
        words("year.field"), options, key=key,
        format_func=lambda year: words("year.all") if year == _ALL else words("page.agency.of_year", year=year),
        on_change=lambda: address.set_one("year", st.session_state[key]),
    )  # fmt: skip
    return None if wanted == _ALL else int(wanted)
