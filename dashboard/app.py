"""Navigation and the filters that all pages share; started by ``python -m dashboard``."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import duckdb
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import address, clock, evidence, scripts, sidebar, signin, source
from dashboard.filters import Problem
from dashboard.language import Words
from dashboard.problems import show_problems
from dashboard.screens import (
    agency,
    applications,
    changes,
    coverage,
    decisions,
    disputes,
    findings,
    nowhere,
    overview,
    peers,
    publications,
    runs,
    sql,
)
from dashboard.view import View
from warehouse.snapshot import NoSnapshot, Snapshot

# A picture of our own: Streamlit fetches named icons for the browser tab from the internet.
_ICON = str(Path(__file__).with_name("icon.svg"))
_logger = logging.getLogger("dashboard")
_PAGES: dict[str, tuple[Callable[[View], None], str]] = {
    "overview": (overview.page, ":material/dashboard:"),
    "coverage": (coverage.page, ":material/checklist:"),
    "publications": (publications.page, ":material/campaign:"),
    "applications": (applications.page, ":material/inbox:"),
    "disputes": (disputes.page, ":material/gavel:"),
    "peers": (peers.page, ":material/compare_arrows:"),
    "agency": (agency.page, ":material/account_balance:"),
    "findings": (findings.page, ":material/flag:"),
    "decisions": (decisions.page, ":material/how_to_reg:"),
    "changes": (changes.page, ":material/history:"),
    "sql": (sql.page, ":material/database:"),
    "runs": (runs.page, ":material/schedule:"),
}
_FOR_ADMINISTRATORS = ("runs",)
_EVER = {"since": ["2000-01-01"]}


def main() -> None:
    """Draw the page that the address names; whatever fails outside it is said as for the page itself."""
    words = Words(address.default_language())
    with _guarded(words):
        _draw(words)


def _draw(words: Words) -> None:
    person = signin.reader(words)
    if person is None:
        _bring_scripts(words.language)
        return
    try:
        newest = source.current(person.places)
    except NoSnapshot:
        st.title(words("app.title"))
        st.error(words("app.no_snapshot"))
        _bring_scripts(words.language)
        return
    snapshot, unknown = _asked_for(newest, person.places)
    choices = address.choices_of(snapshot, address.agencies_wanted())
    address.take_in(choices)
    language = st.session_state[address.LANGUAGE]
    words = Words(language, source.terms(snapshot, language))
    st.set_page_config(page_title=words("app.title"), page_icon=_ICON, layout="wide")
    views: list[View] = []
    pages = {
        code: st.Page(
            partial(_page, page, views, words),
            title=words(f"nav.{code}"),
            icon=icon,
            url_path=None if code == "overview" else code,
            default=code == "overview",
        )
        for code, (page, icon) in _PAGES.items()
        if code not in _FOR_ADMINISTRATORS or signin.administers(person)
    }
    stray = [
        st.Page(
            partial(_page, partial(nowhere.page, path=path, is_closed=path in _FOR_ADMINISTRATORS), views, words),
            title=words("page.nowhere.title"), url_path=path,
        )
        for path in address.stray_paths({page.url_path for page in pages.values()})
    ]  # fmt: skip
    chosen = st.navigation([*pages.values(), *stray], position="hidden")
    menu = st.sidebar.container(gap="xxsmall")
    sidebar.language_switch(words)
    sidebar.filter_fields(snapshot, choices, words)
    signin.name_plate(person, words)
    filters = address.filters_in_session()
    is_old = snapshot is not newest
    common = address.write(filters, choices, snapshot.snapshot_id if is_old else None)
    # Links of Streamlit's own menu would drop the filters.
    for page in pages.values():
        menu.page_link(page, query_params=common)
    sidebar.about_data(snapshot, words)
    signin.scope_note(snapshot, words)
    show_problems((*address.problems(), *unknown), words, is_limited=snapshot.places is not None)
    if source.is_synthetic(snapshot):
        st.warning(words("snapshot.synthetic"), icon=":material/science:")
    views.append(
        View(
            snapshot,
            words,
            filters,
            choices,
            st.session_state[address.CONNECT],
            pages,
            common,
            signin.reviewer(person),
            is_signed_in=signin.is_signed_in(person),
        )
    )
    if is_old:
        with _guarded(words):
            _old_snapshot(views[0], newest, chosen)
    st.html(Path(__file__).with_name("style.css"))
    _bring_scripts(language)
    chosen.run()
    _footer(views[0])


def _bring_scripts(language: str) -> None:
    st.html(scripts.markup(language), unsafe_allow_javascript=True)


def _asked_for(newest: Snapshot, places: tuple[str, ...] | None) -> tuple[Snapshot, tuple[Problem, ...]]:
    """The snapshot that the address names by id or day, else the newest; and that there is no such snapshot, where so."""
    wanted = st.query_params.get(address.SNAPSHOT_KEY)
    if wanted in (None, newest.snapshot_id):
        return newest, ()
    try:
        return source.as_of(wanted, places), ()
    except NoSnapshot:
        return newest, (Problem("no_snapshot", address.SNAPSHOT_KEY, wanted),)


def _old_snapshot(view: View, newest: Snapshot, page: StreamlitPage) -> None:
    """Say that the figures are those of an older snapshot and what changed since, with the way to that and to today's."""
    words, snapshot_id = view.words, view.snapshot.snapshot_id
    figures, reports = changes.counts(replace(view, snapshot=newest), changes.moment_of(snapshot_id))
    told = words("snapshot.changed", figures=words.number(figures), reports=words.number(reports))
    st.info(words("snapshot.old", snapshot=snapshot_id) + told, icon=":material/history:")
    today = {**{key: st.query_params.get_all(key) for key in st.query_params}, **view.address}
    today.pop(address.SNAPSHOT_KEY)
    with st.container(horizontal=True, gap="small"):
        st.page_link(page, label=words("snapshot.newest"), icon=":material/update:", query_params=today)
        common = {key: values for key, values in view.address.items() if key != address.SNAPSHOT_KEY}
        st.page_link(
            view.pages["changes"], label=words("snapshot.what_changed"), icon=":material/difference:",
            query_params=common | {"since": [snapshot_id]},
        )  # fmt: skip


