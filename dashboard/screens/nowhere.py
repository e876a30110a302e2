"""The address names a page that is not there, or not for this reader."""

import streamlit as st

from dashboard.markdown import escaped
from dashboard.view import View


def page(view: View, path: str, *, is_closed: bool) -> None:
    """Say what is wrong with ``path``, the last part of the address, and lead to the overview."""
    words = view.words
    if is_closed:
        st.title(words(f"nav.{path}"))
        st.warning(words("page.nowhere.closed"), icon=":material/lock:")
    else:
        st.title(words("page.nowhere.title"))
        st.warning(words("page.nowhere.unknown", path=escaped(path)), icon=":material/wrong_location:")
    st.page_link(
        view.pages["overview"], label=words("page.nowhere.back"), icon=":material/dashboard:",
        query_params=view.link(),
    )  # fmt: skip
