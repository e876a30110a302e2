"""How complete is what we have, and how do the main figures develop?"""

import streamlit as st

from dashboard import render, source, stored
from dashboard.markdown import escaped
from dashboard.view import View

_LISTED = 30
_QUESTIONS = ("coverage", "applications", "peers", "findings", "changes")
"""Pages that answer what an official comes with, in the order in which it is mostly asked."""


def page(view: View) -> None:
    """Headlines, coverage, and the main developments, each with the way to its own page."""
    words = view.words
    st.title(words("nav.overview"))
    st.markdown(words("page.overview.question"))
    _questions(view)
    st.caption(words("page.overview.every_figure"))
    render.scope_note(view)
    with st.container(horizontal=True):
        render.headline(view, "coverage", "agencies_received")
        render.headline(view, "items", "publication_items")
        render.headline(view, "applications", "received")
        render.headline(view, "reconsideration_results", "total", name=words.label("reconsideration"))
    render.chart(view, "coverage")
    if view.filters.agencies or view.filters.is_constant:
        st.caption(words("page.overview.coverage_by_scope"))
    render.chart(view, "applications")
    render.chart(view, "correction_rate")
    _left_out(view)


def _questions(view: View) -> None:
    """The way from a question to the page that answers it."""
    with st.container(horizontal=True, gap="small"):
        for code in _QUESTIONS:
            st.page_link(
                view.pages[code], label=view.words(f"ask.{code}"), icon=":material/help:", query_params=view.link()
            )


def _left_out(view: View) -> None:
    """What came in and is on no chart, named rather than left out in silence."""
    words = view.words
    about = source.frame(view.snapshot, "left_out").row(0, named=True)
    st.header(words("page.overview.left_out"))
    st.markdown(words("page.overview.left_out_text", **about))
    for row in source.frame(view.snapshot, "reports_unplaced", row_limit=_LISTED).iter_rows(named=True):
        st.page_link(
            view.pages["agency"],
            label=words(
                "page.overview.unplaced",
                source=escaped(row["source_name"]),
                agency=escaped(row["agency"] or words("app.unknown")),
                year=row["year"] or words("app.unknown"),
            ),
            icon=":material/table_view:",
            query_params=view.link(report=row["report_id"]),
        )
    for row in source.frame(view.snapshot, "documents_left_out", row_limit=_LISTED).iter_rows(named=True):
        st.markdown(
            words(
                "page.overview.document",
                source=escaped(row["source_name"]),
                outcome=words.coded("outcome", row["outcome"]),
                reason=escaped(stored.said(row["reason"] or "", words) or row["reason"]),
            )
        )
    if max(about["unplaced"], about["no_report"] + about["unreadable"]) > _LISTED:
        st.caption(words("page.overview.listed", shown=_LISTED))
