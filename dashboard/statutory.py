"""The statutory tables of one report, set again with what is printed in each cell, as HTML; nothing is filled in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

import polars as pl

from dashboard import stored
from dashboard.framed import framed
from dashboard.language import Words

CellKey = tuple[int, str, str]


@dataclass(frozen=True)
class Form:
    """The rows and columns of one table, in printed order; the columns of a row may differ from the next row's."""

    rows: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    """Row code, row label, and (column code, column label) of each cell."""
    groups: Mapping[str, str]
    """Row code -> the group that the row stands under."""


def laid_out(catalogue: pl.DataFrame, cells: pl.DataFrame, table_no: int) -> Form:
    """The form of the report's edition, then rows that the report prints although the form has no such row.

    Of a row and the rows that it may stand for (``other`` and those of its group) only those that are printed show.
    """
    printed = [row for row in cells.to_dicts() if row["table_no"] == table_no]
    present = {row["row_code"] for row in printed}
    form = [row for row in catalogue.sort("position").to_dicts() if row["table_no"] == table_no]
    parts: dict[str, set[str]] = {}
    for row in form:
        if row["row_group"] not in (None, row["row_code"]):
            parts.setdefault(row["row_group"], set()).add(row["row_code"])
    replaced: set[str] = set()
    for whole in parts.keys() & {row["row_code"] for row in form}:
        replaced |= parts[whole] - present if whole in present else {whole}
    known = {row["row_code"] for row in form}
    # The catalogue lists a row that stands for its group last; on paper it stands where the group's rows would.
    first = {group: min(row["position"] for row in form if row["row_code"] in codes) for group, codes in parts.items()}
    form.sort(key=lambda row: (first.get(row["row_code"], row["position"]), row["position"]))
    rows = [row for row in form if row["row_code"] not in replaced]
    rows += [row for row in printed if row["row_code"] not in known]
    groups = {row["row_code"]: row["row_group"] for row in form if row["row_group"] not in (None, row["row_code"])}
    return Form(tuple((code, *_row(group)) for code, group in _grouped(rows)), groups)


def _grouped(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    return [(code, list(group)) for code, group in groupby(rows, key=lambda row: str(row["row_code"]))]


def _row(cells: Sequence[Mapping[str, Any]]) -> tuple[str, tuple[tuple[str, str], ...]]:
    label = cells[0]["row_label"] or cells[0]["row_code"]
    return label, tuple((cell["column_code"], cell["column_label"] or cell["column_code"]) for cell in cells)


def as_html(
    form: Form,
    cells: pl.DataFrame,
    table_no: int,
    *,
    found: Collection[CellKey],
    asked: Collection[CellKey],
    words: Words,
) -> str:
    """The table: blank, "/", unreadable and unprinted cells say so; cells with findings and the asked cell stand out."""
    printed = {(row["row_code"], row["column_code"]): row for row in cells.to_dicts() if row["table_no"] == table_no}
    parts = []
    for columns, group in groupby(form.rows, key=lambda row: row[2]):
        head = "".join(f'<th scope="col">{_label(code, label, words)}</th>' for code, label in columns)
        lines = []
        heading = None
        for row_code, label, _ in group:
            if form.groups.get(row_code) != heading:
                heading = form.groups.get(row_code)
                lines.append(_heading(heading, len(columns) + 1, words))
            tds = "".join(
                _cell(printed.get((row_code, column)), (table_no, row_code, column), found, asked, words)
                for column, _ in columns
            )
            lines.append(f'<tr><th scope="row">{_label(row_code, label, words)}</th>{tds}</tr>')
        parts.append(f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>")
    return framed("".join(parts), words(f"page.agency.table_{table_no}"))


def _label(code: str, printed: str, words: Words) -> str:
    """The label as printed; in another language than the report's its meaning above it."""
    meaning = words.form_label(code, printed)
    return escape(printed) if meaning == printed else f'{escape(meaning)}<small lang="zh">{escape(printed)}</small>'


def _heading(group: str | None, width: int, words: Words) -> str:
    if group is None:
        return ""
    return f'<tr><th scope="rowgroup" colspan="{width}"><span>{_label(group, words.coded("group", group), words)}</span></th></tr>'


def _cell(
    cell: Mapping[str, Any] | None, key: CellKey, found: Collection[CellKey], asked: Collection[CellKey], words: Words
) -> str:
    status = "absent" if cell is None else str(cell["status"])
    classes = [status, *(["found"] if key in found else []), *(["asked"] if key in asked else [])]
    text = "" if cell is None else escape(str(cell["printed"]))
    marks = [words.coded("status", status)] if status != "reported" else []
    if key in found:
        marks.append(words("form.found"))
    if key in asked:
        marks.append(words("form.asked"))
    small = "".join(f"<small>{escape(mark)}</small>" for mark in marks)
    note = None if cell is None else cell["note"]
    title = escape(stored.said(note, words) or note) if note else ""
    return f'<td class="{" ".join(classes)}" title="{title}">{text}{small}</td>'
