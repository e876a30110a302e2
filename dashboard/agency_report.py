"""One report of one organ: the asked cell, the document with its pages, findings, tables, prose, versions."""

from typing import Any

import polars as pl
import streamlit as st

from dashboard import finding_words, original, statutory, stored
from dashboard.cells import of_rate
from dashboard.charts.rates import rate_text
from dashboard.clock import moment
from dashboard.filters import Problem
from dashboard.markdown import escaped
from dashboard.panels import MEASURES
from dashboard.problems import show_problems
from dashboard.source import frame, least_cases
from dashboard.statutory import CellKey
from dashboard.view import View

_TABLES = (2, 3, 4)
_INDICATORS = {
    ("3", "received", "total"): "applications_received",
    ("4", "reconsideration", "total"): "reconsiderations",
    ("statement", "publication_items", ""): "publications",
}
"""Before 2019, figures that later stand in a cell or in the prose stand in the indicator tables, under these codes."""


def show(view: View, report: dict[str, Any]) -> None:
    """The report, with the cell, statement or finding that the address asks for in front."""
    words = view.words
    own = {"report_id": report["report_id"]}
    cells = frame(view.snapshot, "report_cells", **own)
    findings = frame(view.snapshot, "report_findings", **own)
    statements = frame(view.snapshot, "report_statements", **own)
    catalogue = frame(view.snapshot, "edition_cells", edition=report["edition"])
    found = {_key(cell) for row in findings.iter_rows(named=True) for cell in row["cells"] or ()}
    asked = _asked(view, report, cells, catalogue, findings)
    original.about(view, report)
    original.pages(view, report, cells, asked, found)
    _statement_asked(view, report, statements)
    _findings(view, report, findings)
    st.header(words("page.agency.tables"))
    st.caption(words("page.agency.tables_key"))
    if cells.is_empty():
        st.info(words("page.agency.no_tables"))
    else:
        for table_no in _TABLES:
            form = statutory.laid_out(catalogue, cells, table_no)
            st.markdown(f"**{words(f'page.agency.table_{table_no}')}**")
            html = statutory.as_html(form, cells, table_no, found=found, asked=asked, words=words)
            st.html(html)
    _indicators(view, report)
    _statements(view, statements)
    _versions(view, report)


def _key(cell: dict[str, Any]) -> CellKey:
    return cell["table_no"], cell["row_code"], cell["column_code"]


def _asked(
    view: View, report: dict[str, Any], cells: pl.DataFrame, catalogue: pl.DataFrame, findings: pl.DataFrame
) -> set[CellKey]:
    """The cells that the address asks for, shown first with all that is known of each."""
    number = st.query_params.get("finding")
    if number is not None:
        chosen = [row for row in findings.iter_rows(named=True) if str(row["finding_no"]) == number]
        if not chosen:
            show_problems((Problem("unknown_value", "finding", number),), view.words)
            return set()
        st.warning(_finding_text(view, report, chosen[0]), icon=":material/flag:")
        finding_words.show_stored(view.words, chosen[0]["message"])
        if chosen[0]["rule"] == "duplicate_text":
            original.beside_another(view, report, chosen[0]["about"])
        return {_key(cell) for cell in chosen[0]["cells"] or ()}
    measure = st.query_params.get("rate")
    if measure is not None:
        return _rate_asked(view, report, measure, catalogue, cells)
    table, row, column = (st.query_params.get(key) for key in ("table", "row", "column"))
    if table is None or row is None or column is None:
        return set()
    keys = _keys_of(table, row, column, catalogue, cells)
    indicator = None if keys else _indicator(view, report, _INDICATORS.get((table, row, column)))
    if indicator is not None:
        st.success(_indicator_text(view, indicator), icon=":material/my_location:")
    elif not keys:
        show_problems((Problem("unknown_value", "table/row/column", f"{table}/{row}/{column}"),), view.words)
    elif len(keys) == 1:
        _cell_card(view, report, keys[0], cells, catalogue)
    else:
        text = view.words(
            "cell.sum", table=view.words(f"page.agency.table_{table}"), name=view.words.label(row), count=len(keys)
        )
        st.success(text, icon=":material/my_location:")
    return set(keys)


