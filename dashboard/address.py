"""The address of the browser and the state of the session, kept alike.

The address wins when it is new (a link, the back button); otherwise the fields do, and are written into it. Links from
page to page carry the common part. Keys of single pages (the organ, the cell) belong to those pages and are left alone.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from urllib.parse import unquote, urlencode, urlsplit

import streamlit as st

from dashboard import source
from dashboard.filters import SHARED_KEYS, Choices, Filters, Problem, read
from dashboard.kept import KeptOf
from dashboard.language import LANGUAGES
from warehouse.snapshot import Snapshot

LANGUAGE_KEY = "lang"
CONNECT_KEY = "connect"
SNAPSHOT_KEY = "snapshot"
PAGE_KEYS = (
    "organ",
    "report",
    "year",
    "table",
    "row",
    "column",
    "rate",
    "statement",
    "finding",
    "rule",
    "severity",
    "ground",
    "measure",
    "state",
    "queue",
    "figure",
    "sql",
    "since",
    "evidence",
)
_STREAMLIT_KEYS = ("embed", "embed_options")
_COMMON_KEYS = (LANGUAGE_KEY, CONNECT_KEY, SNAPSHOT_KEY, *SHARED_KEYS)
_SEEN = "address_seen"
_PROBLEMS = "address_problems"
_READ = "address_read"
_STRAY = "address_stray"
_CHOICES = "address_choices"

YEARS, REGIONS, LEVELS, FUNCTIONS, AGENCIES = (
    f"filter_{name}" for name in ("years", "regions", "levels", "functions", "agencies")
)
LANGUAGE = "filter_language"
CONNECT = "filter_connect"
CONSTANT = "filter_constant"
_choices: KeptOf[Choices] = KeptOf(1)


def common_part() -> dict[str, list[str]]:
    """The part of the address that all pages share."""
    return {key: st.query_params.get_all(key) for key in _COMMON_KEYS if key in st.query_params}


def agencies_wanted() -> list[str]:
    """The agencies that the address or the session names, known or not."""
    return [*st.query_params.get_all("agency"), *st.session_state.get(AGENCIES, [])]


def take_in(choices: Choices) -> None:
    """Follow the address where it is new: set the state of the sidebar's fields from it."""
    common = common_part()
    strangers = _strangers()
    if st.session_state.get(_SEEN) == (common, strangers):
        _keep_known(choices)
        return
    st.session_state[_CHOICES] = choices
    filters, problems = read(common, choices)
    st.session_state[YEARS] = (filters.first_year, filters.last_year)
    st.session_state[REGIONS] = list(filters.regions)
    st.session_state[LEVELS] = list(filters.levels)
    st.session_state[FUNCTIONS] = list(filters.functions)
    st.session_state[AGENCIES] = list(filters.agencies)
    st.session_state[CONSTANT] = filters.is_constant
    st.session_state[CONNECT] = common.get(CONNECT_KEY) == ["1"]
    language, more = _language(common.get(LANGUAGE_KEY, []))
    st.session_state[LANGUAGE] = language
    st.session_state[_PROBLEMS] = (*problems, *more, *strangers)
    st.session_state[_SEEN] = (common, strangers)
    st.session_state[_READ] = _fields()


def _keep_known(choices: Choices) -> None:
    """Let go of what a newer snapshot, taken up while the page is open, no longer has.

    Nothing is set where nothing else can be chosen than before: a field that is set is drawn anew, with its whole list.
    """
    state = st.session_state
    if state[_CHOICES] == choices:
        return
    state[_CHOICES] = choices
    first, last = state[YEARS]
    state[YEARS] = (max(first, choices.first_year), min(last, choices.last_year))
    fields = {
        REGIONS: choices.regions,
        LEVELS: choices.levels,
        FUNCTIONS: choices.functions,
        AGENCIES: choices.agencies,
    }
    for field, known in fields.items():
        state[field] = [value for value in state[field] if value in known]


def default_language() -> str:
    """Chinese, unless the browser asks for another language."""
    locale = st.context.locale
    return LANGUAGES[0] if locale is None or locale.lower().startswith(LANGUAGES[0]) else LANGUAGES[1]


def _language(wanted: list[str]) -> tuple[str, list[Problem]]:
    if not wanted:
        return default_language(), []
    if wanted[-1] in LANGUAGES:
        return wanted[-1], []
    return default_language(), [Problem("unknown_value", LANGUAGE_KEY, wanted[-1])]


