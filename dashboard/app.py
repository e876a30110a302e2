"""Navigation and the filters that all pages share; started by ``python -m dashboard``."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import uuid4

import streamlit as st

from dashboard import address, deciding, evidence, sidebar, source
from dashboard.language import LANGUAGES, Words
from dashboard.screens import (
    agency,
    applications,
    coverage,
    decisions,
    disputes,
    findings,
    overview,
    peers,
    publications,
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
    "sql": (sql.page, ":material/database:"),
}


def main() -> None:
    """Draw the page that the address names."""
    try:
        snapshot = source.current()
    except NoSnapshot:
        words = Words(LANGUAGES[0])
        st.title(words("app.title"))
        st.error(words("app.no_snapshot"))
        return
    choices = address.choices_of(snapshot, address.agencies_wanted())
    address.take_in(choices)
    language = st.session_state[address.LANGUAGE]
    words = Words(language, source.terms(snapshot, language))
    st.set_page_config(page_title=words("app.title"), page_icon=_ICON, layout="wide")
    views: list[View] = []
    pages = {
        code: st.Page(
            partial(_guarded, page, views, words),
            title=words(f"nav.{code}"),
            icon=icon,
            url_path=None if code == "overview" else code,
            default=code == "overview",
        )
        for code, (page, icon) in _PAGES.items()
    }
    chosen = st.navigation(list(pages.values()), position="hidden")
    menu = st.sidebar.container(gap="xxsmall")
    sidebar.language_switch(words)
    sidebar.filter_fields(snapshot, choices, words)
    filters = address.filters_in_session()
    common = address.write(filters, choices)
    # Links of Streamlit's own menu would drop the filters.
    for page in pages.values():
        menu.page_link(page, query_params=common)
    sidebar.show_problems(address.problems(), words)
    views.append(
        View(snapshot, words, filters, choices, st.session_state[address.CONNECT], pages, common, deciding.reviewer())
    )
    st.html(Path(__file__).with_name("style.css"))
    chosen.run()
    _footer(snapshot, words)


def _guarded(page: Callable[[View], None], views: list[View], words: Words) -> None:
    """Run a page; an error of ours shows as a number that the log knows, never as its text."""
    try:
        page(views[0])
        evidence.answer(views[0])
    except Exception:
        number = uuid4().hex[:8]
        _logger.exception("page failed, error %s", number)
        st.error(words("app.failed", number=number))


def _footer(snapshot: Snapshot, words: Words) -> None:
    about = source.frame(snapshot, "snapshot").row(0, named=True)
    st.divider()
    st.caption(
        words(
            "app.footer",
            snapshot=snapshot.snapshot_id,
            published=str(about["published_at"])[:16],
            reports=f"{about['report_count']:,}",
            agencies=f"{about['agency_count']:,}",
        )
    )


main()
