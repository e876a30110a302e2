"""Which figures do not add up, and where?"""

import polars as pl
import streamlit as st

from dashboard import address, downloads, evidence, render, take_away
from dashboard.filters import Problem
from dashboard.paging import rows_in_sight
from dashboard.panels import RULES, SEVERITIES
from dashboard.problems import show_problems
from dashboard.view import View

_RULES = "page_rules"
_SEVERITIES = "page_severities"
_PAGE = 15
_SHOWN = 600
_ALL = 1_000_000


def page(view: View) -> None:
    """Findings by rule and by year, and the list, each leading to the report with its cells marked."""
    words = view.words
    st.title(words("nav.findings"))
    st.markdown(words("page.findings.question"))
    render.chart(view, "findings_by_rule")
    render.chart(view, "findings_by_year")
    _listing(view)


def _listing(view: View) -> None:
    words = view.words
    st.header(words("page.findings.list"))
    known = view.frame("findings_by_rule", rules=None, severities=None)["category"].unique().sort().to_list()
    rules = _chosen(view, "rule", _RULES, known)
    severities = _chosen(view, "severity", _SEVERITIES, list(SEVERITIES))
    rows = view.frame("findings_list", rules=rules or None, severities=severities or None, row_limit=_SHOWN)
    if rows.is_empty():
        st.info(words("page.findings.none"), icon=":material/check_circle:")
        return
    matched = rows["matched"][0]
    st.caption(words("page.findings.count", count=f"{matched:,}"))
    if matched > len(rows):
        st.caption(words("page.findings.first", shown=len(rows)))
    _downloads(view, rules, severities)
    for row in rows_in_sight(rows, _PAGE, "findings_page"):
        evidence.finding_line(view, row)


def _downloads(view: View, rules: list[str], severities: list[str]) -> None:
    words = view.words

    def table() -> pl.DataFrame:
        asked = {"rules": rules or None, "severities": severities or None, "row_limit": _ALL}
        return downloads.listing(view.frame("findings_list", **asked), words, view.snapshot.snapshot_id)

    with st.container(horizontal=True, gap="small"):
        take_away.buttons(
            view, f"findings-{view.snapshot.snapshot_id}", words("page.findings.list"), table,
            definitions=[(words.coded("rule", rule), words.definition(f"rule.{rule}")) for rule in rules or RULES],
            about={
                words("page.findings.rule"): words.listed([words.coded("rule", rule) for rule in rules], len(rules)) or words("filter.all"),
                words("page.findings.severity"): words.listed([words.coded("severity", one) for one in severities], len(severities))
                or words("filter.all"),
            },
        )  # fmt: skip


def _chosen(view: View, key: str, state: str, known: list[str]) -> list[str]:
    """The codes of one kind that are asked for; kept in the address."""
    words = view.words
    wanted = st.query_params.get_all(key)
    show_problems(tuple(Problem("unknown_value", key, value) for value in wanted if value not in known), words)
    st.session_state[state] = [value for value in wanted if value in known]
    return st.multiselect(
        words(f"page.findings.{key}"), known, format_func=lambda code: words.coded(key, code), key=state,
        placeholder=words("filter.all"), select_all=False,
        on_change=lambda: address.set_own(rule=st.session_state[_RULES], severity=st.session_state[_SEVERITIES]),
    )  # fmt: skip