def _rate_asked(
    view: View, report: dict[str, Any], measure: str, catalogue: pl.DataFrame, cells: pl.DataFrame
) -> set[CellKey]:
    """The cells of a rate's numerator and denominator, with the rate and what it is made of."""
    words = view.words
    if measure not in MEASURES:
        show_problems((Problem("unknown_value", "rate", measure),), words)
        return set()
    keys = {
        key
        for cell in of_rate(measure)
        for key in _keys_of(str(cell.table_no), cell.row, cell.column, catalogue, cells)
    }
    rates = frame(
        view.snapshot, "report_rate", report_id=report["report_id"], measure=measure, least_cases=least_cases()
    )
    text = words(
        "cell.rate" if keys else "cell.rate_none",
        name=words.label(measure),
        rate=words("app.missing") if rates.is_empty() else rate_text(rates.row(0, named=True), words),
        definition=words.definition(measure),
        count=len(keys),
    )
    st.success(text, icon=":material/my_location:")
    return keys


def _keys_of(table: str, row: str, column: str, catalogue: pl.DataFrame, cells: pl.DataFrame) -> list[CellKey]:
    """The cell, or the cells of the rows that a group stands for (``refused``): those printed, else those of the form."""
    names = ("table_no", "row_code", "column_code")
    matching = (pl.col("table_no").cast(pl.String) == table) & (pl.col("column_code") == column)
    in_form = catalogue.filter(matching & ((pl.col("row_code") == row) | (pl.col("row_group") == row)))
    keys = [_key(cell) for cell in in_form.select(names).iter_rows(named=True)]
    printed = {_key(cell) for cell in cells.filter(matching).select(names).iter_rows(named=True)}
    return [key for key in keys if key in printed] or [key for key in keys if key[1] == row] or keys


def _cell_card(view: View, report: dict[str, Any], key: CellKey, cells: pl.DataFrame, catalogue: pl.DataFrame) -> None:
    words = view.words
    same = (pl.col("table_no") == key[0]) & (pl.col("row_code") == key[1]) & (pl.col("column_code") == key[2])
    printed = cells.filter(same)
    known = printed if not printed.is_empty() else catalogue.filter(same)
    labels = known.row(0, named=True)
    status = "absent" if printed.is_empty() else labels["status"]
    named = {
        "table": words(f"page.agency.table_{key[0]}"),
        "row": escaped(_row_name(view, key, catalogue, labels["row_label"])),
        "column": escaped(view.words.form_label(key[2], labels["column_label"])),
    }
    text_printed = "" if printed.is_empty() else escaped(labels["printed"] or "")
    if status == "reported":
        text = words("cell.card", **named, printed=text_printed, value=words.number(labels["value"]))
    else:
        why = words.coded("status", status)
        why = words("cell.card_printed", status=why, printed=text_printed) if text_printed else why
        text = words("cell.card_missing", **named, why=why)
    if not printed.is_empty() and labels["page"] is not None:
        text += words("cell.page", page=labels["page"])
    if not printed.is_empty():
        text += original.place(labels, words)
    if not printed.is_empty() and labels["note"]:
        told = stored.said(labels["note"], words)
        text += words("cell.note" if told else "cell.note_printed", note=escaped(told or labels["note"]))
    st.success(text, icon=":material/my_location:")
    with st.popover(words("cell.cite"), icon=":material/format_quote:"):
        st.code(
            words(
                "cell.citation", agency=report["agency"], year=report["year"], table=words(f"page.agency.table_{key[0]}"),
                row=_row_name(view, key, catalogue, labels["row_label"]), column=words.form_label(key[2], labels["column_label"]),
                printed=words("cell.nothing") if printed.is_empty() else labels["printed"],
                source=report["source_url"] or report["source_name"], sha256=report["sha256"],
                snapshot=view.snapshot.snapshot_id,
            ),
            language=None, wrap_lines=True,
        )  # fmt: skip


def _row_name(view: View, key: CellKey, catalogue: pl.DataFrame, label: str | None) -> str:
    """The label of a row, after that of the group that it stands under."""
    groups = catalogue.filter((pl.col("table_no") == key[0]) & (pl.col("row_code") == key[1]))["row_group"]
    name = view.words.form_label(key[1], label)
    if groups.is_empty() or groups[0] in (None, key[1]):
        return name
    return f"{view.words.form_label(groups[0], view.words.coded('group', groups[0]))} {name}"


