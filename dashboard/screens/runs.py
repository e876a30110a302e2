"""Does the weekly job do its work: the last runs, the sources, the snapshots, what changed afterwards?"""

from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl
import streamlit as st

from dashboard import operation, source
from dashboard.view import View

_RUNS = 30
_REVISIONS = 500


def page(view: View) -> None:
    """The state of the job in figures, then table by table."""
    words = view.words
    state = operation.operation(source.data_dir(), datetime.now(UTC))
    st.title(words("nav.runs"))
    st.markdown(words("page.runs.question"))
    _headline(view, state)
    _table(view, "sources", "page.runs.sources", source.frame(view.snapshot, "sources_list"), "page.runs.no_sources")
    _table(
        view, "runs", "page.runs.runs", source.frame(view.snapshot, "runs_list", row_limit=_RUNS), "page.runs.no_runs"
    )
    _table(view, "snapshot_info", "page.runs.snapshots", operation.kept_frame(state.kept), "page.runs.no_runs")
    st.caption(words("page.runs.rule"))
    _revisions(view)


def _headline(view: View, state: operation.Operation) -> None:
    words = view.words
    if state.is_failed and state.last:
        st.error(words("page.runs.failed", at=operation.moment(state.last.ended_at)), icon=":material/error:")
        st.text(state.last.message or "")
    elif state.is_open and state.last:
        st.info(words("page.runs.open", at=operation.moment(state.last.started_at)), icon=":material/hourglass:")
    current = next((file for file in state.kept if file.is_current), None)
    figures = {
        "page.runs.last": operation.moment(state.last.started_at) if state.last else None,
        "page.runs.published": operation.moment(current.published_at) if current else None,
        "page.runs.next": operation.moment(state.next_run),
        "page.runs.kept": f"{len(state.kept):,}",
    }
    with st.container(horizontal=True):
        for key, figure in figures.items():
            st.metric(words(key), figure or words("app.missing"), border=True)


def _revisions(view: View) -> None:
    words = view.words
    rows = source.frame(view.snapshot, "revisions_list", row_limit=_REVISIONS)
    _table(view, "revisions", "page.runs.revisions", rows.drop("matched"), "page.runs.no_revisions")
    if not rows.is_empty() and rows["matched"][0] > len(rows):
        st.caption(words("page.runs.first", shown=len(rows), matched=f"{rows['matched'][0]:,}"))


def _table(view: View, name: str, heading: str, rows: pl.DataFrame, when_empty: str) -> None:
    """A view's rows under the dictionary's names; codes and times as people read them."""
    words = view.words
    st.header(words(heading))
    if rows.is_empty():
        st.info(words(when_empty))
        return
    shown = operation.in_local_time(rows)
    said: dict[str, Callable[[str], str]] = {
        "outcome": lambda code: words(f"run_outcome.{code}"),
        "last_outcome": lambda code: words(f"source_outcome.{code}"),
        "source_kind": lambda code: words(f"source_kind.{code}"),
        "reason": lambda code: words(f"revision_reason.{code}"),
    }
    shown = shown.with_columns(
        pl.Series(column, [word(code) for code in shown[column]])
        for column, word in said.items()
        if column in shown.columns
    )
    st.dataframe(
        shown, hide_index=True, width="stretch", key=f"table_{name}",
        column_config={column: _column_name(view, name, column) for column in shown.columns},
    )  # fmt: skip


def _column_name(view: View, name: str, column: str) -> str:
    particular = f"{name}.{column}"
    return view.words.full_name(particular if particular in view.words.terms else column)
