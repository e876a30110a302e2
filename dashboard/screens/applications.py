"""Who applies, how do applications end, on what grounds are they refused, and what is left over?"""

import streamlit as st

from dashboard import address, render
from dashboard.filters import Problem
from dashboard.panels import GROUNDS
from dashboard.problems import show_problems
from dashboard.view import View
from dashboard.year_field import chosen_year

_GROUND = "page_ground"


def page(view: View) -> None:
    """Received, outcomes, grounds of one group of outcomes, kinds of applicants, carried over."""
    words = view.words
    st.title(words("nav.applications"))
    st.markdown(words("page.applications.question"))
    render.scope_note(view)
    with st.container(horizontal=True):
        for series in ("received", "concluded", "refused", "carried_out"):
            render.headline(view, "applications" if series != "refused" else "outcomes", series)
    render.chart(view, "applications")
    year = _changes(view)
    render.chart(view, "flow")
    render.chart(view, "outcome_rates")
    render.peers_link(view, "share_disclosed")
    ground = _ground(view)
    render.chart(view, f"{ground}_grounds")
    if year is not None:
        render.chart(view.of_years(year - 1, year), f"{ground}_changes")
    render.chart(view, "applicants")
    render.chart(view, "carry_over")


def _changes(view: View) -> int | None:
    """What the change of the applications received on the year before is made of; gives the year."""
    st.header(view.words("page.applications.changes"))
    year = chosen_year(view, may_be_all=False)
    if year is not None:
        compared = view.of_years(year - 1, year)
        render.chart(compared, "change_by_agency", is_part=True)
        render.chart(compared, "change_by_applicant", is_part=True)
    return year


def _ground(view: View) -> str:
    """The group of outcomes whose grounds are shown; kept in the address."""
    words = view.words
    wanted = st.query_params.get("ground", GROUNDS[0])
    if wanted not in GROUNDS:
        show_problems((Problem("unknown_value", "ground", wanted),), words)
        wanted = GROUNDS[0]
    st.session_state[_GROUND] = wanted
    chosen = st.segmented_control(
        words("page.applications.grounds"), GROUNDS, format_func=words.label, key=_GROUND, required=True,
        on_change=lambda: address.set_one("ground", st.session_state[_GROUND]),
    )  # fmt: skip
    return str(chosen)
