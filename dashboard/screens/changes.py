"""What changed since a day: reports that came in, and figures that are not what they were."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import polars as pl
import streamlit as st

from dashboard import address, clock, downloads, queries, source, take_away
from dashboard.filters import Problem
from dashboard.language import Words
from dashboard.markdown import escaped
from dashboard.paging import rows_in_sight
from dashboard.problems import show_problems
from dashboard.queries import Parameter
from dashboard.view import View

_SINCE = "page_since"
_BACK = timedelta(days=30)
_SHOWN = 400
_PAGE = 15
_ALL = 1_000_000


def page(view: View) -> None:
    """Reports received and figures changed, each a link to the cell as it is now."""
    words = view.words
    st.title(words("nav.changes"))
    st.markdown(words("page.changes.question"))
    since = _since(view)
    reports = view.frame("reports_since", since=since, row_limit=_SHOWN)
    revisions = view.frame("revisions_since", since=since, row_limit=_SHOWN) if _has_record(view) else None
    with st.container(horizontal=True):
        st.metric(words("page.changes.reports"), words.number(_matched(reports)), border=True)
        st.metric(
            words("page.changes.figures"), words.number(None if revisions is None else _matched(revisions)), border=True
        )
    if revisions is None:
        st.info(words("page.changes.no_record"), icon=":material/history_toggle_off:")
    else:
        _part(view, "figures", revisions, "revisions_since", since)
    _part(view, "reports", reports, "reports_since", since)


def _matched(frame: pl.DataFrame) -> int:
    return 0 if frame.is_empty() else int(frame["matched"][0])


def _has_record(view: View) -> bool:
    """Whether the snapshot keeps a record of changed figures; those of earlier versions do not."""
    return "revisions" in set(source.frame(view.snapshot, "schema")["view_name"])


def counts(view: View, since: str) -> tuple[int | None, int]:
    """Figures changed (None where there is no record of them) and reports received after a moment, under the filters."""
    reports = _matched(view.frame("reports_since", since=since, row_limit=1))
    return (_matched(view.frame("revisions_since", since=since, row_limit=1)) if _has_record(view) else None), reports


def moment_of(snapshot_id: str) -> str:
    """When a snapshot was published, by its id, as the queries take it (UTC); raises ``ValueError`` for what is no id."""
    return datetime.strptime(f"{snapshot_id[:15]}+0000", "%Y%m%d-%H%M%S%z").replace(tzinfo=None).isoformat(sep=" ")


def _since(view: View) -> str:
    """The moment (UTC) that the address names by day or snapshot, else thirty days before the snapshot was published."""
    words = view.words
    published = clock.day(source.frame(view.snapshot, "snapshot")["published_at"][0])
    wanted = st.query_params.get("since")
    chosen: date = published - _BACK
    exact = None
    if wanted is not None:
        try:
            chosen = date.fromisoformat(wanted)
        except ValueError:
            try:
                exact = moment_of(wanted)
            except ValueError:
                show_problems((Problem("unknown_value", "since", wanted),), words)
    if exact is not None:
        chosen = datetime.fromisoformat(f"{exact}+00:00").astimezone().date()
    st.session_state[_SINCE] = chosen
    st.date_input(
        words("page.changes.since"), key=_SINCE, format="YYYY-MM-DD",
        on_change=lambda: address.set_one("since", st.session_state[_SINCE].isoformat()),
    )  # fmt: skip
    if exact is not None:
        st.caption(words("page.changes.since_snapshot", snapshot=wanted))
        return exact
    return datetime.combine(chosen, time.min).astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")


def _part(view: View, code: str, rows: pl.DataFrame, query: str, moment: str) -> None:
    words = view.words
    st.header(words(f"page.changes.{code}"))
    if rows.is_empty():
        st.info(words(f"page.changes.no_{code}"), icon=":material/check_circle:")
        return
    if _matched(rows) > len(rows):
        st.caption(words("page.changes.first", shown=len(rows)))
    line = _revision if code == "figures" else _report
    for row in rows_in_sight(rows, _PAGE, f"changes_{code}"):
        line(view, row)
    bound: dict[str, Parameter] = {"since": moment, "row_limit": _ALL}

    def table() -> pl.DataFrame:
        return downloads.listing(view.frame(query, **bound), words, view.snapshot.snapshot_id)

    with st.container(horizontal=True, gap="small"):
        take_away.buttons(
            view, f"{query}-{view.snapshot.snapshot_id}", words(f"page.changes.{code}"), table,
            about={words("page.changes.since"): moment},
        )  # fmt: skip
        with st.popover(words("panel.sql"), icon=":material/code:"):
            st.code(queries.shown(queries.load(query), view.parameters(**bound)), language="sql", wrap_lines=True)


def _report(view: View, row: dict[str, Any]) -> None:
    words = view.words
    key = "page.changes.new" if row["is_first"] else "page.changes.again"
    st.page_link(
        view.pages["agency"],
        label=words(
            key, agency=escaped(row["agency"] or words("app.unknown")), year=row["year"] or words("app.unknown"),
            loaded=clock.day(row["loaded_at"]), findings=row["finding_count"], errors=row["error_count"],
        ),
        icon=":material/table_view:", query_params=view.link(report=row["report_id"]),
    )  # fmt: skip


def _revision(view: View, row: dict[str, Any]) -> None:
    words = view.words
    old, new = (_print(row, side, words) for side in ("old", "new"))
    label = _place(row, words)
    st.page_link(
        view.pages["agency"],
        label=words(
            "page.changes.revision", agency=escaped(row["agency"] or words("app.unknown")), year=row["year"] or words("app.unknown"),
            label=escaped(label), old=old, new=new, reason=words.coded("reason", row["reason"]), seen=clock.day(row["seen_at"]),
        ),
        icon=":material/edit_note:",
        query_params=view.link(report=row["report_id"])
        | (
            view.link(table=row["table_no"], row=row["row_code"], column=row["column_code"])
            if row["table_no"]
            else view.link(statement=row["row_code"])
        ),
    )  # fmt: skip


def _place(row: dict[str, Any], words: Words) -> str:
    """Row and column of the cell, or what is counted in the prose."""
    if row["table_no"] is None:
        return words("page.changes.prose", name=words.label(row["row_code"]))
    label, column = (words.form_label(row[f"{part}_code"], row[f"{part}_label"]) for part in ("row", "column"))
    return words(
        "page.changes.cell",
        table=words(f"page.agency.table_{row['table_no']}"),
        row=label.strip(),
        column=column.strip(),
    )


def _print(row: dict[str, Any], side: str, words: Words) -> str:
    """What stood there: the print, the value of the prose, or why there is nothing."""
    status, printed, value = (row[f"{side}_{name}"] for name in ("status", "printed", "value"))
    if printed:
        return escaped(printed)
    if value is not None:
        return words.number(value)
    return words("page.changes.not_in_prose") if row["table_no"] is None else words.coded("status", status)
