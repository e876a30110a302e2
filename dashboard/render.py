"""A chart on the page with all that belongs to it: sentence, definition, table, SQL, downloads, the reports behind it."""

from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from dashboard import address, asides, downloads, evidence, pictures, source, take_away
from dashboard.facts import filter_facts
from dashboard.framed import Linked, plain_table
from dashboard.language import Words
from dashboard.markdown import escaped
from dashboard.panels import PANELS, Panel
from dashboard.plot import Pointed, plot
from dashboard.prepared import TABLE_ROWS, Prepared, prepared
from dashboard.revised import with_changes
from dashboard.tables import Shown
from dashboard.view import View
from dashboard.whole_years import last_whole_year

_ALL = 1_000_000


def headline(view: View, code: str, series: str, *, name: str | None = None) -> None:
    """The last year's figure of a series, with its coverage, its definition and the way to its reports.

    ``name`` stands in the place of the series' own where that says too little.
    """
    words = view.words
    panel = PANELS[code]
    rows = view.frame(panel.query, **panel.parameters).filter(pl.col("series") == series).sort("year")
    if "reports" in rows.columns:
        rows = rows.filter(pl.col("reports") > pl.col("absent"))
    label = name or words.full_name(series)
    if rows.is_empty():
        st.metric(label, words("app.missing"), help=words.definition(series), border=True)
        return
    year = last_whole_year(rows)
    row = rows.row(by_predicate=pl.col("year") == year, named=True)
    later = rows.filter(pl.col("year") > year).to_dicts()
    with st.container(border=True, height="stretch"):
        st.metric(label, words.number(row["value"]), help=words.definition(series))
        st.caption(_basis(row, later, words))
        st.button(
            words("headline.evidence"), key=f"headline_{code}_{series}", type="tertiary", icon=":material/account_tree:",
            on_click=evidence.ask, args=(evidence.Point(code, row["year"], series),),
        )  # fmt: skip


def _basis(row: dict[str, Any], later: list[dict[str, Any]], words: Words) -> str:
    """Year, unit and coverage of a headline, and what there is of later years."""
    unit = words.unit(row["series"])
    text = (
        words("headline.year", year=row["year"], unit=unit) if unit else words("headline.year_only", year=row["year"])
    )
    if "given" in row:
        text += words("headline.coverage", given=row["given"], reports=row["reports"] - row["absent"])
    for other in later:
        text += words("headline.later", year=other["year"], reports=words.number(other.get("reports", other["value"])))
    return text


def scope_note(view: View) -> None:
    """Say that sums count twice where governments stand beside their departments, or beside the governments above them."""
    kinds = view.frame("scope_kinds").row(0, named=True)
    if kinds["governments"] and (kinds["departments"] or kinds["government_levels"] > 1):
        st.caption(view.words("scope.overlap", **kinds))


def peers_link(view: View, measure: str) -> None:
    """The way to one rate, organ by organ, against the peers."""
    st.page_link(
        view.pages["peers"], label=view.words("peers.link", name=view.words.label(measure)), icon=":material/compare_arrows:",
        query_params=view.link(measure=measure),
    )  # fmt: skip


def chart(view: View, code: str, *, agency_id: str | None = None, is_part: bool = False) -> None:
    """Show one chart; ``agency_id`` where it shows one agency alone, ``is_part`` beneath a heading of the page's own."""
    words = view.words
    panel = PANELS[code]
    (st.subheader if is_part else st.header)(panel.heading("title", words), anchor=code)
    st.caption(panel.heading("question", words))
    ready = prepared(view, panel, agency_id)
    if ready.figure is None:
        why = (
            words("app.too_few", least=source.least_cases())
            if ready.is_suppressed
            else words(_why_nothing(view, agency_id))
        )
        st.info(why, icon=":material/filter_alt_off:")
        if ready.is_suppressed:
            _companions(view, panel, ready, agency_id)
        return
    key = f"chart_{code}"
    plot(ready.figure, key, ready.sentence, partial(_clicked, code, agency_id))
    st.markdown(escaped(ready.sentence))
    if ready.is_partial:
        st.caption(words("panel.partial"))
    _companions(view, panel, ready, agency_id, drawn_as=key)


def _why_nothing(view: View, agency_id: str | None) -> str:
    """The words for a chart without a figure: what to change so that there is one."""
    if agency_id is not None:
        return "app.nothing_of_agency"
    return "app.nothing_constant" if view.filters.is_constant else "app.nothing_here"


def _clicked(code: str, agency_id: str | None, pointed: Pointed) -> None:
    match pointed:
        case [int() | None as year, str() as series]:
            evidence.ask(evidence.Point(code, year, series, agency_id))
        case [int() | None as year, str() as series, str() as own]:
            evidence.ask(evidence.Point(code, year, series, own))


