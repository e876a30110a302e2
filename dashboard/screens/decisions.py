"""What waits for a person's decision, and what was decided?"""

from datetime import date, datetime
from typing import Any

import streamlit as st

from dashboard import address, clock, deciding, decision_form, evidence, finding_words, source
from dashboard.decision_form import Asked, OfAgency, OfFinding, OfReport
from dashboard.filters import Problem
from dashboard.framed import plain_table
from dashboard.markdown import escaped
from dashboard.paging import rows_in_sight
from dashboard.panels import SEVERITIES
from dashboard.problems import show_problems
from dashboard.search import search
from dashboard.view import View

_QUEUES = ("findings", "identity", "reports", "agencies")
_QUEUE = "page_queue"
_SHOWN = 300
_PAGE = 8
_FOUND = 20


def page(view: View) -> None:
    """The queue of one kind, each with the way to its evidence and, for a reviewer, to the form; then the decisions made."""
    words = view.words
    st.title(words("nav.decisions"))
    st.markdown(words("page.decisions.question"))
    if view.reviewer:
        st.caption(words("decide.as", name=escaped(view.reviewer)))
    else:
        st.caption(words("page.decisions.signed_in" if view.is_signed_in else "page.decisions.readers"))
    made = deciding.all_made(words)
    waiting = deciding.waiting(view.snapshot, made)
    decision_form.answer(view)
    wanted = st.query_params.get("queue", _QUEUES[0])
    if wanted not in _QUEUES:
        show_problems((Problem("unknown_value", "queue", wanted),), words)
        wanted = _QUEUES[0]
    st.session_state[_QUEUE] = wanted
    st.segmented_control(
        words("page.decisions.queue"), _QUEUES, key=_QUEUE, required=True, format_func=lambda code: words(f"queue.{code}"),
        on_change=lambda: address.set_one("queue", st.session_state[_QUEUE]),
    )  # fmt: skip
    done = {(d.report_id if d.rule != "missing_report" else d.agency_id, d.rule, d.message) for d in waiting}
    {"findings": _findings, "identity": _identity, "reports": _reports, "agencies": _agencies}[wanted](view, done)
    _decided(view, waiting)


def _findings(view: View, done: set[tuple[Any, ...]]) -> None:
    words = view.words
    severities = st.multiselect(
        words("page.findings.severity"), SEVERITIES, default=["error"], key="page_queue_severities",
        format_func=lambda code: words.coded("severity", code), select_all=False,
    ) or ["error"]  # fmt: skip
    rows = view.frame("findings_undecided", severities=severities, row_limit=_SHOWN)
    if rows.is_empty():
        st.info(words("page.decisions.nothing"), icon=":material/check_circle:")
        return
    st.caption(words("page.decisions.count", count=f"{rows['matched'][0]:,}"))
    for row in rows_in_sight(rows, _PAGE, "decisions_page"):
        evidence.finding_line(view, row)
        key = (row["report_id"] if row["rule"] != "missing_report" else row["agency_id"], row["rule"], row["message"])
        if key in done:
            st.caption(words("page.decisions.recorded"))
        subject = OfFinding(row["report_id"], row["finding_no"])
        _button(view, Asked(subject, finding_words.said(view, row, row["report_id"]), row["message"]))


def _identity(view: View, done: set[tuple[Any, ...]]) -> None:
    """Reports that do not tell which organ they are of."""
    words = view.words
    rows = source.frame(view.snapshot, "identity_undecided", row_limit=_SHOWN)
    if rows.is_empty():
        st.info(words("page.decisions.nothing"), icon=":material/check_circle:")
        return
    st.caption(words("page.decisions.count", count=f"{rows['matched'][0]:,}"))
    for row in rows_in_sight(rows, _PAGE, "identity_page"):
        candidates = tuple(row["candidates"] or ())
        label = words(
            "page.decisions.identity",
            name=escaped(row["printed_name"] or words("app.unknown")),
            year=row["year"] or words("app.unknown"),
            source=escaped(row["source_name"]),
            candidates=escaped(words("hover.separator").join(candidates) or words("app.unknown")),
        )
        st.page_link(
            view.pages["agency"], label=label, icon=":material/help:", query_params=view.link(report=row["report_id"])
        )
        if row["reason"]:
            st.caption(escaped(row["reason"]))
        if (row["report_id"], None, None) in done:
            st.caption(words("page.decisions.recorded"))
        _button(view, Asked(OfReport(row["report_id"], candidates), row["printed_name"] or row["source_name"]))


