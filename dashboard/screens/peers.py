"""Which organs stand out among their peers, and is that more than chance?"""

import streamlit as st

from dashboard import render
from dashboard.choice import choice
from dashboard.panels import COUNTS, MEASURES, PLACES
from dashboard.view import View
from dashboard.year_field import chosen_year


def page(view: View) -> None:
    """One rate of one year against the peers' rate; then counts, agency by year, and place by place."""
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
    _places(view, figure)


def _places(view: View, figure: str) -> None:
    """The places that are filtered for, side by side."""
    least, most = PLACES
    if least <= len(view.filters.regions) <= most:
        render.chart(view, f"places_{figure}", is_part=True)
    else:
        st.subheader(view.words("panel.places.title", name=view.words.label(figure)), anchor="places")
        st.info(view.words("page.peers.choose_places", least=least, most=most), icon=":material/pin_drop:")