def _strangers() -> list[Problem]:
    known = {*_COMMON_KEYS, *PAGE_KEYS, *_STREAMLIT_KEYS}
    return [Problem("unknown_value", key, value) for key, value in st.query_params.items() if key not in known]


def filters_in_session() -> Filters:
    """The filters as the sidebar's fields stand."""
    state = st.session_state
    first, last = state[YEARS]
    return Filters(
        first,
        last,
        tuple(state[REGIONS]),
        tuple(state[LEVELS]),
        tuple(state[FUNCTIONS]),
        tuple(state[AGENCIES]),
        state[CONSTANT],
    )


def _fields() -> tuple[Filters, str, bool]:
    return filters_in_session(), st.session_state[LANGUAGE], st.session_state[CONNECT]


def problems() -> tuple[Problem, ...]:
    """What could not be followed in the address, until a field is changed by hand."""
    return tuple(st.session_state[_PROBLEMS])


def write(filters: Filters, choices: Choices, pinned: str | None = None) -> dict[str, list[str]]:
    """Put language, filters and the switch for breaks into the address where a field was changed by hand.

    The common part comes back, for links. An address that was only read is left as it came: writing it anew would put
    an entry into the browser's history that the back button cannot get past.
    """
    common = filters.address(choices)
    if st.session_state[LANGUAGE] != default_language():
        common[LANGUAGE_KEY] = [st.session_state[LANGUAGE]]
    if st.session_state[CONNECT]:
        common[CONNECT_KEY] = ["1"]
    if pinned is not None:
        common[SNAPSHOT_KEY] = [pinned]
    if _fields() != st.session_state[_READ]:
        own = {key: st.query_params.get_all(key) for key in (*PAGE_KEYS, *_STREAMLIT_KEYS) if key in st.query_params}
        st.query_params.from_dict({**common, **own})
        st.session_state[_SEEN] = (common, [])
        st.session_state[_READ] = _fields()
        st.session_state[_PROBLEMS] = ()
    return common


def lasting_link(snapshot_id: str, language: str) -> str:
    """The address of what is on the screen, with language and snapshot written out: it shows the same figures later on."""
    parts = {key: st.query_params.get_all(key) for key in st.query_params if key not in _STREAMLIT_KEYS}
    parts |= {LANGUAGE_KEY: [language], SNAPSHOT_KEY: [snapshot_id]}
    return f"{(st.context.url or '').partition('?')[0]}?{urlencode(parts, doseq=True)}"


def stray_paths(known: Collection[str]) -> list[str]:
    """What the reader's address names that is none of the known pages, now or before: the way back leads there again."""
    seen: dict[str, None] = st.session_state.setdefault(_STRAY, {})
    path = unquote(urlsplit(st.context.url or "").path).rpartition("/")[2].strip()
    if path and path not in known:
        seen[path] = None
    return list(seen)


def set_own(**values: object) -> None:
    """Put a page's own parts into the address, in the place of those that it had."""
    for key in PAGE_KEYS:
        if key in st.query_params and values.get(key) is None:
            del st.query_params[key]
    for key, value in values.items():
        if value is not None:
            st.query_params[key] = [str(item) for item in value] if isinstance(value, list) else str(value)


def set_one(key: str, value: str | list[str]) -> None:
    """Change one of a page's own parts of the address; the others stay."""
    st.query_params[key] = value


def choices_of(snapshot: Snapshot, agencies: Iterable[str]) -> Choices:
    """What can be chosen in a snapshot, of the agencies only those that were asked for."""
    named = source.frame(snapshot, "agencies_named", agencies=sorted(set(agencies)))
    whole = _choices.get(snapshot, None, lambda: _all_choices(snapshot))
    return replace(whole, agencies=frozenset(named["agency_id"]))


def _all_choices(snapshot: Snapshot) -> Choices:
    about = source.frame(snapshot, "snapshot").row(0, named=True)
    return Choices(
        about["first_year"],
        about["last_year"],
        frozenset(source.frame(snapshot, "places")["place"]),
        frozenset(source.frame(snapshot, "levels")["level"]),
        frozenset(source.frame(snapshot, "functions")["function"]),
        frozenset(),
    )
