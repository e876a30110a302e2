"""The door: who is looking, or the page that asks to sign in."""

import logging

import streamlit as st

from dashboard import deciding, source
from dashboard.language import Words
from warehouse.access import EVERYBODY, BrokenAccess, Reader, access
from warehouse.snapshot import Snapshot

_logger = logging.getLogger("dashboard")


def reader(words: Words) -> Reader | None:
    """Who is looking; None if the screen now asks to sign in, or says that there is no access."""
    try:
        known = access(source.data_dir())
    except BrokenAccess as error:
        _logger.error("nobody is let in: %s", error)
        st.title(words("app.title"))
        st.error(words("access.broken"))
        return None
    if known is None:
        return EVERYBODY
    if not st.user.is_logged_in:
        st.title(words("app.title"))
        st.markdown(words("access.please"))
        st.button(words("access.sign_in"), type="primary", icon=":material/login:", on_click=st.login)
        return None
    found = known.reader(st.user.to_dict())
    if found is None:
        st.title(words("app.title"))
        st.error(words("access.unknown", email=str(st.user.get("email") or words("app.unknown"))))
        st.button(words("access.sign_out"), icon=":material/logout:", on_click=st.logout)
    return found


def reviewer(person: Reader) -> str | None:
    """In whose name decisions are recorded, None where they are only shown."""
    if person is EVERYBODY:
        return deciding.reviewer()
    return person.name if person.may_decide else None


def is_signed_in(person: Reader) -> bool:
    """Whether there is sign-in, and this is who signed in."""
    return person is not EVERYBODY


def administers(person: Reader) -> bool:
    """Whether the page of the weekly job is shown: to administrators, and to everybody where nobody signs in."""
    return person is EVERYBODY or person.may_administer


def scope_note(snapshot: Snapshot, words: Words) -> None:
    """On every page of one who may see some places alone: which they are, and that all figures are of them."""
    if snapshot.places is not None:
        st.info(words("access.limited", places=words.places(snapshot.places)), icon=":material/lock:")


def name_plate(person: Reader, words: Words) -> None:
    """Beside the page: who is signed in, as what, for which places, and the way out."""
    if person is EVERYBODY:
        return
    with st.sidebar:
        places = words("access.whole") if person.places is None else words.places(person.places)
        st.caption(words("access.plate", name=person.name, role=words(f"access.{person.role}"), places=places))
        st.button(words("access.sign_out"), icon=":material/logout:", on_click=st.logout, width="stretch")
