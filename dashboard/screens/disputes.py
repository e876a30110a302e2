"""How do reconsideration and lawsuits end, and how often is the organ corrected?"""

import streamlit as st

from dashboard import render
from dashboard.panels import KINDS
from dashboard.view import View


def page(view: View) -> None:
    """The correction rate, then the results of each kind."""
    words = view.words
    st.title(words("nav.disputes"))
    st.markdown(words("page.disputes.question"))
    render.scope_note(view)
    with st.container(horizontal=True):
        for kind in KINDS:
            render.headline(view, f"{kind}_results", "total", name=words.label(kind))
    render.chart(view, "correction_rate")
    render.peers_link(view, "correction_reconsideration")
    for kind in KINDS:
        render.chart(view, f"{kind}_results")
