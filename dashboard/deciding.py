"""Decisions made on a page: written to the file that the next run takes in; the snapshot itself is never written."""

import os
from collections.abc import Callable

import streamlit as st

from dashboard import REVIEWER_VARIABLE, source
from dashboard.language import Words
from warehouse.deciding import on_agency, on_finding, on_report, taken_back
from warehouse.decisions import (
    REOPENED,
    VERDICTS,
    WITH_OTHER,
    BrokenDecisions,
    Decision,
    add_decisions,
    read_decisions,
)
from warehouse.snapshot import Snapshot

__all__ = ["REOPENED", "WITH_OTHER", "on_agency", "on_finding", "on_report", "taken_back"]


def reviewer() -> str | None:
    """Who decides on this server, None where it only shows."""
    return os.environ.get(REVIEWER_VARIABLE, "").strip() or None


def verdicts(subject: str) -> list[str]:
    """What can be decided of a kind of subject."""
    return [verdict for verdict in VERDICTS[subject] if verdict != REOPENED]


def all_made(words: Words) -> list[Decision]:
    """Every decision of the file; where the file cannot be read, none, and the fault is shown."""
    try:
        return read_decisions(source.data_dir())
    except BrokenDecisions as error:
        st.error(words("decide.broken", fault=str(error)))
        return []


def waiting(snapshot: Snapshot, made: list[Decision]) -> list[Decision]:
    """Those that the snapshot does not have yet, of subjects that it shows, the latest first."""
    known = set(snapshot.frame("select decision_id from decisions")["decision_id"])
    fresh = [decision for decision in made if decision.decision_id not in known]
    keys = sorted({key for d in fresh for key in (d.report_id, d.agency_id) if key})
    shown = set(source.frame(snapshot, "decided_subjects", keys=keys)["key"]) if keys else set()
    return [d for d in reversed(fresh) if {d.report_id, d.agency_id} & shown]


def record(make: Callable[[], Decision], words: Words) -> bool:
    """Write a decision; whether it is written. What is lacking, or a folder that cannot be written, is said on the page."""
    try:
        add_decisions(source.data_dir(), [make()])
    except BrokenDecisions as error:
        st.error(str(error))
        return False
    except OSError as error:
        st.error(words("decide.not_written", fault=error.strerror or str(error)))
        return False
    return True