def _reports(view: View, done: set[tuple[Any, ...]]) -> None:
    """Reports of no known organ or year."""
    words = view.words
    rows = source.frame(view.snapshot, "reports_unplaced", row_limit=_SHOWN)
    if rows.is_empty():
        st.info(words("page.decisions.nothing"), icon=":material/check_circle:")
    for row in rows.iter_rows(named=True):
        label = words(
            "page.overview.unplaced",
            source=escaped(row["source_name"]),
            agency=escaped(row["agency"] or words("app.unknown")),
            year=row["year"] or words("app.unknown"),
        )
        st.page_link(
            view.pages["agency"],
            label=label,
            icon=":material/table_view:",
            query_params=view.link(report=row["report_id"]),
        )
        if (row["report_id"], None, None) in done:
            st.caption(words("page.decisions.recorded"))
        _button(view, Asked(OfReport(row["report_id"]), row["source_name"]))


def _agencies(view: View, _done: set[tuple[Any, ...]]) -> None:
    """Any organ, found by its name: what it is, and whether it is another one."""
    words = view.words
    typed = st.text_input(
        words("page.agency.search"), placeholder=words("filter.search_hint"), key="page_decide_search"
    )
    found = source.frame(view.snapshot, "agencies_found", **search(typed), row_limit=_FOUND)
    if found.is_empty():
        st.info(words("page.agency.none_found"), icon=":material/search_off:")
    for row in found.iter_rows(named=True):
        st.page_link(
            view.pages["agency"], icon=":material/account_balance:", query_params=view.link(organ=row["agency_id"]),
            label=words("page.agency.line", agency=escaped(row["agency"]), count=row["report_count"]),
        )  # fmt: skip
        _button(view, Asked(OfAgency(row["agency_id"]), row["agency"]))


def _button(view: View, asked: Asked) -> None:
    if view.reviewer:
        st.button(
            view.words("decide.button"), key=f"decide_{asked.subject!r}", type="tertiary",
            icon=":material/gavel:", on_click=decision_form.ask, args=(asked,),
        )  # fmt: skip


def _decided(view: View, waiting: list[Any]) -> None:
    """Everything decided, the latest first: what waits for the next run, then what the snapshot has."""
    words = view.words
    st.header(words("page.decisions.made"))
    known = source.frame(view.snapshot, "decisions_list", row_limit=_SHOWN).to_dicts()
    rows = [_row(view, decision, "recorded") for decision in waiting]
    rows += [_row(view, decision, decision["state"]) for decision in known]
    if not rows:
        st.info(words("page.decisions.none_made"))
        return
    headings = ("decided_on", "decided_by", "subject", "verdict", "reason", "state_of_decision")
    st.html(
        plain_table(words("page.decisions.made"), [words(f"column.{name}") for name in headings], rows, kind="words")
    )
    if view.reviewer:
        _take_back(view)


def _row(view: View, decision: Any, state: str) -> list[str]:
    words = view.words
    is_row = isinstance(decision, dict)
    of = decision.__getitem__ if is_row else lambda name: getattr(decision, name)
    parts = [
        of("agency") or words("app.unknown"),
        words("page.agency.of_year", year=of("year")) if of("year") else "",
        words.coded("rule", of("rule")) if of("rule") else "",
        f"→ {of('other_agency')}" if of("other_agency") else "",
    ]
    return [
        str(_day(of("decided_at"))),
        of("decided_by"),
        " ".join(part for part in parts if part),
        words.coded("verdict", of("verdict")),
        of("reason"),
        words(f"decision_state.{state}"),
    ]


def _day(at: datetime | str) -> date:
    """The day of a decision; the file holds its time as text."""
    return clock.day(datetime.fromisoformat(at) if isinstance(at, str) else at)


def _take_back(view: View) -> None:
    """Choose a decision of the file and take it back."""
    words = view.words
    made = {
        decision.decision_id: decision for decision in deciding.all_made(words) if decision.verdict != deciding.REOPENED
    }
    chosen = st.selectbox(
        words("page.decisions.take_back"), list(reversed(made)), index=None, key="page_take_back",
        placeholder=words("page.decisions.choose"),
        format_func=lambda code: words(
            "page.decisions.one", on=_day(made[code].decided_at), by=made[code].decided_by,
            verdict=words.coded("verdict", made[code].verdict), agency=made[code].agency or made[code].report_id,
        ),
    )  # fmt: skip
    if chosen:
        _button(view, Asked(made[chosen], made[chosen].reason))