def _finding_text(view: View, report: dict[str, Any], row: dict[str, Any]) -> str:
    words = view.words
    text = words(
        "page.agency.finding",
        severity=words.coded("severity", row["severity"]),
        rule=words.coded("rule", row["rule"]),
        message=escaped(finding_words.said(view, row, report["report_id"])),
    )
    if row["decision"] is None:
        return text
    return text + words(
        "page.agency.decision",
        verdict=words.coded("verdict", row["decision"]),
        by=escaped(row["decided_by"]),
        reason=escaped(row["decision_reason"]),
    )


def _findings(view: View, report: dict[str, Any], findings: pl.DataFrame) -> None:
    words = view.words
    st.header(words("page.agency.findings"))
    if findings.is_empty():
        st.markdown(words("page.agency.no_findings"))
    for row in findings.iter_rows(named=True):
        st.markdown(f"- {_finding_text(view, report, row)}")
        finding_words.show_stored(words, row["message"])


def _statement_asked(view: View, report: dict[str, Any], statements: pl.DataFrame) -> None:
    concept = st.query_params.get("statement")
    if concept is None:
        return
    rows = statements.filter(pl.col("concept") == concept).to_dicts()
    indicator = _indicator(view, report, _INDICATORS.get(("statement", concept, "")))
    if indicator is not None:
        st.success(_indicator_text(view, indicator), icon=":material/my_location:")
    elif not rows:
        st.info(view.words("statement.none", concept=escaped(view.words.label(concept))))
    for row in rows:
        st.success(_statement_text(view, row), icon=":material/my_location:")
        original.page_of_statement(report, row["page"], view.words)


def _statement_text(view: View, row: dict[str, Any]) -> str:
    words = view.words
    notes = [
        words.coded("scope", row["scope"]) if row["scope"] else "",
        words("statement.approximate") if row["is_approximate"] else "",
        words("statement.cumulative") if row["is_cumulative"] else "",
        words("statement.page", page=row["page"]) if row["page"] is not None else "",
    ]
    return words(
        "statement.line",
        concept=words.label(row["concept"]),
        value=words.number(row["value"]),
        notes=words("hover.separator").join(note for note in notes if note) or words("statement.no_notes"),
        sentence=escaped(row["sentence"]),
    )


def _statements(view: View, statements: pl.DataFrame) -> None:
    words = view.words
    st.header(words("page.agency.prose"))
    if statements.is_empty():
        st.markdown(words("page.agency.no_prose"))
    for row in statements.iter_rows(named=True):
        st.markdown(f"- {_statement_text(view, row)}")


def _indicator(view: View, report: dict[str, Any], code: str | None) -> dict[str, Any] | None:
    """The report's first line of an indicator, if it has one."""
    if code is None:
        return None
    rows = frame(view.snapshot, "report_indicators", report_id=report["report_id"])
    return next((row for row in rows.iter_rows(named=True) if row["code"] == code), None)


def _indicator_text(view: View, row: dict[str, Any]) -> str:
    words = view.words
    return words(
        "cell.indicator",
        label=escaped(row["label"]),
        printed=escaped(row["printed"]) or words("cell.nothing"),
        value=words.number(row["value"]),
    )


def _indicators(view: View, report: dict[str, Any]) -> None:
    words = view.words
    rows = frame(view.snapshot, "report_indicators", report_id=report["report_id"])
    if rows.is_empty():
        return
    st.header(words("page.agency.indicators"))
    lines = [
        (
            escaped(row["label"]),
            escaped(row["unit"] or ""),
            escaped(row["printed"]),
            words.number(row["value"]),
            words.number(row["cumulative"]),
        )
        for row in rows.iter_rows(named=True)
    ]
    columns = ("indicator", "unit", "printed", "value", "cumulative")
    st.table(pl.DataFrame(lines, schema=[words(f"column.{name}") for name in columns], orient="row"))


def _versions(view: View, report: dict[str, Any]) -> None:
    words = view.words
    rows = frame(view.snapshot, "report_versions", agency_id=report["agency_id"], year=report["year"])
    if len(rows) < 2:
        return
    st.header(words("page.agency.versions"))
    for row in rows.iter_rows(named=True):
        state = words("version.current") if row["is_current"] else words("version.superseded")
        st.markdown(words("version.line", loaded=moment(row["loaded_at"]), sha256=row["sha256"][:12], state=state))
