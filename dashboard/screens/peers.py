"""Which organs stand out among their peers, and is that more than chance?"""

import streamlit as st

from dashboard import address, render
from dashboard.filters import Problem
from dashboard.panels import COUNTS, MEASURES
from dashboard.sidebar import show_problems
from dashboard.view import View
from dashboard.year_field import chosen_year


def page(view: View) -> None:
    """One rate of one year against the peers' rate; then counts, agency by year."""
    words = view.words
    st.title(words("nav.peers"))
    st.markdown(words("page.peers.question"))
    render.scope_note(view)
    left, right = st.columns([2, 1])
    with left:
        measure = _choice(view, "measure", MEASURES)
    with right:
        year = chosen_year(view, may_be_all=True)
    render.chart(view if year is None else view.of_years(year, year), f"peers_{measure}")
    st.header(words("page.peers.years"))
    figure = _choice(view, "figure", COUNTS)
    render.chart(view, f"multiples_{figure}")
    render.chart(view, f"heat_{figure}")


def _choice(view: View, name: str, codes: tuple[str, ...]) -> str:
    """One of ``codes``, kept in the address under ``name``."""
    words = view.words
    wanted = st.query_params.get(name, codes[0])
    if wanted not in codes:
        show_problems((Problem("unknown_value", name, wanted),), words)
        wanted = codes[0]
    key = f"page_{name}"
    st.session_state[key] = wanted
    st.selectbox(
        words(f"page.peers.{name}"), codes, format_func=words.label, key=key,
        on_change=lambda: address.set_one(name, st.session_state[key]),
    )  # fmt: skip
    return wanted
