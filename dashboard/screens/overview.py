"""How complete is what we have, and how do the main figures develop?"""

import streamlit as st

from dashboard import render, source
from dashboard.view import View


def page(view: View) -> None:
    """Headlines, coverage, and the main developments, each with the way to its own page."""
    words = view.words
    st.title(words("nav.overview"))
    st.markdown(words("page.overview.question"))
    with st.container(horizontal=True):
        render.headline(view, "coverage", "agencies_received")
        render.headline(view, "items", "publication_items")
        render.headline(view, "applications", "received")
        render.headline(view, "reconsideration_results", "total", name=words.label("reconsideration"))
    render.chart(view, "coverage")
    if view.filters.agencies:
        st.caption(words("page.overview.coverage_by_scope"))
    render.chart(view, "applications")
    render.chart(view, "correction_rate")
    _left_out(view)


def _left_out(view: View) -> None:
    """What came in and is on no chart, named rather than left out in silence."""
    words = view.words
    about = source.frame(view.snapshot, "left_out").row(0, named=True)
    st.subheader(words("page.overview.left_out"))
    st.markdown(words("page.overview.left_out_text", **about))
