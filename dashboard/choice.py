"""One of a few codes, chosen on a page; kept in the address."""

import streamlit as st

from dashboard import address
from dashboard.filters import Problem
from dashboard.problems import show_problems
from dashboard.view import View


def choice(view: View, name: str, codes: tuple[str, ...]) -> str:
    """One of ``codes``, kept in the address under ``name``."""
    words = view.words
    wanted = st.query_params.get(name, codes[0])
    if wanted not in codes:
        show_problems((Problem("unknown_value", name, wanted),), words)
        wanted = codes[0]
    key = f"page_{name}"
    st.session_state[key] = wanted
    st.selectbox(
        words(f"choice.{name}"), codes, format_func=words.label, key=key,
        on_change=lambda: address.set_one(name, st.session_state[key]),
    )  # fmt: skip
    return wanted
