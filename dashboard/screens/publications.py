"""What do the organs publish: items, documents, decisions, fees?"""

import streamlit as st

from dashboard import render
from dashboard.view import View


def page(view: View) -> None:
    """Items from the prose, documents of either form, decisions, fees."""
    words = view.words
    st.title(words("nav.publications"))
    st.markdown(words("page.publications.question"))
    render.scope_note(view)
    with st.container(horizontal=True):
        render.headline(view, "items", "publication_items")
        render.headline(view, "normative_documents", "normative_documents_issued")
        render.headline(view, "decisions", "penalty_decisions")
        render.headline(view, "fees", "administrative_fees_10k_yuan")
    for code in ("items", "normative_documents", "regulations", "decisions", "fees"):
        render.chart(view, code)
