"""The filters that all pages share, as fields beside every page."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import address, asides, clock, operation, pictures, source
from dashboard.filters import Choices
from dashboard.language import LANGUAGES, Words
from dashboard.search import search
from warehouse.snapshot import Snapshot

# The browser builds a list anew at each change of a filter: thousands of places cost more than the charts.
_PLACE_LIMIT, _AGENCY_LIMIT = 450, 200
_LEVEL_ORDER = ("national", "province", "prefecture", "county", "township")


def language_switch(words: Words) -> None:
    """Chinese or English; kept in the address."""
    st.sidebar.segmented_control(
        words("filter.language"), LANGUAGES, format_func=lambda code: words(f"language.{code}"),
        key=address.LANGUAGE, required=True, label_visibility="collapsed",
    )  # fmt: skip


def filter_fields(snapshot: Snapshot, choices: Choices, words: Words) -> None:
    """Years, region, level, function and organs."""
    with st.sidebar:
        st.markdown(f"**{words('filter.title')}**")
        if choices.first_year < choices.last_year:
            st.slider(words("filter.years"), choices.first_year, choices.last_year, key=address.YEARS)
        else:
            st.caption(words("filter.one_year", year=choices.first_year))
        typed = st.text_input(words("filter.search"), key="filter_search", placeholder=words("filter.search_hint"))
        _place_field(snapshot, typed, words)
        levels = [code for code in _LEVEL_ORDER if code in choices.levels]
        st.multiselect(
            words("filter.levels"), levels, format_func=lambda code: words.coded("level", code),
            key=address.LEVELS, placeholder=words("filter.all"), select_all=False,
        )  # fmt: skip
        functions = source.frame(snapshot, "functions")["function"].to_list()
        st.multiselect(
            words("filter.functions"), functions, format_func=lambda code: words.coded("function", code),
            key=address.FUNCTIONS, placeholder=words("filter.all"), select_all=False,
        )  # fmt: skip
        _agency_field(snapshot, typed, words)
        st.toggle(words("filter.constant"), key=address.CONSTANT, help=words("filter.constant_help"))
        st.toggle(words("filter.connect"), key=address.CONNECT, help=words("filter.connect_help"))
        st.button(words("filter.clear"), on_click=_clear, args=(choices,), width="stretch")


def _place_field(snapshot: Snapshot, typed: str, words: Words) -> None:
    found = source.frame(snapshot, "places_found", pattern=search(typed)["pattern"], row_limit=_PLACE_LIMIT)
    places = dict.fromkeys([*st.session_state[address.REGIONS], *found["place"]])
    st.multiselect(
        words("filter.regions"), list(places),
        key=address.REGIONS, placeholder=words("filter.all"), select_all=False, help=words("filter.regions_help"),
    )  # fmt: skip
    if len(found) and found["matched"][0] > len(found):
        st.caption(words("filter.more_places", shown=len(found), matched=words.number(found["matched"][0])))


def _agency_field(snapshot: Snapshot, typed: str, words: Words) -> None:
    found = source.frame(snapshot, "agencies_found", **search(typed), row_limit=_AGENCY_LIMIT)
    chosen = source.frame(snapshot, "agencies_named", agencies=sorted(st.session_state[address.AGENCIES]))
    names = dict(chosen.select("agency_id", "agency").iter_rows()) | dict(
        found.select("agency_id", "agency").iter_rows()
    )
    st.multiselect(
        words("filter.agencies"), list(names), format_func=lambda code: names.get(code, code),
        key=address.AGENCIES, placeholder=words("filter.all"), select_all=False,
    )  # fmt: skip
    if len(found) and found["matched"][0] > len(found):
        st.caption(words("filter.more_agencies", shown=len(found), matched=f"{found['matched'][0]:,}"))


def about_data(snapshot: Snapshot, words: Words) -> None:
    """How fresh the figures are, and a link that shows the same figures later on."""
    about = source.frame(snapshot, "snapshot").row(0, named=True)
    with st.sidebar:
        st.caption(words("snapshot.fresh", published=clock.day(about["published_at"]), last_year=about["last_year"]))
        due = operation.next_update(source.data_dir(), datetime.now(UTC))
        if due is not None:
            st.caption(words("snapshot.next", next=clock.moment(due)))
        lasting = address.lasting_link(snapshot.snapshot_id, words.language)
        st.html(asides.row((asides.link(words("snapshot.link"), lasting, words), pictures.print_button(words))))


def _clear(choices: Choices) -> None:
    st.session_state[address.YEARS] = (choices.first_year, choices.last_year)
    for key in (address.REGIONS, address.LEVELS, address.FUNCTIONS, address.AGENCIES):
        st.session_state[key] = []
    st.session_state[address.CONSTANT] = False
