"""Which organs stand out among their peers, and is that more than chance?"""

import streamlit as st

from dashboard import render
from dashboard.choice import choice
from dashboard.panels import COUNTS, MEASURES
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
        measure = choice(view, "measure", MEASURES)
    with right:
        year = chosen_year(view, may_be_all=True)
    render.chart(view if year is None else view.of_years(year, year), f"peers_{measure}")
    st.header(words("page.peers.years"))
    figure = choice(view, "figure", COUNTS)
    render.chart(view, f"multiples_{figure}", is_part=True)
    render.chart(view, f"heat_{figure}", is_part=True)
