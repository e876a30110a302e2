"""The agencies whose report is late, missing or awaited, by name, to read and to take away."""

from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from dashboard import address, filing, take_away
from dashboard.filters import Problem
from dashboard.markdown import escaped
from dashboard.paging import rows_in_sight
from dashboard.problems import show_problems
from dashboard.view import View

STATES = ("missing", "late", "undated", "awaited", "on_time")
COUNTED = {
    "expected": STATES,
    "received": ("late", "undated", "on_time"),
    **{state: (state,) for state in STATES},
}
"""The states of the agencies that each figure of filing counts."""
ANCHOR = "filings"
_ASKED = ("missing", "late")
_STATE = "page_coverage_states"
_SHOWN = 600
_ALL = 1_000_000
_PAGE = 20


def show(view: View, year: int) -> None:
    """The list of one year under the filters, its states to be chosen."""
    words = view.words
    st.header(words("page.coverage.list", year=year), anchor=ANCHOR)
    states = _chosen_states(view)
    rows = view.frame("filings_list", year=year, states=states, row_limit=_SHOWN)
    if rows.is_empty():
        st.info(words("page.coverage.none"), icon=":material/check_circle:")
        return
    matched = rows["matched"][0]
    st.caption(words("page.coverage.count", count=f"{matched:,}"))
    if matched > len(rows):
        st.caption(words("page.coverage.first", shown=len(rows)))
    _downloads(view, year, states)
    for row in rows_in_sight(rows, _PAGE, "filings_page"):
        _line(view, row)


def _chosen_states(view: View) -> list[str]:
    words = view.words
    wanted = st.query_params.get_all("state")
    show_problems(tuple(Problem("unknown_value", "state", state) for state in wanted if state not in STATES), words)
    st.session_state[_STATE] = [state for state in wanted if state in STATES] or list(_ASKED)
    return st.multiselect(
        words("page.coverage.state"), STATES, key=_STATE, format_func=lambda state: words.coded("state", state),
        select_all=False, placeholder=words("page.coverage.state_default"),
        on_change=lambda: address.set_one("state", st.session_state[_STATE]),
    ) or list(_ASKED)  # fmt: skip


def _line(view: View, row: dict[str, Any]) -> None:
    words = view.words
    label = words(
        "page.coverage.line",
        state=words.coded("state", row["state"]),
        agency=escaped(row["agency"]),
        why=filing.why(view, row),
        level=words.coded("level", row["level"]),
    )
    st.page_link(
        view.pages["agency"], label=label, icon=":material/account_balance:",
        query_params=view.link(organ=row["agency_id"], year=row["year"]),
    )  # fmt: skip


def _downloads(view: View, year: int, states: list[str]) -> None:
    words = view.words
    with st.container(horizontal=True, gap="small"):
        take_away.buttons(
            view, f"filings-{year}-{view.snapshot.snapshot_id}", words("page.coverage.list", year=year),
            partial(whole_table, view, year, states), about={words("filter.years"): str(year)},
            definitions=[(words.coded("state", state), words(f"filing_help.{state}")) for state in STATES],
        )  # fmt: skip


def whole_table(view: View, year: int, states: list[str]) -> pl.DataFrame:
    """Every organ of the list, codes in words, with the snapshot that it is from."""
    words = view.words
    rows = view.frame("filings_list", year=year, states=states, row_limit=_ALL).iter_rows(named=True)
    columns = (
        "agency",
        "place",
        "level",
        "function",
        "year",
        "state",
        "due_on",
        "published_on",
        "days_late",
        "why",
        "snapshot",
    )
    lines = [
        (
            row["agency"],
            row["region"],
            words.coded("level", row["level"]),
            words.coded("function", row["function"]),
            row["year"],
            words.coded("state", row["state"]),
            row["due_on"],
            row["published_on"],
            row["days_late"],
            filing.why(view, row),
            view.snapshot.snapshot_id,
        )
        for row in rows
    ]
    types = [pl.String] * 4 + [pl.Int32, pl.String, pl.Date, pl.Date, pl.Int64, pl.String, pl.String]
    return pl.DataFrame(
        lines, schema=dict(zip([words(f"column.{c}") for c in columns], types, strict=True)), orient="row"
    )