def _companions(view: View, panel: Panel, ready: Prepared, agency_id: str | None, drawn_as: str | None = None) -> None:
    """What stands below a chart; ``drawn_as`` is its key, None where there is no chart."""
    words = view.words
    with st.container(horizontal=True, gap="xsmall"):
        with st.popover(words("panel.evidence"), icon=":material/account_tree:"):
            _picker(panel, ready, words)
        with st.popover(words("panel.table"), icon=":material/table:"):
            st.html(_table(view, panel, ready, agency_id))
            # One element, not one a note: a change of the filter sends and draws every element again.
            notes = _notes_of_table(ready, words)
            if notes:
                st.caption("\n\n".join(notes))
        _downloads(view, panel, ready)
        st.html(_asides(view, panel, ready, drawn_as))


def _asides(view: View, panel: Panel, ready: Prepared, drawn_as: str | None) -> str:
    """Definitions, SQL and link of a chart, and the buttons that give it as a picture where it is drawn."""
    words = view.words
    parts = [
        asides.definitions([(words.label(code), words.definition(code)) for code in panel.terms], words),
        asides.sql(ready.sql, view.href("sql", sql=ready.sql), words),
        asides.link(
            words("panel.link"),
            f"{address.lasting_link(view.snapshot.snapshot_id, words.language)}#{panel.code}",
            words,
        ),
    ]
    if drawn_as is not None:
        name, note = f"{panel.code}-{view.snapshot.snapshot_id}", _picture_note(view, filter_facts(view))
        parts.append(pictures.buttons(drawn_as, name, panel.heading("title", words), note, words))
    return asides.row(parts)


def _table(view: View, panel: Panel, ready: Prepared, agency_id: str | None) -> str:
    """The figures of the chart, each the way to what it rests on."""
    if not ready.table:
        return ""
    link = evidence.linker(view)

    def cell(shown: Shown) -> str | Linked:
        if shown.origin is None:
            return shown.text
        year, series, own = shown.origin
        return Linked(shown.text, link(evidence.Point(panel.code, year, series, own or agency_id)))

    rows = [[cell(shown) for shown in line.values()] for line in ready.table]
    return plain_table(panel.heading("title", view.words), list(ready.table[0]), rows)


def _notes_of_table(ready: Prepared, words: Words) -> list[str]:
    """How many agencies there are, where the chart or the table has not all of them; what the columns and marks mean."""
    notes = [words("table.key")] if ready.has_coverage else []
    notes += [words(f"mark.{mark}") for mark in ready.marks]
    frame = ready.frame
    if "agencies" in frame.columns and len(frame):
        agencies = frame["agencies"][0]
        listed = frame["agency_id"].n_unique()
        if min(listed, TABLE_ROWS) < agencies:
            counts = {"table": min(listed, TABLE_ROWS), "chart": listed, "agencies": words.number(agencies)}
            return [words("table.first", **counts), *notes]
    return notes


def _picker(panel: Panel, ready: Prepared, words: Words) -> None:
    st.caption(words("panel.evidence_help"))
    chosen = st.selectbox(
        words("panel.figure"),
        ready.points,
        ready.foremost,
        format_func=lambda point: ready.point_names.get(point, ""),
        key=f"point_{panel.code}",
    )
    st.button(
        words("panel.show_evidence"), key=f"show_{panel.code}", on_click=evidence.ask, args=(chosen,), type="primary"
    )


def _downloads(view: View, panel: Panel, ready: Prepared) -> None:
    words = view.words

    def table() -> pl.DataFrame:
        # The chart may leave agencies out, a download never.
        whole = with_changes(view, panel, agency_limit=_ALL) if "agencies" in ready.frame.columns else ready.frame
        return downloads.tidy(whole, ready.series, words, view.snapshot.snapshot_id)

    take_away.buttons(
        view, f"{panel.code}-{view.snapshot.snapshot_id}", panel.heading("title", words), table,
        definitions=[(words.label(code), words.definition(code)) for code in panel.terms], about={words("download.sql"): ready.sql},
    )  # fmt: skip


def _picture_note(view: View, facts: dict[str, str]) -> str:
    """Where the figures of a picture are from: the filters that are set, and the snapshot."""
    words = view.words
    says_nothing = {words("filter.all"), words("filter.off")}
    told = {name: text for name, text in facts.items() if text not in says_nothing}
    told[words("download.snapshot")] = view.snapshot.snapshot_id
    return words("app.dot").join(words("chart.fact", name=name, text=text) for name, text in told.items())
