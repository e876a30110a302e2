"""The form in which a person decides: of a finding, an organ, a report, or an earlier decision."""

from dataclasses import dataclass

import streamlit as st

from dashboard import deciding, finding_words
from dashboard.markdown import escaped
from dashboard.view import View
from warehouse.decisions import Decision

_ASKED = "decision_asked"
_DONE = "decision_done"


@dataclass(frozen=True)
class OfFinding:
    """A finding; ``report_id`` is None where it is of an organ that never reported."""

    report_id: str | None
    finding_no: int


@dataclass(frozen=True)
class OfAgency:
    """An organ."""

    agency_id: str


@dataclass(frozen=True)
class OfReport:
    """A report, and the organs that it may be of."""

    report_id: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What is to be decided, and what is said of it; an earlier decision is taken back."""

    subject: OfFinding | OfAgency | OfReport | Decision
    text: str
    stored: str | None = None
    """The stored sentence of a finding."""


def ask(asked: Asked) -> None:
    """Have the form shown; for use as a callback."""
    st.session_state[_ASKED] = asked


def answer(view: View) -> None:
    """Show the form that was asked for, if one was, and what came of the last."""
    if st.session_state.pop(_DONE, False):
        st.success(view.words("decide.recorded"), icon=":material/check_circle:")
    asked: Asked | None = st.session_state.get(_ASKED)
    if asked is not None and view.reviewer:
        st.dialog(view.words("decide.title"), on_dismiss=_put_away)(_form)(view, asked)


def _put_away() -> None:
    st.session_state.pop(_ASKED, None)


def _form(view: View, asked: Asked) -> None:
    words = view.words
    st.markdown(escaped(asked.text))
    if asked.stored is not None:
        finding_words.show_stored(words, asked.stored)
    verdict: str | None = deciding.REOPENED
    if not isinstance(asked.subject, Decision):
        verdict = st.radio(
            words("decide.verdict"), deciding.verdicts(_kind(asked.subject)), format_func=lambda code: words.coded("verdict", code),
            index=None, key="decision_verdict",
        )  # fmt: skip
    other = year = None
    if verdict in deciding.WITH_OTHER:
        other = _other(view, asked)
    if verdict == "ended":
        year = st.number_input(
            words("decide.last_year"), 2008, 2100, value=view.choices.last_year, key="decision_year", help=words("decide.last_year_help")
        )  # fmt: skip
    reason = st.text_input(words("decide.reason"), placeholder=words("decide.reason_hint"), key="decision_reason")
    st.caption(words("decide.as", name=escaped(view.reviewer or "")))
    is_ready = bool(verdict and reason.strip() and (verdict not in deciding.WITH_OTHER or (other or "").strip()))
    if st.button(
        words("decide.record"), type="primary", disabled=not is_ready, key="decision_record"
    ) and deciding.record(lambda: _made(view, asked, str(verdict), reason, other, year), words):
        _put_away()
        st.session_state[_DONE] = True
        st.rerun()


def _other(view: View, asked: Asked) -> str | None:
    """The other organ: one of the candidates, or any other by its name."""
    words = view.words
    candidates = asked.subject.candidates if isinstance(asked.subject, OfReport) else ()
    if not candidates:
        return st.text_input(words("decide.other"), help=words("decide.other_help"), key="decision_other")
    return st.selectbox(
        words("decide.other"), candidates, index=None, accept_new_options=True, help=words("decide.other_help"),
        placeholder=words("decide.other_choose"), key="decision_other",
    )  # fmt: skip


def _kind(subject: OfFinding | OfAgency | OfReport) -> str:
    return {OfFinding: "finding", OfAgency: "agency", OfReport: "report"}[type(subject)]


def _made(view: View, asked: Asked, verdict: str, reason: str, other: str | None, year: int | None) -> Decision:
    by = view.reviewer or ""
    match asked.subject:
        case OfFinding(report_id, finding_no):
            return deciding.on_finding(view.snapshot, report_id, finding_no, verdict, by, reason)
        case OfAgency(agency_id):
            return deciding.on_agency(view.snapshot, agency_id, verdict, by, reason, other=other, year=year)
        case OfReport(report_id=report_id):
            return deciding.on_report(view.snapshot, report_id, verdict, by, reason, other=other)
        case Decision() as earlier:
            return deciding.taken_back(earlier, by, reason)