def _page(page: Callable[[View], None], views: list[View], words: Words) -> None:
    with _guarded(words):
        page(views[0])
        evidence.answer(views[0])


@contextmanager
def _guarded(words: Words) -> Iterator[None]:
    """An error of ours shows as a number that the log knows, never as its text."""
    try:
        yield
    except (duckdb.CatalogException, duckdb.BinderException):
        # A snapshot of an earlier version of the product has not all that the pages ask for.
        _logger.warning("a part of the page failed: the snapshot is of an earlier version", exc_info=True)
        st.error(words("snapshot.too_old"))
    except Exception:
        number = uuid4().hex[:8]
        _logger.exception("page failed, error %s", number)
        st.error(words("app.failed", number=number))


def _footer(view: View) -> None:
    """What the figures are of, its counts the way to the pages that list what they count: all of it, whatever is filtered."""
    words = view.words
    about = source.frame(view.snapshot, "snapshot").row(0, named=True)
    kept = {key: view.address[key] for key in (address.LANGUAGE_KEY, address.SNAPSHOT_KEY) if key in view.address}
    st.divider()
    told = words(
        "app.footer",
        snapshot=view.snapshot.snapshot_id,
        published=clock.moment(about["published_at"]),
        zone=clock.zone(words),
        reports=_counted(view.pages["changes"], words("app.reports", count=f"{about['report_count']:,}"), kept | _EVER),
        agencies=_counted(view.pages["agency"], words("app.agencies", count=f"{about['agency_count']:,}"), kept),
    )
    st.html(f'<p class="foot">{told}</p>')


def _counted(page: StreamlitPage, text: str, query: Mapping[str, list[str]]) -> str:
    return f'<a href="./{page.url_path}?{escape(urlencode(query, doseq=True))}">{text}</a>'


main()
