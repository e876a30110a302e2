"""Does the weekly job do its work: the last runs, the sources, the snapshots kept, who may look?"""

from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl
import streamlit as st

from dashboard import clock, operation, source
from dashboard.framed import plain_table
from dashboard.language import Words
from dashboard.view import View

_RUNS = 30


def page(view: View) -> None:
    """The state of the job in figures, then table by table."""
    words = view.words
    state = operation.operation(source.data_dir(), datetime.now(UTC))
    st.title(words("nav.runs"))
    st.markdown(words("page.runs.question"))
    _headline(view, state)
    _table(view, "sources", "page.runs.sources", source.frame(view.snapshot, "sources_list"), "page.runs.no_sources")
    runs = source.frame(view.snapshot, "runs_list", row_limit=_RUNS)
    _table(
        view,
        "runs",
        "page.runs.runs",
        runs.drop("ended_at", "documents_read_again"),
        "page.runs.no_runs" if view.snapshot.places is None else "page.runs.scoped",
    )
    _table(view, "snapshot_info", "page.runs.snapshots", operation.kept_frame(state.kept), "page.runs.no_runs")
    st.caption(words("page.runs.rule"))
    _people(view)
    st.page_link(
        view.pages["changes"], label=words("page.runs.revisions"), icon=":material/history:", query_params=view.link()
    )


def _headline(view: View, state: operation.Operation) -> None:
    words = view.words
    if state.is_failed and state.last:
        st.error(words("page.runs.failed", at=clock.moment(state.last.ended_at)), icon=":material/error:")
        st.text(state.last.message or "")
    elif state.is_open and state.last:
        st.info(words("page.runs.open", at=clock.moment(state.last.started_at)), icon=":material/hourglass:")
    current = next((file for file in state.kept if file.is_current), None)
    figures = {
        "page.runs.last": clock.moment(state.last.started_at) if state.last else None,
        "page.runs.published": clock.moment(current.published_at) if current else None,
        "page.runs.next": clock.moment(state.next_run),
    }
    with st.container(horizontal=True):
        for key, figure in figures.items():
            st.metric(words(key), figure or words("app.missing"), border=True)


def _people(view: View) -> None:
    """Who may look, as what and at which places, where there is sign-in."""
    words = view.words
    people = operation.people(source.data_dir())
    if people is None:
        return
    st.header(words("page.runs.people"))
    st.caption(words("page.runs.people_help"))
    rows = [
        [
            person.email,
            person.name or words("app.missing"),
            words(f"access.{person.role}"),
            words("access.whole") if person.places is None else words.places(person.places),
        ]
        for person in people
    ]
    headings = [words(f"column.{name}") for name in ("email", "person", "role", "places")]
    st.html(plain_table(words("page.runs.people"), headings, rows, kind="words"))


def _table(view: View, name: str, heading: str, rows: pl.DataFrame, when_empty: str) -> None:
    """A view's rows under the dictionary's names; codes and times as people read them."""
    words = view.words
    st.header(words(heading))
    if rows.is_empty():
        st.info(words(when_empty))
        return
    shown = operation.in_local_time(rows.select(column for column in rows if not column.is_null().all()))
    said: dict[str, Callable[[str], str]] = {
        "outcome": lambda code: words(f"run_outcome.{code}"),
        "last_outcome": lambda code: words(f"source_outcome.{code}"),
        "source_kind": lambda code: words(f"source_kind.{code}"),
    }
    shown = shown.with_columns(
        pl.Series(column, [word(code) for code in shown[column]])
        for column, word in said.items()
        if column in shown.columns
    )
    headings = [_column_name(view, name, column) for column in shown.columns]
    lines = [[_text(cell, words) for cell in row] for row in shown.iter_rows()]
    st.html(plain_table(words(heading), headings, lines, kind="runs"))


def _text(cell: str | float | None, words: Words) -> str:
    return cell if isinstance(cell, str) else words.number(cell)


def _column_name(view: View, name: str, column: str) -> str:
    particular = f"{name}.{column}"
    return view.words.full_name(particular if particular in view.words.terms else column)
