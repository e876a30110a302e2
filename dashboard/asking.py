"""Queries of the readers' own: a few at a time, each in a process of its own, answers kept for a while."""

from dataclasses import dataclass
from threading import BoundedSemaphore

import streamlit as st

from warehouse.apart import ROW_LIMIT, Request, Result, ask_apart
from warehouse.cage import FAILED, TIMEOUT_SECONDS, QueryFailed, Refused
from warehouse.snapshot import Snapshot

__all__ = ["FAILED", "ROW_LIMIT", "TIMEOUT_SECONDS", "NoAnswer", "Result", "asked"]

_AT_ONCE = 2
_PATIENCE_SECONDS = 60.0
_turns = BoundedSemaphore(_AT_ONCE)


@dataclass(frozen=True)
class NoAnswer:
    """Why there is none, in the words of the cage; without words, others' queries took all the turns."""

    message: str | None = None


def asked(snapshot: Snapshot, sql: str) -> Result | NoAnswer:
    """The answer to one statement, or the reason that there is none."""
    try:
        return _asked(str(snapshot.path), snapshot.places, sql)
    except (Refused, QueryFailed) as error:
        return NoAnswer(str(error))
    except TimeoutError:
        return NoAnswer()


@st.cache_data(max_entries=50, ttl=600, show_spinner=False)
def _asked(path: str, places: tuple[str, ...] | None, sql: str) -> Result:
    if not _turns.acquire(timeout=_PATIENCE_SECONDS):
        raise TimeoutError
    try:
        return ask_apart(Request(path, sql, places=places))
    finally:
        _turns.release()
